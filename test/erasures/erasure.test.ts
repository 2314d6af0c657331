import { beforeAll, describe, expect, it } from 'vitest';
import { requestErasure, withdrawErasure } from '../../modules/erasures/request.ts';
import { eraseDue } from '../../modules/erasures/run.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { mergeMembers } from '../../modules/merges/merge.ts';
import { suppressAddress } from '../../modules/messaging/reachability/suppress.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { openShop } from '../support/shop.ts';
import { testClock } from '../support/test-clock.ts';

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 10 }));
});

const now = new Date('2026-05-20T12:00:00Z');
const due = new Date('2026-05-27T12:00:00Z');

/** A shop with Anna, who has points and an address of her own. */
async function openWithAnna() {
  const clock = testClock(now.toISOString());
  const shop = await openShop(database);
  const { programmeId, event, order, send } = shop;
  const join = event(
    'member.joined',
    { email: 'anna@example.com', name: 'Anna Smith' },
    { occurredAt: '2026-05-01T09:00:00Z' },
  );
  await send(join, order('o1', 40_000));
  const ask = (more: object = {}) =>
    requestErasure({ database, clock }, programmeId, { memberId: 'anna', reason: 'by letter', actor: 'test', ...more });
  const withdraw = (rowId: string) =>
    withdrawErasure({ database, clock }, programmeId, BigInt(rowId), { actor: 'test' });
  const run = async (at = due) => {
    let pages = 0;
    while (await eraseDue(database, programmeId, at)) pages += 1;
    return pages;
  };
  const state = () => database.erasure.findFirstOrThrow({ where: { programmeId } });
  const audit = () => database.auditEvent.findMany({ where: { programmeId, action: { startsWith: 'member.erase' } } });
  return { ...shop, join, ask, withdraw, run, state, audit, clock };
}

describe('A request to erase', () => {
  it('waits for its day, is asked for once, and can be withdrawn till then', async () => {
    const { ask, withdraw, run, member, audit } = await openWithAnna();
    const asked = await ask();
    expect(asked).toMatchObject({ status: 'scheduled', memberId: 'anna', dueAt: due, doneAt: null });
    expect(await ask({ afterDays: 0 })).toEqual(asked);
    expect(await run(new Date(due.getTime() - 1))).toBe(0);
    expect((await withdraw(asked.rowId)).status).toBe('withdrawn');
    expect((await withdraw(asked.rowId)).status).toBe('withdrawn');
    expect(await run()).toBe(0);
    expect((await member()).status).toBe('ACTIVE');
    const written = await audit();
    expect(written.map(({ action }) => action)).toEqual(['member.erase', 'member.erase_withdrawn']);
    expect(JSON.stringify(written.map(({ id: _, ...row }) => row))).not.toContain('anna');
    expect((await ask({ afterDays: 0 })).rowId).not.toBe(asked.rowId);
  });

  it('can not be withdrawn once it has begun, nor made of one who is erased or nobody', async () => {
    const { ask, withdraw, run, programmeId, state } = await openWithAnna();
    const { rowId } = await ask();
    await eraseDue(database, programmeId, due);
    expect((await state()).status).toBe('running');
    await expect(withdraw(rowId)).rejects.toMatchObject({ code: 'ERASURE_STATUS', field: 'erasureId' });
    await run();
    const { externalId } = await database.member.findFirstOrThrow({ where: { programmeId } });
    await expect(ask({ memberId: externalId })).rejects.toMatchObject({ code: 'MEMBER_STATUS' });
    await expect(ask()).rejects.toMatchObject({ code: 'MEMBER_NOT_FOUND' });
    await expect(withdraw('999999')).rejects.toMatchObject({ code: 'ERASURE_NOT_FOUND' });
  });
});

describe('A person who is erased', () => {
  it('gives up every point, and the books still balance', async () => {
    const { ask, run, balance, member, programmeId, state } = await openWithAnna();
    const had = (await balance()).available;
    const { id } = await member();
    await ask();
    await run();
    expect(await state()).toMatchObject({ status: 'done', forfeitedPoints: BigInt(had), reason: null, doneAt: due });
    const forfeited = await database.ledgerTxn.findFirstOrThrow({
      where: { programmeId, memberId: id, kind: 'FORFEIT' },
    });
    expect(forfeited).toMatchObject({ amount: BigInt(had), reason: 'erased' });
    expect(await verifyInvariants(database, programmeId)).toEqual([]);
  });

  it('takes the accounts along that were merged into it, by whichever id it was asked', async () => {
    const { ask, run, send, event, programmeId, clock } = await openWithAnna();
    await send(event('member.joined', {}, { memberId: 'berta', occurredAt: '2026-05-01T09:00:00Z' }));
    const by = { reason: 'one person', actor: 'test' };
    await mergeMembers({ database, clock }, programmeId, { fromMemberId: 'anna', intoMemberId: 'berta', ...by });
    expect((await ask()).memberId).toBe('berta');
    await run();
    const all = await database.member.findMany({ where: { programmeId } });
    expect(all).toHaveLength(2);
    for (const { externalId, status } of all) expect([externalId.slice(0, 7), status]).toEqual(['erased-', 'ERASED']);
    expect(await verifyInvariants(database, programmeId)).toEqual([]);
  });

  it('goes on where it was cut off, with nothing done twice', async () => {
    const { ask, run, programmeId, member } = await openWithAnna();
    const { id } = await member();
    await ask();
    // As of a process that is killed: what a page had written is gone with its transaction.
    const cutOff = () =>
      inTransaction(database, async (tx) => {
        await tx.$executeRaw`SELECT FROM member FOR UPDATE`;
        const proxied = { ...tx, $transaction: (work: (db: unknown) => unknown) => work(tx) } as unknown as Database;
        await eraseDue(proxied, programmeId, due);
        throw new Error('killed');
      });
    for (let page = 0; page < 4; page += 1) {
      await expect(cutOff()).rejects.toThrow('killed');
      await eraseDue(database, programmeId, due);
    }
    await run();
    expect(await database.ledgerTxn.count({ where: { programmeId, memberId: id, kind: 'FORFEIT' } })).toBe(1);
    expect(await database.memberProfile.count({ where: { memberId: id } })).toBe(0);
    expect(await verifyInvariants(database, programmeId)).toEqual([]);
  });

  it('is not there for what comes later under the former id, and may join anew', async () => {
    const { ask, run, send, order, event, back, join, member } = await openWithAnna();
    await ask();
    await run();
    const refused = { kind: 'refused', code: 'MEMBER_NOT_ACTIVE', field: 'memberId' };
    for (const late of [join, order('o2', 1_000), back({ orderId: 'o1' }), event('member.updated', { name: 'A' })]) {
      expect((await send(late))[0]).toMatchObject(refused);
    }
    const [again] = await send(event('member.joined', { name: 'Anna' }, { occurredAt: '2026-05-20T12:01:00Z' }));
    // The erasure was done later than that, by its own clock.
    expect(again).toMatchObject(refused);
    await database.erasedName.updateMany({ data: { erasedAt: new Date('2026-05-20T11:00:00Z') } });
    expect(
      (await send(event('member.joined', { name: 'Anna' }, { occurredAt: '2026-05-20T12:01:00Z' })))[0],
    ).toMatchObject({
      kind: 'accepted',
    });
    expect(await member()).toMatchObject({ status: 'ACTIVE', ordersCount: 0 });
  });

  it('has said no to mails for good: an address that is told again is suppressed again', async () => {
    const { ask, run, send, event, programmeId } = await openWithAnna();
    const address = 'anna@example.com';
    await suppressAddress(database, { programmeId, address, now, actor: 'test', reason: 'complaint' });
    await ask();
    await run();
    expect(await database.suppression.count({ where: { programmeId } })).toBe(0);
    expect(JSON.stringify(await database.erasedContact.findMany({ where: { programmeId } }))).not.toContain('anna');
    await send(event('member.joined', { email: 'Anna@Example.com' }, { memberId: 'another' }));
    expect(await database.suppression.findMany({ where: { programmeId } })).toMatchObject([
      { address, reason: 'complaint' },
    ]);
  });
});
