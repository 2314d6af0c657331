import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { balanceOf, expiringLots } from '../../modules/ledger/rows-balances.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { readLots } from '../support/ledger-commands.ts';
import type { Operation } from '../support/ledger-model.ts';
import { day, type LedgerWorld, newWorld, postAll, posted, postOne } from '../support/ledger-world.ts';

let database: Database;
let world: LedgerWorld;
beforeAll(async () => {
  ({ database } = await freshDatabase());
});
beforeEach(async () => {
  world = await newWorld(database, 2);
});

const me = { member: 0, at: day(1) } as const;
const earn = (key: string, points: number, more: Partial<Operation> = {}) =>
  posted(world, { kind: 'EARN', ...me, key, points, ...more });
const balance = () => balanceOf(database, { programmeId: world.programmeId, memberId: world.memberIds[0] ?? 0n });
/** What is left of each open lot, in spending order: `e1 70`, with what is held behind a plus. */
async function lots(): Promise<string[]> {
  const open = (await readLots(world))[0]?.filter(({ state }) => state !== 'CLOSED') ?? [];
  return open.map(({ key, remaining, held }) => `${key} ${remaining}${held > 0 ? `+${held}` : ''}`);
}

describe('a spend', () => {
  it('takes the points that expire first, whenever they were earned', async () => {
    await earn('later', 50, { expiresAt: day(90) });
    await earn('never', 50);
    await earn('sooner', 50, { expiresAt: day(30) });
    await posted(world, { kind: 'SPEND', ...me, key: 's', points: 70 });
    expect(await lots()).toEqual(['later 30', 'never 50']);
  });

  it('leaves everything as it was when the points do not suffice, and says how many there are', async () => {
    await earn('e', 50);
    expect(await postOne(world, { kind: 'SPEND', ...me, key: 's', points: 51 })).toEqual({
      ok: false,
      code: 'POINTS_INSUFFICIENT',
      message: '51 points wanted, 50 can be spent',
    });
    expect(await lots()).toEqual(['e 50']);
  });

  it('cannot have points that are pending, held, or past their expiry although the sweep has not come yet', async () => {
    await earn('pending', 10, { availableAt: day(5) });
    await earn('expired', 10, { at: day(0), expiresAt: day(1) });
    await earn('held', 10, { expiresAt: day(2) });
    await earn('free', 10, { expiresAt: day(3) });
    await posted(world, { kind: 'HOLD', ...me, key: 'h', points: 10, expiresAt: day(2) });
    expect(await postOne(world, { kind: 'SPEND', ...me, key: 's', points: 11 })).toMatchObject({
      message: '11 points wanted, 10 can be spent',
    });
  });
});

describe('a hold', () => {
  beforeEach(async () => {
    await earn('first', 30, { expiresAt: day(10) });
    await earn('second', 30, { expiresAt: day(20) });
    await posted(world, { kind: 'HOLD', ...me, key: 'h', points: 50, expiresAt: day(3) });
  });

  it('sets points aside in the lots that expire first', async () => {
    expect(await lots()).toEqual(['first 0+30', 'second 10+20']);
    expect(await balance()).toEqual({ pending: 0, available: 10, held: 50, debt: 0 });
  });

  it('can be captured in parts, and the rest released to where it was', async () => {
    await posted(world, { kind: 'CAPTURE', ...me, key: 'c1', refKey: 'h', points: 5 });
    await posted(world, { kind: 'CAPTURE', ...me, key: 'c2', refKey: 'h', points: 7 });
    expect(await posted(world, { kind: 'RELEASE', ...me, key: 'r', refKey: 'h' })).toMatchObject({ points: 38 });
    expect(await lots()).toEqual(['first 18', 'second 30']);
    expect(await postOne(world, { kind: 'CAPTURE', ...me, key: 'c3', refKey: 'h', points: 1 })).toEqual({
      ok: false,
      code: 'REFERENCE_EXHAUSTED',
      message: '0 points are still held under that key',
    });
  });

  it('cannot be captured once it has expired, but still be released', async () => {
    expect(await postOne(world, { kind: 'CAPTURE', member: 0, at: day(3), key: 'c', refKey: 'h' })).toMatchObject({
      code: 'HOLD_EXPIRED',
    });
    await posted(world, { kind: 'RELEASE', member: 0, at: day(3), key: 'r', refKey: 'h' });
    expect(await lots()).toEqual(['first 30', 'second 30']);
  });

  it("is not found under another member's name", async () => {
    expect(await postOne(world, { kind: 'CAPTURE', member: 1, at: day(1), key: 'c', refKey: 'h' })).toMatchObject({
      code: 'TRANSACTION_NOT_FOUND',
    });
  });
});

describe('a refund of a redemption', () => {
  beforeEach(async () => {
    await earn('first', 30, { expiresAt: day(10) });
    await earn('second', 30, { expiresAt: day(20) });
  });

  it('gives points back to the lots they came from, so that spending 50 and returning 20 is spending 30', async () => {
    await posted(world, { kind: 'SPEND', ...me, key: 's', points: 50 });
    await posted(world, { kind: 'REFUND', ...me, key: 'r1', refKey: 's', points: 15 });
    await posted(world, { kind: 'REFUND', ...me, key: 'r2', refKey: 's', points: 5 });
    expect(await lots()).toEqual(['second 30']);
  });

  it('never gives back more than was spent', async () => {
    await posted(world, { kind: 'SPEND', ...me, key: 's', points: 50 });
    await posted(world, { kind: 'REFUND', ...me, key: 'r1', refKey: 's', points: 30 });
    expect(await postOne(world, { kind: 'REFUND', ...me, key: 'r2', refKey: 's', points: 21 })).toEqual({
      ok: false,
      code: 'REFERENCE_EXHAUSTED',
      message: '20 of 50 points are left to refund',
    });
  });

  it('keeps the old expiry: what has expired meanwhile goes with the next sweep', async () => {
    await posted(world, { kind: 'SPEND', ...me, key: 's', points: 40 });
    await posted(world, { kind: 'REFUND', member: 0, at: day(15), key: 'r', refKey: 's', points: 40 });
    expect(await postOne(world, { kind: 'SPEND', member: 0, at: day(15), key: 's2', points: 31 })).toMatchObject({
      message: '31 points wanted, 30 can be spent',
    });
  });

  it('works for a captured hold as for a spend', async () => {
    await posted(world, { kind: 'HOLD', ...me, key: 'h', points: 40, expiresAt: day(2) });
    await posted(world, { kind: 'CAPTURE', ...me, key: 'c', refKey: 'h' });
    await posted(world, { kind: 'REFUND', ...me, key: 'r', refKey: 'c', points: 25 });
    expect(await lots()).toEqual(['first 15', 'second 30']);
  });
});

describe('a batch', () => {
  it('of one request is taken for every operation', async () => {
    const at = { member: 0, at: day(1) } as const;
    const operations: Operation[] = [
      { kind: 'EARN', ...at, key: 'e', points: 100 },
      { kind: 'EARN', ...at, key: 'p', points: 50, availableAt: day(9) },
      { kind: 'CONFIRM', ...at, key: 'c', refKey: 'p' },
      { kind: 'EARN', ...at, key: 'p2', points: 50, availableAt: day(9) },
      { kind: 'CANCEL_PENDING', ...at, key: 'x', refKey: 'p2' },
      { kind: 'SPEND', ...at, key: 's', points: 30 },
      { kind: 'REFUND', ...at, key: 'rf', refKey: 's', points: 10 },
      { kind: 'HOLD', ...at, key: 'h', points: 20, expiresAt: day(2) },
      { kind: 'CAPTURE', ...at, key: 'ca', refKey: 'h', points: 5 },
      { kind: 'RELEASE', ...at, key: 're', refKey: 'h' },
      { kind: 'CLAWBACK', ...at, key: 'cb', refKey: 'e', points: 60, policy: 'CLAMP' },
      { kind: 'ADJUST', ...at, key: 'a', points: 3, reason: 'sorry' },
      { kind: 'FORFEIT', ...at, key: 'f', reason: 'left' },
    ];
    const answers = [];
    for (const operation of operations) answers.push(await postOne(world, operation));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(answers.at(-1)).toMatchObject({ points: 150 - 20 - 5 - 60 + 3, balance: { available: 0 } });
  });

  it('takes several requests of one member in their order, and one refusal leaves the others alone', async () => {
    await earn('e', 50);
    const spend = (key: string, points: number): Operation => ({ kind: 'SPEND', ...me, key, points });
    const answers = await postAll(world, [spend('a', 30), spend('b', 30), spend('c', 20), spend('', 1), spend('d', 1)]);
    expect(answers.map((answer) => (answer.ok ? answer.balance.available : answer.code))).toEqual([
      20,
      'POINTS_INSUFFICIENT',
      0,
      'KEY_INVALID',
      'POINTS_INSUFFICIENT',
    ]);
  });

  it('answers a key that comes twice as if it had come in two batches', async () => {
    await earn('e', 50);
    const spend = (points: number): Operation => ({ kind: 'SPEND', ...me, key: 's', points });
    const answers = await postAll(world, [spend(60), spend(20), spend(20), spend(30)]);
    expect(answers.map((answer) => (answer.ok ? answer.replayed : answer.code))).toEqual([
      'POINTS_INSUFFICIENT',
      false,
      true,
      'IDEMPOTENCY_KEY_REUSED',
    ]);
  });

  it('of any size is posted in parts', async () => {
    await earn('e', 2_500);
    const all = Array.from({ length: 2_500 }, (_, n): Operation => ({ kind: 'EARN', ...me, key: `k${n}`, points: 1 }));
    const answers = await postAll(world, all);
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(await balance()).toMatchObject({ available: 5_000 });
  });
});

describe('what expires', () => {
  it('is told for a window, earliest first, without what is held, pending or spent', async () => {
    await earn('before', 10, { expiresAt: day(5) });
    await earn('b', 20, { expiresAt: day(12) });
    await earn('a', 30, { expiresAt: day(10) });
    await earn('pending', 10, { availableAt: day(3), expiresAt: day(11) });
    await earn('after', 10, { expiresAt: day(20) });
    await posted(world, { kind: 'SPEND', ...me, key: 's', points: 15 });
    const lotsDue = await expiringLots(database, {
      programmeId: world.programmeId,
      memberIds: world.memberIds,
      fromAt: new Date(day(10)),
      untilAt: new Date(day(12)),
    });
    expect(lotsDue.map(({ points, expiresAt }) => [points, expiresAt.getTime()])).toEqual([
      [25, day(10)],
      [20, day(12)],
    ]);
  });
});
