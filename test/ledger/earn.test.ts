import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { balanceOf } from '../../modules/ledger/rows-balances.ts';
import { earn as earnAll } from '../../modules/ledger/earn.ts';
import { forfeit } from '../../modules/ledger/correct.ts';
import type { EarnRequest } from '../../modules/ledger/requests.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { readLots, sweep } from '../support/ledger-commands.ts';
import type { Operation } from '../support/ledger-model.ts';
import { day, type LedgerWorld, newWorld, posted, postOne } from '../support/ledger-world.ts';

let database: Database;
let world: LedgerWorld;
beforeAll(async () => {
  ({ database } = await freshDatabase());
});
beforeEach(async () => {
  world = await newWorld(database, 2);
});

const me = { member: 0, at: day(1) } as const;
const mine = () => ({ programmeId: world.programmeId, memberId: world.memberIds[0] ?? 0n });
const balance = () => balanceOf(database, mine());
/** What is left of mine, in spending order. */
const lots = async () => (await readLots(world))[0]?.filter(({ state }) => state !== 'CLOSED') ?? [];
const earn = (key: string, points: number, more: Partial<Operation> = {}) =>
  posted(world, { kind: 'EARN', ...me, key, points, ...more });
const spend = (key: string, points: number) => posted(world, { kind: 'SPEND', ...me, key, points });
const clawback = (key: string, refKey: string, points: number, policy: 'DEBT' | 'CLAMP' = 'DEBT') =>
  posted(world, { kind: 'CLAWBACK', ...me, key, refKey, points, policy });
/** The postings of a transaction: `ISSUANCE -10`. */
async function postings(key: string): Promise<string[]> {
  const txn = await database.ledgerTxn.findFirstOrThrow({ where: { programmeId: world.programmeId, idemKey: key } });
  const rows = await database.ledgerPosting.findMany({ where: { txnId: txn.id }, orderBy: { seq: 'asc' } });
  return rows.map(({ account, amount }) => `${account} ${amount}`);
}

describe('an earn', () => {
  it('is a lot of its own, and available at once', async () => {
    expect(await earn('e', 40, { expiresAt: day(366) })).toMatchObject({
      points: 40,
      balance: { pending: 0, available: 40, held: 0, debt: 0 },
      replayed: false,
    });
    expect(await lots()).toMatchObject([{ earned: 40, remaining: 40, expiresAt: day(366) }]);
    expect(await postings('e')).toEqual(['ISSUANCE -40', 'MEMBER_AVAILABLE 40']);
  });

  it('stays pending until its day, then is confirmed; cancelled before, nothing is left of it', async () => {
    await earn('kept', 40, { availableAt: day(14) });
    await earn('returned', 60, { availableAt: day(14) });
    expect(await balance()).toMatchObject({ pending: 100, available: 0 });
    await posted(world, { kind: 'CANCEL_PENDING', ...me, key: 'x', refKey: 'returned' });
    await posted(world, { kind: 'CONFIRM', ...me, key: 'c', refKey: 'kept' });
    expect(await balance()).toMatchObject({ pending: 0, available: 40 });
    expect(await postings('x')).toEqual(['MEMBER_PENDING -60', 'CLAWBACK 60']);
    expect(await postOne(world, { kind: 'CONFIRM', ...me, key: 'again', refKey: 'kept' })).toMatchObject({
      code: 'NOT_PENDING',
    });
  });
});

describe('the same key', () => {
  it('gives the first answer again, however much has happened since', async () => {
    const first = await earn('e', 40);
    await spend('s', 30);
    expect(await earn('e', 40)).toEqual({ ...first, replayed: true });
    expect(await balance()).toMatchObject({ available: 10 });
  });

  it('gives it even when the member is no longer active', async () => {
    const first = await earn('e', 40);
    await database.member.update({ where: { id: mine().memberId }, data: { status: 'CLOSED' } });
    expect(await earn('e', 40)).toEqual({ ...first, replayed: true });
  });

  it.each<[string, Partial<Operation>]>([
    ['other points', { points: 41 }],
    ['another time', { at: day(2) }],
    ['another expiry', { expiresAt: day(99) }],
    ['another day of availability', { availableAt: day(9) }],
    ['another member', { member: 1 }],
    ['another kind', { kind: 'SPEND' }],
    ['another reason', { reason: 'sorry' }],
  ])('with %s is refused', async (_, other) => {
    const first: Operation = { kind: 'EARN', ...me, key: 'e', points: 40 };
    await posted(world, first);
    expect(await postOne(world, { ...first, ...other })).toMatchObject({ ok: false, code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await balance()).toMatchObject({ available: 40 });
  });

  it('in another programme is another key', async () => {
    await earn('e', 40);
    const other = await newWorld(database);
    expect(await postOne(other, { kind: 'EARN', ...me, key: 'e', points: 7 })).toMatchObject({ ok: true, points: 7 });
  });
});

describe('a clawback', () => {
  it("takes the returned order's own points first, then those that expire first", async () => {
    await earn('other', 50, { expiresAt: day(20) });
    await earn('order', 50, { expiresAt: day(30) });
    await earn('third', 50, { expiresAt: day(10) });
    await posted(world, { kind: 'SPEND', ...me, key: 's', points: 60 });
    await clawback('c1', 'order', 20);
    expect((await lots()).map(({ remaining }) => remaining)).toEqual([40, 30]);
    await clawback('c2', 'order', 50);
    expect((await lots()).map(({ remaining }) => remaining)).toEqual([40]);
  });

  it('is cumulative: it is told what is to be gone in all, and takes what is missing', async () => {
    await earn('order', 50);
    expect(await clawback('r1', 'order', 10)).toMatchObject({ points: 10 });
    expect(await clawback('r2', 'order', 25)).toMatchObject({ points: 15 });
    const none = await postOne(world, {
      kind: 'CLAWBACK',
      ...me,
      key: 'r3',
      refKey: 'order',
      points: 25,
      policy: 'DEBT',
    });
    expect(none).toMatchObject({ code: 'REFERENCE_EXHAUSTED' });
    const much = await postOne(world, {
      kind: 'CLAWBACK',
      ...me,
      key: 'r4',
      refKey: 'order',
      points: 51,
      policy: 'DEBT',
    });
    expect(much).toMatchObject({ code: 'POINTS_INVALID' });
    expect(await balance()).toMatchObject({ available: 25 });
  });

  it('of points spent already makes debt, which the next earn repays', async () => {
    await earn('order', 50);
    await spend('s', 40);
    await clawback('c', 'order', 50);
    expect(await balance()).toEqual({ pending: 0, available: 0, held: 0, debt: 40 });
    expect(await postings('c')).toEqual(['MEMBER_AVAILABLE -10', 'MEMBER_DEBT -40', 'CLAWBACK 50']);
    await earn('next', 100);
    expect(await balance()).toEqual({ pending: 0, available: 60, held: 0, debt: 0 });
    expect(await postings('next')).toEqual(['ISSUANCE -100', 'MEMBER_AVAILABLE 60', 'MEMBER_DEBT 40']);
  });

  it('writes off instead where the programme does not want debt', async () => {
    await earn('order', 50);
    await spend('s', 40);
    await clawback('c', 'order', 50, 'CLAMP');
    expect(await balance()).toEqual({ pending: 0, available: 0, held: 0, debt: 0 });
    expect(await postings('c')).toEqual(['MEMBER_AVAILABLE -10', 'WRITE_OFF -40', 'CLAWBACK 50']);
  });

  it('does not charge for points that had expired unused', async () => {
    await earn('order', 100, { expiresAt: day(10) });
    await earn('other', 30);
    await sweep(world, day(10));
    const back = await postOne(world, {
      kind: 'CLAWBACK',
      ...me,
      key: 'c',
      refKey: 'order',
      points: 100,
      policy: 'DEBT',
    });
    expect(back).toMatchObject({ code: 'REFERENCE_EXHAUSTED' });
    expect(await balance()).toEqual({ pending: 0, available: 30, held: 0, debt: 0 });
  });

  it('charges for what was spent of them, and for nothing that expired or was forfeited of the rest', async () => {
    await earn('order', 100, { expiresAt: day(10) });
    await spend('s', 40);
    await sweep(world, day(10));
    expect(await clawback('c', 'order', 100)).toMatchObject({ points: 40, balance: { available: 0, debt: 40 } });
    await earn('second', 70, { expiresAt: day(20) });
    await posted(world, { kind: 'FORFEIT', ...me, key: 'f', reason: 'left' });
    const back = { kind: 'CLAWBACK', ...me, key: 'c2', refKey: 'second', policy: 'DEBT' } as const;
    expect(await posted(world, { ...back, points: 70 })).toMatchObject({ points: 40, balance: { debt: 40 } });
  });

  it('inside the return window touches only the pending points', async () => {
    await earn('other', 50);
    await earn('order', 50, { availableAt: day(14) });
    await clawback('c', 'order', 20);
    expect(await balance()).toEqual({ pending: 30, available: 50, held: 0, debt: 0 });
  });
});

describe('a correction by hand', () => {
  it('adds a lot or takes from the lots that expire first, and says why', async () => {
    await earn('e', 10, { expiresAt: day(5) });
    await posted(world, { kind: 'ADJUST', ...me, key: 'up', points: 20, reason: 'sorry', expiresAt: day(9) });
    expect(await posted(world, { kind: 'ADJUST', ...me, key: 'down', points: -15, reason: 'mistake' })).toMatchObject({
      points: -15,
      balance: { available: 15 },
    });
    expect(await postings('down')).toEqual(['MEMBER_AVAILABLE -15', 'ADJUSTMENT 15']);
    expect(await postOne(world, { kind: 'ADJUST', ...me, key: 'much', points: -16, reason: 'mistake' })).toMatchObject({
      code: 'POINTS_INSUFFICIENT',
    });
  });
});

describe('forfeiting', () => {
  it('winds up everything: pending, available and held points and debt, of a member in any state', async () => {
    await earn('e', 30);
    await earn('p', 20, { availableAt: day(9) });
    await posted(world, { kind: 'HOLD', ...me, key: 'h', points: 10, expiresAt: day(2) });
    await database.member.update({ where: { id: mine().memberId }, data: { status: 'ERASED' } });
    const request = { ...mine(), key: 'f', at: new Date(day(1)), source: { type: 'erasure', id: '1' }, actor: 'test' };
    expect(await forfeit(database, [{ ...request, reason: 'erased' }])).toMatchObject([{ ok: true, points: 50 }]);
    expect(await balance()).toEqual({ pending: 0, available: 0, held: 0, debt: 0 });
    expect(await postOne(world, { kind: 'CAPTURE', ...me, key: 'c', refKey: 'h' })).toMatchObject({
      code: 'REFERENCE_EXHAUSTED',
    });
    expect(await forfeit(database, [{ ...request, key: 'f2', reason: 'again' }])).toMatchObject([
      { code: 'POINTS_INSUFFICIENT' },
    ]);
  });
});

describe('a request that cannot be', () => {
  const good = (): EarnRequest => ({
    ...mine(),
    key: 'k',
    at: new Date(day(1)),
    points: 10,
    expiresAt: null,
    source: { type: 'test', id: '1' },
    actor: 'test',
  });
  it.each<[string, Partial<EarnRequest>, string]>([
    ['no points', { points: 0 }, 'POINTS_INVALID'],
    ['negative points', { points: -5 }, 'POINTS_INVALID'],
    ['half a point', { points: 1.5 }, 'POINTS_INVALID'],
    ['points that are no number', { points: Number.NaN }, 'POINTS_INVALID'],
    ['more points than there are', { points: 1e13 }, 'POINTS_INVALID'],
    ['an empty key', { key: '' }, 'KEY_INVALID'],
    ['a key too long', { key: 'k'.repeat(201) }, 'KEY_INVALID'],
    ['a key PostgreSQL cannot hold', { key: 'a\0b' }, 'KEY_INVALID'],
    ['half a character in the key', { key: 'a\ud800' }, 'KEY_INVALID'],
    ['no real date', { at: new Date(Number.NaN) }, 'TIME_INVALID'],
    ['a date no calendar has', { at: new Date(8.64e15) }, 'TIME_INVALID'],
    ['an expiry before the points are available', { expiresAt: new Date(day(1)) }, 'EXPIRY_INVALID'],
    ['an expiry that is no date', { expiresAt: new Date(Number.NaN) }, 'EXPIRY_INVALID'],
    ['an availability that is no date', { availableAt: new Date(Number.NaN) }, 'EXPIRY_INVALID'],
    ['an unknown member', { memberId: 999_999_999n }, 'MEMBER_NOT_FOUND'],
  ])('for %s is refused, and the others of its batch are posted', async (_, wrong, code) => {
    const answers = await earnAll(database, [
      { ...good(), key: 'before' },
      { ...good(), ...wrong },
      { ...good(), key: 'behind' },
    ]);
    expect(answers).toMatchObject([{ ok: true }, { ok: false, code }, { ok: true, balance: { available: 20 } }]);
  });

  it('for want of a field fails before it goes anywhere', async () => {
    const nonsense = { ...good(), source: undefined } as unknown as EarnRequest;
    expect(() => earnAll(database, [nonsense])).toThrow(TypeError);
    expect(await earnAll(database, [good()])).toMatchObject([{ ok: true }]);
  });

  it("for another programme's member is refused", async () => {
    const other = await newWorld(database);
    const [answer] = await earnAll(database, [{ ...good(), programmeId: other.programmeId }]);
    expect(answer).toMatchObject({ code: 'MEMBER_NOT_FOUND' });
  });

  it('for a member that is not active is refused, but what is there can still be wound up', async () => {
    await earn('e', 10, { availableAt: day(5) });
    await database.member.update({ where: { id: mine().memberId }, data: { status: 'SUSPENDED' } });
    expect(await earnAll(database, [good()])).toMatchObject([{ code: 'MEMBER_NOT_ACTIVE' }]);
    expect(await postOne(world, { kind: 'CONFIRM', ...me, key: 'c', refKey: 'e' })).toMatchObject({ ok: true });
  });
});

describe('a closed period', () => {
  it('stays as it is: what comes late for it is dated behind it, and keeps the time asked for', async () => {
    await database.programme.update({ where: { id: world.programmeId }, data: { closedThrough: new Date(day(31)) } });
    await earn('late', 10, { at: day(20), expiresAt: day(300) });
    const txn = await database.ledgerTxn.findFirstOrThrow({ where: { programmeId: world.programmeId } });
    expect(txn.effectiveAt).toEqual(new Date(day(31) + 1));
    expect(new Date((txn.result as { askedAt: string }).askedAt)).toEqual(new Date(day(20)));
  });
});
