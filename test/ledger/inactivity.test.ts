import * as fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lapsesAt } from '../../modules/programme/rules-inactivity.ts';
import { balanceOf, expiringLots } from '../../modules/ledger/rows-balances.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { lapseDue } from '../../modules/ledger/sweep.ts';
import type { Database } from '../../platform/database.ts';
import { expiredPoints } from '../../modules/ledger/rows-expired.ts';
import { freshDatabase } from '../support/database.ts';
import { lapse, sweep } from '../support/ledger-commands.ts';
import type { Operation } from '../support/ledger-model.ts';
import { day, type LedgerWorld, newWorld, posted } from '../support/ledger-world.ts';

let database: Database;
let world: LedgerWorld;
beforeAll(async () => {
  ({ database } = await freshDatabase());
});
beforeEach(async () => {
  world = await newWorld(database, 3, { expiry: { kind: 'never', inactivityDays: 60 } });
});

/** The last instant of a day: when points that were renewed 60 days before lapse. */
const endOf = (n: number) => day(n + 1) - 1;
const available = async (member = 0) =>
  (await balanceOf(database, { programmeId: world.programmeId, memberId: world.memberIds[member] ?? 0n })).available;
const earn = (key: string, onDay: number, more: Partial<Operation> = {}) =>
  posted(world, { kind: 'EARN', member: 0, key, at: day(onDay), points: 100, ...more });
const post = (kind: Operation['kind'], onDay: number, more: Partial<Operation> = {}) =>
  posted(world, { kind, member: 0, key: `${kind} ${onDay}`, at: day(onDay), points: 10, ...more });
const sound = async () => expect(await verifyInvariants(database, world.programmeId)).toEqual([]);

describe('points lapse when their member is not active for 60 days', () => {
  it('as the 60th day ends, all lots together, and not a moment before', async () => {
    await earn('a', 0);
    await earn('b', 5);
    expect(await lapse(world, endOf(65) - 1)).toBe(0);
    expect(await lapse(world, endOf(65))).toBe(200);
    expect(await lapse(world, endOf(65))).toBe(0);
    expect(await available()).toBe(0);
    await sound();
  });

  it('and the transaction says why', async () => {
    await earn('a', 5);
    await lapse(world, day(70));
    const [txn] = await database.ledgerTxn.findMany({ where: { programmeId: world.programmeId, kind: 'EXPIRE' } });
    expect(txn).toMatchObject({
      ...{ amount: 100n, sourceType: 'inactivity', sourceId: String(endOf(65)), actor: 'sweep' },
      reason: 'no activity since 6 January 2026',
    });
    expect(txn?.idemKey).toBe(`expire:inactive:${world.memberIds[0]}:2`);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['an order', () => earn('order', 50)],
    ['an order whose points are pending', () => earn('order', 50, { availableAt: day(55) })],
    ['a redemption', () => post('SPEND', 50)],
    ['points reserved for a redemption', () => post('HOLD', 50, { expiresAt: day(52) })],
  ])('%s renews them all', async (_, act) => {
    await earn('a', 0);
    await act();
    expect(await lapse(world, day(100))).toBe(0);
    await sound();
  });

  it.each<[string, () => Promise<unknown>]>([
    ["a campaign's gift", () => earn('gift', 50, { gift: true })],
    ['points that staff add', () => post('ADJUST', 50, { reason: 'sorry', expiresAt: null })],
    ['points that staff take', () => post('ADJUST', 50, { points: -10, reason: 'mistake' })],
    ['what is taken back for a return', () => post('CLAWBACK', 50, { refKey: 'a', policy: 'DEBT' })],
    ['a redemption that is given back', () => post('REFUND', 50, { refKey: 'SPEND 0' })],
    ['points that expire', async () => void (await sweep(world, day(50)))],
  ])('%s does not', async (_, act) => {
    await earn('a', 0);
    await earn('short', 0, { expiresAt: day(40) });
    await post('SPEND', 0);
    await act();
    expect(await lapse(world, day(70))).toBeGreaterThan(0);
    await sound();
  });

  it('but a gift has a whole period of its own, also for a member who was long gone', async () => {
    await earn('a', 0);
    await earn('gift', 50, { gift: true });
    expect(await lapse(world, day(70))).toBe(100);
    expect(await available()).toBe(100);
    expect(await lapse(world, endOf(110))).toBe(100);
  });

  it('and points with an earlier end of their own keep it', async () => {
    await earn('a', 0, { expiresAt: day(30) });
    expect(await lapse(world, day(40))).toBe(0);
    expect(await sweep(world, day(40))).toBe(100);
  });

  it('but neither while they are pending nor while they are held', async () => {
    await earn('a', 0);
    await post('HOLD', 0, { points: 40, expiresAt: day(90) });
    await earn('p', 0, { availableAt: day(90) });
    expect(await lapse(world, day(80))).toBe(60);
    await posted(world, { kind: 'RELEASE', member: 0, key: 'r', at: day(81), refKey: 'HOLD 0' });
    expect(await lapse(world, day(81))).toBe(40);
    await sound();
  });

  it('in the order things happened, not in which they are heard of', async () => {
    await earn('a', 40);
    await earn('late', 10);
    expect(await lapse(world, endOf(100) - 1)).toBe(0);
    await earn('later', 45);
    expect(await lapse(world, endOf(100))).toBe(0);
    expect(await lapse(world, endOf(105))).toBe(300);
  });

  it('for good: an order that is heard of afterwards brings only its own points', async () => {
    await earn('a', 0);
    await lapse(world, day(70));
    await earn('late', 55);
    expect(await available()).toBe(100);
    expect(await lapse(world, endOf(115))).toBe(100);
    await sound();
  });

  it.each([1, 2, 1_000])('to the same end in pages of %i members that look at as many', async (size) => {
    for (const member of [0, 1, 2]) await earn(`m${member}`, 0, { member });
    const page = { programmeId: world.programmeId, now: new Date(day(70)), membersMax: size, scannedMax: size };
    let [points, pages, afterMemberId]: [number, number, bigint | null] = [0, 0, null];
    do {
      const taken: Awaited<ReturnType<typeof lapseDue>> = await lapseDue(database, { ...page, afterMemberId });
      points += taken.points;
      pages += 1;
      afterMemberId = taken.nextAfterMemberId;
    } while (afterMemberId !== null);
    expect([points, pages]).toEqual([300, size === 1_000 ? 1 : size === 1 ? 4 : 2]);
    await sound();
  });

  it('in no programme without the rule', async () => {
    const other = await newWorld(database);
    await posted(other, { kind: 'EARN', member: 0, key: 'a', at: day(0), points: 100 });
    expect(await lapse(other, day(9_000))).toBe(0);
  });
});

describe('the day on which points lapse', () => {
  const near = (untilDay: number) =>
    expiringLots(database, {
      ...{ programmeId: world.programmeId, memberIds: world.memberIds },
      ...{ fromAt: new Date(day(0)), untilAt: new Date(day(untilDay)) },
    });

  it('is told with the lots that are near their end, and moves with activity', async () => {
    await earn('a', 0);
    await earn('short', 0, { points: 20, expiresAt: day(30) });
    expect(await near(70)).toMatchObject([
      { points: 20, expiresAt: new Date(day(30)), lapses: false },
      { points: 100, expiresAt: new Date(endOf(60)), lapses: true },
    ]);
    await post('SPEND', 20, { points: 20 });
    expect(await near(70)).toEqual([]);
    expect(await near(90)).toMatchObject([{ points: 100, expiresAt: new Date(endOf(80)), lapses: true }]);
  });

  it('is what the lapse is counted under afterwards', async () => {
    await earn('a', 0);
    await lapse(world, day(63));
    const window = (fromDay: number, untilDay: number) => ({
      ...{ memberId: String(world.memberIds[0]), fromAt: day(fromDay), untilAt: day(untilDay) },
    });
    const windows = [window(50, 62), window(50, 60), window(61, 70)];
    expect(await expiredPoints(database, world.programmeId, windows)).toEqual([100, 0, 0]);
  });

  it('is the same in the database as in the rules, in every zone', async () => {
    const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    const months = fc.tuple(fc.integer({ min: 2, max: 120 }), fc.constant(undefined));
    const days = fc.tuple(fc.constant(undefined), fc.integer({ min: 60, max: 3_650 }));
    const zone = fc.constantFrom('UTC', 'Europe/London', 'Asia/Shanghai', 'America/Sao_Paulo', 'Australia/Lord_Howe');
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(months, days),
        instant,
        zone,
        async ([inactivityMonths, inactivityDays], last, where) => {
          const [row] = await database.$queryRaw<[{ at: Date }]>`
          SELECT ledger.lapses_at(${inactivityMonths ?? null}::int, ${inactivityDays ?? null}::int, ${where}, ${last}::timestamptz) AS at`;
          const rule = {
            ...(inactivityMonths === undefined ? {} : { inactivityMonths }),
            ...(inactivityDays === undefined ? {} : { inactivityDays }),
          };
          expect(row.at).toEqual(lapsesAt(rule, { activeAt: last, availableAt: new Date(0) }, where));
        },
      ),
      { numRuns: 300 },
    );
  });
});
