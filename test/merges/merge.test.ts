import { beforeAll, describe, expect, it } from 'vitest';
import { checkLedger } from '../../modules/invariants/check-ledger.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { mergeMembers, type NewMerge } from '../../modules/merges/merge.ts';
import { purgeMerges } from '../../modules/merges/purge.ts';
import { undoMerge } from '../../modules/merges/undo.ts';
import { hold, spend } from '../../modules/ledger/redeem.ts';
import { releaseDueHolds } from '../../modules/ledger/sweep.ts';
import type { Database } from '../../platform/database.ts';
import type { JsonObject } from '../../values/json.ts';
import { freshDatabase } from '../support/database.ts';
import { openShop } from '../support/shop.ts';
import { testClock } from '../support/test-clock.ts';

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 10 }));
});

const clock = testClock('2026-05-20T12:00:00Z');

/** A shop whose members Anna and Berta are one person. */
async function openTwo(changes: Parameters<typeof openShop>[1] = {}) {
  const shop = await openShop(database, changes);
  const joined = (memberId: string, at: string, data = {}) =>
    shop.event('member.joined', data, { memberId, occurredAt: at });
  await shop.send(
    joined('anna', '2026-05-01T09:00:00Z', { email: 'anna@example.com', name: 'Anna', city: 'York' }),
    joined('berta', '2026-05-02T09:00:00Z', { email: 'berta@example.com', name: 'Anna B.' }),
  );
  const merge = (more: Partial<NewMerge> = {}) =>
    mergeMembers({ database, clock }, shop.programmeId, {
      ...{ fromMemberId: 'anna', intoMemberId: 'berta', reason: 'one person', actor: 'test', ...more },
    });
  const undo = (rowId: string | null) =>
    undoMerge({ database, clock }, shop.programmeId, BigInt(rowId ?? 0), { actor: 'test' });
  const sound = async () => expect(await verifyInvariants(database, shop.programmeId)).toEqual([]);
  const lots = async (name: string) => {
    const { id: memberId } = await shop.member(name);
    return database.$queryRaw`SELECT l.remaining::int AS left, l.available_at AS "availableAt", l.expires_at AS "expiresAt", t.source_type AS source, t.source_id AS id
      FROM ledger.lot l JOIN ledger.txn t ON t.id = l.earn_txn_id WHERE l.member_id = ${memberId} AND l.remaining > 0 ORDER BY l.expires_at, l.id`;
  };
  return { ...shop, merge, undo, sound, lots };
}

describe('Two accounts that become one', () => {
  it('have their points in one, each lot with its origin and its own end', async () => {
    const { send, order, merge, balance, lots, sound } = await openTwo();
    await send(order('o1', 40_000), order('o2', 10_000, { memberId: 'berta', occurredAt: '2026-05-06T10:00:00Z' }));
    const [before, others, had] = [await lots('anna'), await lots('berta'), await balance()];
    const merged = await merge();
    expect(merged).toMatchObject({ status: 'done', from: 'anna', into: 'berta', points: had.available });
    expect(await balance()).toEqual({ available: 0, pending: 0, debt: 0 });
    expect(await lots('berta')).toEqual([...(before as object[]), ...(others as object[])]);
    await sound();
    const checked = await checkLedger(database, {});
    expect(JSON.stringify(checked)).not.toContain('"faults":[{');
  });

  it('are told of in a plan that lists everything and changes nothing', async () => {
    const { send, order, merge, balance, member } = await openTwo();
    await send(order('o1', 40_000));
    const before = await balance();
    const planned = await merge({ dryRun: true });
    expect(planned).toMatchObject({ rowId: null, status: 'planned', points: before.available });
    expect(planned.changes).toContainEqual({ what: 'orders', count: 1 });
    expect(await balance()).toEqual(before);
    expect((await member()).status).toBe('ACTIVE');
    expect(await database.memberMerge.count({ where: { fromId: (await member()).id } })).toBe(0);
  });

  it('are merged once, however often that is asked for', async () => {
    const { merge } = await openTwo();
    const first = await merge();
    expect(await merge()).toEqual(first);
    await expect(merge({ intoMemberId: 'anna', fromMemberId: 'anna' })).rejects.toMatchObject({ code: 'MERGE_STATUS' });
    await expect(merge({ intoMemberId: 'anna', fromMemberId: 'berta' })).rejects.toMatchObject({
      code: 'MEMBER_NOT_ACTIVE',
    });
    await expect(merge({ fromMemberId: 'nobody' })).rejects.toMatchObject({
      code: 'MEMBER_NOT_FOUND',
      field: 'fromMemberId',
    });
  });

  it('take what comes for the old id, late or not, once', async () => {
    const { send, order, merge, balance, member, event, sound } = await openTwo();
    const early = order('o1', 40_000);
    await send(early);
    await merge();
    const before = await balance('berta');
    expect((await send(early))[0]).toMatchObject({ kind: 'duplicate' });
    expect(await balance('berta')).toEqual(before);
    const late = order('o9', 10_000, { occurredAt: '2026-05-03T10:00:00Z' });
    expect((await send(late))[0]).toMatchObject({ kind: 'accepted' });
    expect((await balance('berta')).available).toBeGreaterThan(before.available);
    expect(await balance()).toEqual({ available: 0, pending: 0, debt: 0 });
    expect((await member('berta')).ordersCount).toBe(2);
    await send(
      event('member.updated', { phone: '+44 20 7946 0000' }),
      order('o10', 1_000),
      order('o11', 1_000, { memberId: 'berta' }),
    );
    const { id: memberId } = await member('berta');
    expect(await database.memberProfile.findUnique({ where: { memberId } })).toMatchObject({
      phone: '+44 20 7946 0000',
    });
    expect((await member('berta')).ordersCount).toBe(4);
    await sound();
  });

  it.each([['DEBT'], ['CLAMP']] as const)(
    'give up the points of an old order that comes back, own ones first (%s)',
    async (clawbackPolicy) => {
      const { send, order, back, merge, balance, programmeId, member, sound } = await openTwo({
        clawback: clawbackPolicy,
      });
      await database.programme.update({ where: { id: programmeId }, data: { clawbackPolicy } });
      await send(order('o1', 40_000), order('o2', 10_000, { memberId: 'berta' }));
      const [first, second] = [(await balance()).available, (await balance('berta')).available];
      await merge();
      const { id: memberId } = await member('berta');
      await spend(database, [
        {
          programmeId,
          memberId,
          key: 's1',
          at: clock.now(),
          source: { type: 'test', id: '1' },
          actor: 'test',
          points: first + second - 20,
        },
      ]);
      await send(back({ orderId: 'o1', amountMinor: 20_000 }));
      await sound();
      const after = await balance('berta');
      expect(after.available).toBe(0);
      if (clawbackPolicy === 'DEBT') expect(after.debt).toBeGreaterThan(0);
      else expect(after.debt).toBe(0);
      await send(back({ orderId: 'o1' }, { memberId: 'berta' }));
      expect(await balance()).toEqual({ available: 0, pending: 0, debt: 0 });
      await sound();
    },
  );

  it('keep what is on hold, and what is let go later reaches the one that stays', async () => {
    const { send, order, merge, undo, balance, programmeId, member, sound } = await openTwo();
    await send(order('o1', 40_000));
    const { id: memberId } = await member();
    const all = (await balance()).available;
    await hold(database, [
      {
        programmeId,
        memberId,
        key: 'hold:x',
        at: clock.now(),
        source: { type: 'test', id: '1' },
        actor: 'test',
        points: 100,
        expiresAt: new Date('2026-05-20T13:00:00Z'),
      },
    ]);
    const merged = await merge();
    expect(merged.points).toBe(all - 100);
    await sound();
    await releaseDueHolds(database, { programmeId, now: new Date('2026-05-20T14:00:00Z') });
    expect((await balance('berta')).available).toBe(all);
    await sound();
    await undo(merged.rowId);
    expect((await balance()).available).toBe(all);
    await sound();
  });

  it('have the newest word of each field, and the more careful answer to mails', async () => {
    const { send, event, merge, member, programmeId } = await openTwo();
    const said = (memberId: string, at: string, data: JsonObject) =>
      event('member.updated', data, { memberId, occurredAt: at });
    await send(
      said('anna', '2026-05-10T10:00:00Z', { name: 'Anna Smith', consent: { email: false } }),
      said('berta', '2026-05-11T10:00:00Z', { city: 'Leeds', consent: { email: true } }),
    );
    await merge();
    const { id: memberId } = await member('berta');
    const profile = await database.memberProfile.findUniqueOrThrow({ where: { memberId } });
    expect(profile).toMatchObject({ name: 'Anna Smith', email: 'berta@example.com', attributes: { city: 'Leeds' } });
    expect(await database.consent.findMany({ where: { programmeId, memberId } })).toMatchObject([
      { channel: 'email', granted: false },
    ]);
  });

  it('count their orders together for the tier', async () => {
    const { send, order, merge, member, undo } = await openTwo();
    await send(order('o1', 30_000), order('o2', 30_000, { memberId: 'berta' }));
    const before = await Promise.all([member(), member('berta')]);
    const { rowId } = await merge();
    expect(await member('berta')).toMatchObject({
      ordersCount: 2,
      spentMinor: 60_000n,
      joinedAt: new Date('2026-05-01T09:00:00Z'),
    });
    await undo(rowId);
    const strip = ({ profileCompletedAt: _, ...rest }: (typeof before)[number]) => rest;
    expect((await Promise.all([member(), member('berta')])).map(strip)).toEqual(before.map(strip));
  });

  it('merge on, and the oldest id reaches the last account', async () => {
    const { send, event, order, merge, undo, balance, member, back, sound } = await openTwo();
    await send(
      event('member.joined', {}, { memberId: 'cleo', occurredAt: '2026-05-01T09:00:00Z' }),
      order('o1', 40_000),
    );
    const all = (await balance()).available;
    const first = await merge();
    const second = await merge({ fromMemberId: 'berta', intoMemberId: 'cleo' });
    expect((await balance('cleo')).available).toBe(all);
    await expect(undo(first.rowId)).rejects.toMatchObject({ code: 'MERGE_STATUS' });
    await send(order('o2', 1_000), back({ orderId: 'o1', amountMinor: 20_000 }));
    expect((await member('cleo')).ordersCount).toBe(2);
    await sound();
    await undo(second.rowId);
    await undo(first.rowId);
    await sound();
    expect((await member()).status).toBe('ACTIVE');
  });
});

describe('At the same moment', () => {
  it('two merges that cross come to one', async () => {
    const { merge, sound } = await openTwo();
    const both = await Promise.allSettled([merge(), merge({ fromMemberId: 'berta', intoMemberId: 'anna' })]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await sound();
  });

  it('an order and a merge lose nothing', async () => {
    const { send, order, merge, balance, member, sound } = await openTwo();
    await Promise.all([
      ...Array.from({ length: 6 }, (_, n) => send(order(`r${n}`, 10_000))),
      merge(),
      ...Array.from({ length: 6 }, (_, n) => send(order(`s${n}`, 10_000, { memberId: n % 2 ? 'anna' : 'berta' }))),
    ]);
    expect(await balance()).toEqual({ available: 0, pending: 0, debt: 0 });
    expect((await member('berta')).ordersCount).toBe(12);
    await sound();
  });
});

describe('A merge that is undone', () => {
  it('gives back what is unspent, and says what is not', async () => {
    const { send, order, merge, undo, balance, lots, programmeId, member, sound } = await openTwo();
    await send(order('o1', 40_000));
    const before = await lots('anna');
    const all = (await balance()).available;
    const clean = await merge();
    expect(await undo(clean.rowId)).toMatchObject({ status: 'undone', leftBehind: [] });
    expect(await lots('anna')).toEqual(before);
    await sound();
    const { rowId } = await merge();
    const { id: memberId } = await member('berta');
    await spend(database, [
      {
        programmeId,
        memberId,
        key: 's1',
        at: clock.now(),
        source: { type: 'test', id: '1' },
        actor: 'test',
        points: 30,
      },
    ]);
    const undone = await undo(rowId);
    expect(undone.leftBehind).toEqual([
      '30 points that moved have been used, have expired, are on hold or paid a debt',
    ]);
    expect((await balance()).available).toBe(all - 30);
    expect(await undo(rowId)).toEqual(undone);
    await sound();
  });

  it('can be undone for a day', async () => {
    const { merge, undo } = await openTwo();
    const { rowId, undoableUntil } = await merge();
    const late = { now: () => undoableUntil };
    await expect(undoMerge({ database, clock: late }, 1, BigInt(rowId ?? 0), { actor: 'test' })).rejects.toThrow();
    await undo(rowId);
  });

  it('forgets the former profile when it can not be undone any more', async () => {
    const { merge, programmeId } = await openTwo();
    const { rowId, undoableUntil } = await merge();
    const id = BigInt(rowId ?? 0);
    expect(await purgeMerges(database, programmeId, clock.now())).toBe(0);
    expect((await database.memberMerge.findUniqueOrThrow({ where: { id } })).moved).not.toBeNull();
    expect(await purgeMerges(database, programmeId, undoableUntil)).toBe(1);
    expect((await database.memberMerge.findUniqueOrThrow({ where: { id } })).moved).toBeNull();
  });
});
