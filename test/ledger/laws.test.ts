import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { balanceOf } from '../../modules/ledger/rows-balances.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import type { Balance } from '../../modules/ledger/requests.ts';
import { releaseDueHolds } from '../../modules/ledger/sweep.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { readLots, sweep } from '../support/ledger-commands.ts';
import type { Operation } from '../support/ledger-model.ts';
import { day, type LedgerWorld, newWorld, postAll, posted, postOne } from '../support/ledger-world.ts';

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase());
});

const runs = { numRuns: 20 };
const today = day(5);

/** What a member has before a law is tried: lots of some points that live some days; 0 for ever. */
const purses = fc.array(
  fc.record({ points: fc.integer({ min: 1, max: 30 }), lifeDays: fc.constantFrom(0, 1, 2, 2, 7) }),
  {
    minLength: 1,
    maxLength: 6,
  },
);
type Purse = readonly { readonly points: number; readonly lifeDays: number }[];
const totalOf = (purse: Purse) => purse.reduce((sum, { points }) => sum + points, 0);

/** A part of a purse, so that it can be spent: 1 to all of it. */
const share = (purse: Purse, percent: number) => Math.max(1, Math.floor((totalOf(purse) * percent) / 100));
const percents = fc.integer({ min: 1, max: 100 });

async function fill(world: LedgerWorld, member: number, purse: Purse): Promise<void> {
  await postAll(
    world,
    purse.map(({ points, lifeDays }, n): Operation => ({
      kind: 'EARN',
      member,
      key: `m${member}/e${n}`,
      at: today,
      points,
      expiresAt: lifeDays === 0 ? null : today + lifeDays * 86_400_000,
    })),
  );
}

type Request = Omit<Operation, 'member' | 'at'> & { readonly at?: number };

/** Posts one request for a member after the other; keys and references are the member's own. */
async function play(world: LedgerWorld, member: number, requests: readonly Request[]): Promise<boolean[]> {
  const accepted: boolean[] = [];
  for (const { key, refKey, at = today, ...request } of requests) {
    const own = (name: string) => `m${member}/${name}`;
    const answer = await postOne(world, {
      ...request,
      member,
      at,
      key: own(key),
      ...(refKey !== undefined && { refKey: own(refKey) }),
    });
    accepted.push(answer.ok);
  }
  return accepted;
}

/** Two members with the same purse go different ways: they must come to the same lots and the same balance. */
async function sameEnd(purse: Purse, one: readonly Request[], other: readonly Request[]): Promise<void> {
  const world = await newWorld(database, 2);
  await fill(world, 0, purse);
  await fill(world, 1, purse);
  await play(world, 0, one);
  await play(world, 1, other);
  const [first, second] = await readLots(world);
  const bare = (lots: typeof first) => lots?.map(({ key, ...lot }) => ({ ...lot, key: key.replace(/^m\d/, '') }));
  expect(bare(first)).toEqual(bare(second));
  expect(await balances(world, 0)).toEqual(await balances(world, 1));
  expect(await verifyInvariants(database, world.programmeId)).toEqual([]);
}

const balances = ({ programmeId, memberIds }: LedgerWorld, member: number): Promise<Balance> =>
  balanceOf(database, { programmeId, memberId: memberIds[member] ?? 0n });
const hold = (points: number): Request => ({ kind: 'HOLD', key: 'h', points, expiresAt: day(90) });
const spend = (points: number, key = 's'): Request => ({ kind: 'SPEND', key, points });
const undo = (kind: 'CAPTURE' | 'RELEASE' | 'REFUND', key: string, refKey: string, points?: number): Request => ({
  kind,
  key,
  refKey,
  ...(points !== undefined && { points }),
});

describe('two ways to the same end', () => {
  it('a hold that is captured is a spend', () =>
    fc.assert(
      fc.asyncProperty(purses, percents, async (purse, percent) => {
        const points = share(purse, percent);
        await sameEnd(purse, [hold(points), undo('CAPTURE', 'c', 'h')], [spend(points)]);
      }),
      runs,
    ));

  it('a hold that is released was never there', () =>
    fc.assert(
      fc.asyncProperty(purses, percents, async (purse, percent) => {
        await sameEnd(purse, [hold(share(purse, percent)), undo('RELEASE', 'r', 'h')], []);
      }),
      runs,
    ));

  it('captures in parts and a release of the rest are one capture, and a spend of that much', () =>
    fc.assert(
      fc.asyncProperty(purses, percents, percents, percents, async (purse, percent, a, b) => {
        const held = share(purse, percent);
        const [first, second] = [Math.ceil((held * a) / 300), Math.ceil((held * b) / 300)];
        if (first + second > held) return;
        const parts = [
          undo('CAPTURE', 'c1', 'h', first),
          undo('CAPTURE', 'c2', 'h', second),
          undo('RELEASE', 'r', 'h'),
        ];
        await sameEnd(
          purse,
          [hold(held), ...parts],
          [hold(held), undo('CAPTURE', 'c', 'h', first + second), undo('RELEASE', 'r', 'h')],
        );
        await sameEnd(purse, [hold(held), ...parts], [spend(first + second)]);
      }),
      runs,
    ));

  it('refunds in parts are one refund, with and without debt to repay first', () =>
    fc.assert(
      fc.asyncProperty(purses, percents, percents, percents, fc.boolean(), async (purse, percent, a, b, owes) => {
        const spent = share(purse, percent);
        const [first, second] = [Math.ceil((spent * a) / 200), Math.floor((spent * b) / 200)];
        if (first + second > spent || second === 0) return;
        const debt: Request[] = owes
          ? [{ kind: 'CLAWBACK', key: 'x', refKey: 'e0', points: purse[0]?.points ?? 1, policy: 'DEBT' }]
          : [];
        await sameEnd(
          purse,
          [spend(spent), ...debt, undo('REFUND', 'r1', 's', first), undo('REFUND', 'r2', 's', second)],
          [spend(spent), ...debt, undo('REFUND', 'r', 's', first + second)],
        );
      }),
      runs,
    ));

  it('spending and taking some back is spending the rest', () =>
    fc.assert(
      fc.asyncProperty(purses, percents, percents, async (purse, percent, part) => {
        const spent = share(purse, percent);
        const back = Math.floor((spent * part) / 100);
        if (back === 0 || back === spent) return;
        await sameEnd(purse, [spend(spent), undo('REFUND', 'r', 's', back)], [spend(spent - back)]);
      }),
      runs,
    ));

  it('clawbacks in parts are one clawback', () =>
    fc.assert(
      fc.asyncProperty(purses, percents, percents, async (purse, percent, part) => {
        const earned = purse[0]?.points ?? 1;
        const some = Math.floor((earned * part) / 100);
        if (some === 0 || some === earned) return;
        const back = (key: string, points: number): Request => ({
          kind: 'CLAWBACK',
          key,
          refKey: 'e0',
          points,
          policy: 'DEBT',
        });
        const before = [spend(share(purse, percent))];
        await sameEnd(purse, [...before, back('c1', some), back('c2', earned)], [...before, back('c', earned)]);
      }),
      runs,
    ));

  it('a return costs the same whether what has expired was swept before it or is swept after it', () =>
    fc.assert(
      fc.asyncProperty(percents, percents, fc.integer({ min: 1, max: 40 }), async (used, back, points) => {
        const world = await newWorld(database, 2);
        const [spent, returned] = [Math.floor((points * used) / 100), Math.ceil((points * back) / 100)];
        for (const member of [0, 1]) {
          await fill(world, member, [{ points, lifeDays: 2 }]);
          if (spent > 0) await play(world, member, [spend(spent)]);
        }
        const [late, all] = [day(9), { kind: 'CLAWBACK', refKey: 'e0', policy: 'DEBT', at: day(9) } as const];
        await play(world, 0, [{ ...all, key: 'c1', points: returned }]);
        await sweep(world, late);
        await play(world, 1, [{ ...all, key: 'c1', points: returned }]);
        for (const member of [0, 1]) await play(world, member, [{ ...all, key: 'c2', points }]);
        expect(await balances(world, 0)).toEqual(await balances(world, 1));
        expect(await balances(world, 0)).toMatchObject({ available: 0, debt: spent });
        expect(await verifyInvariants(database, world.programmeId)).toEqual([]);
      }),
      { numRuns: 10 },
    ));

  it('an earn that is cancelled while pending leaves the balance as it was', () =>
    fc.assert(
      fc.asyncProperty(purses, async (purse) => {
        const world = await newWorld(database, 1);
        await fill(world, 0, purse);
        const before = await balances(world, 0);
        await play(world, 0, [
          { kind: 'EARN', key: 'p', points: 9, availableAt: day(20) },
          { kind: 'CANCEL_PENDING', key: 'x', refKey: 'p' },
        ]);
        expect(await balances(world, 0)).toEqual(before);
      }),
      { numRuns: 5 },
    ));

  it('two spends go through exactly when one of both together would', () =>
    fc.assert(
      fc.asyncProperty(
        purses,
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 1, max: 80 }),
        async (purse, a, b) => {
          const world = await newWorld(database, 2);
          await fill(world, 0, purse);
          await fill(world, 1, purse);
          const both = await play(world, 0, [spend(a, 'a'), spend(b, 'b')]);
          expect(both.every(Boolean)).toEqual((await play(world, 1, [spend(a + b)]))[0]);
        },
      ),
      runs,
    ));

  it("members' requests may come in any order between members", () =>
    fc.assert(
      fc.asyncProperty(
        purses,
        fc.shuffledSubarray([0, 1, 2, 0, 1, 2, 0, 1, 2], { minLength: 9 }),
        async (purse, order) => {
          const ends = [];
          for (const turns of [[0, 0, 0, 1, 1, 1, 2, 2, 2], order]) {
            const world = await newWorld(database, 3);
            for (const member of [0, 1, 2]) await fill(world, member, purse);
            const left = [0, 1, 2].map(() => [spend(7), hold(5), undo('RELEASE', 'r', 'h', 2)]);
            for (const member of turns) await play(world, member, left[member]?.splice(0, 1) ?? []);
            ends.push(await readLots(world));
          }
          expect(ends[0]).toEqual(ends[1]);
        },
      ),
      { numRuns: 10 },
    ));
});

describe('nobody gains by going round', () => {
  const steps = fc.array(
    fc.record({ order: fc.nat({ max: 4 }), turn: fc.nat({ max: 4 }), points: fc.integer({ min: 1, max: 40 }) }),
    {
      minLength: 5,
      maxLength: 30,
    },
  );
  it('buying, spending, cancelling the redemption and returning the goods in any order leaves what was kept, and no more', () =>
    fc.assert(
      fc.asyncProperty(steps, async (story) => {
        const world = await newWorld(database, 1);
        const kept = new Map<string, number>();
        const redeemed = new Map<string, number>();
        let n = 0;
        for (const { order, turn, points } of story) {
          const key = `k${(n += 1)}`;
          const bought = `buy${order}`;
          if (turn === 0 && !kept.has(bought)) {
            await posted(world, { kind: 'EARN', member: 0, at: today, key: bought, points });
            kept.set(bought, points);
          } else if (turn === 1) {
            const { ok } = await postOne(world, { kind: 'SPEND', member: 0, at: today, key, points });
            if (ok) redeemed.set(key, points);
          } else if (turn === 2) {
            const [refKey] = [...redeemed.keys()].slice(-1);
            if (refKey === undefined) continue;
            const { ok } = await postOne(world, { kind: 'REFUND', member: 0, at: today, key, refKey, points });
            if (ok) redeemed.set(refKey, (redeemed.get(refKey) ?? 0) - points);
          } else if (kept.has(bought)) {
            // The goods of an order go back, or some of them: told again, it takes nothing more.
            const { points: earned } = { points: kept.get(bought) ?? 0 };
            const request = { kind: 'CLAWBACK', member: 0, at: today, key, refKey: bought, policy: 'DEBT' } as const;
            const answer = await postOne(world, { ...request, points: turn === 3 ? Math.min(points, earned) : points });
            if (answer.ok) kept.set(bought, earned - answer.points);
          }
        }
        const { available, debt } = await balances(world, 0);
        const sum = (amounts: Map<string, number>) =>
          [...amounts.values()].reduce((total, amount) => total + amount, 0);
        expect(available - debt + sum(redeemed)).toBe(sum(kept));
      }),
      runs,
    ));
});

describe('time alone', () => {
  it('never gives points: what is available or held only falls as days pass', () =>
    fc.assert(
      fc.asyncProperty(purses, percents, async (purse, percent) => {
        const world = await newWorld(database, 1);
        await fill(world, 0, purse);
        await play(world, 0, [{ ...hold(share(purse, percent)), expiresAt: today + 3 * 86_400_000 }]);
        let before = totalOf(purse);
        for (let days = 1; days <= 9; days += 2) {
          const now = today + days * 86_400_000;
          await releaseDueHolds(database, { programmeId: world.programmeId, now: new Date(now) });
          await sweep(world, now);
          const { available, held } = await balances(world, 0);
          expect(available + held).toBeLessThanOrEqual(before);
          before = available + held;
        }
        expect(await verifyInvariants(database, world.programmeId)).toEqual([]);
      }),
      { numRuns: 10 },
    ));
});

describe('what was answered stays answered', () => {
  it('any requests, repeated in any order by many callers at once, get their first answers and change nothing', async () => {
    const world = await newWorld(database, 3);
    const all: Operation[] = [0, 1, 2].flatMap((member): Operation[] => [
      { kind: 'EARN', member, at: today, key: `e${member}`, points: 50 },
      { kind: 'SPEND', member, at: today, key: `s${member}`, points: 20 },
      { kind: 'REFUND', member, at: today, key: `r${member}`, refKey: `s${member}`, points: 5 },
      { kind: 'CLAWBACK', member, at: today, key: `c${member}`, refKey: `e${member}`, points: 45, policy: 'DEBT' },
      { kind: 'ADJUST', member, at: today, key: `a${member}`, points: 12, reason: 'sorry' },
    ]);
    const answers = [];
    for (const operation of all) answers.push(await posted(world, operation));
    const before = await everyRow(world);
    const again = [...all, ...all].reverse();
    const repeated = await Promise.all(again.map((operation) => postOne(world, operation)));
    expect(repeated).toEqual([...answers, ...answers].reverse().map((answer) => ({ ...answer, replayed: true })));
    expect(await everyRow(world)).toEqual(before);
  });

  it.each<[string, Partial<Operation>]>([
    ['too many points spent', { kind: 'SPEND', points: 1_000 }],
    ['too many points held', { kind: 'HOLD', points: 1_000, expiresAt: day(9) }],
    ['a used key', { kind: 'EARN', key: 'm0/e0', points: 99 }],
    ['an unknown hold', { kind: 'CAPTURE', refKey: 'none' }],
    ['more than was spent returned', { kind: 'REFUND', refKey: 'm0/s', points: 6 }],
    ['more than was earned clawed back', { kind: 'CLAWBACK', refKey: 'm0/e0', points: 99 }],
    ['an earn that is not pending confirmed', { kind: 'CONFIRM', refKey: 'm0/e0' }],
    ['no reason', { kind: 'ADJUST', points: 5, reason: '' }],
  ])('a refusal for %s leaves every row as it was, to the byte', async (_, wrong) => {
    const world = await newWorld(database, 2);
    await fill(world, 0, [{ points: 50, lifeDays: 0 }]);
    await play(world, 0, [spend(5)]);
    const before = await everyRow(world);
    expect(await postOne(world, { kind: 'EARN', member: 0, at: today, key: 'new', ...wrong })).toMatchObject({
      ok: false,
    });
    expect(await everyRow(world)).toEqual(before);
  });
});

/** Every row of the ledger that belongs to a programme, as text, with its place in the file: an update in place shows too. */
async function everyRow({ programmeId }: LedgerWorld): Promise<unknown> {
  return database.$queryRaw`
    SELECT b.ctid::text || b.xmin::text || b::text AS row FROM ledger.member_balance b WHERE programme_id = ${programmeId}::smallint
    UNION ALL SELECT t.ctid::text || t::text FROM ledger.txn t WHERE programme_id = ${programmeId}::smallint
    UNION ALL SELECT p.ctid::text || p::text FROM ledger.posting p WHERE programme_id = ${programmeId}::smallint
    UNION ALL SELECT l.ctid::text || l::text FROM ledger.lot l WHERE programme_id = ${programmeId}::smallint
    UNION ALL SELECT h.ctid::text || h::text FROM ledger.hold h WHERE programme_id = ${programmeId}::smallint
    UNION ALL SELECT m.ctid::text || m::text FROM ledger.lot_move m JOIN ledger.txn t ON t.id = m.txn_id
      WHERE t.programme_id = ${programmeId}::smallint
    UNION ALL SELECT c.ctid::text || c::text FROM ledger.reversal_cap c JOIN ledger.txn t ON t.id = c.orig_txn_id
      WHERE t.programme_id = ${programmeId}::smallint
    ORDER BY 1`;
}
