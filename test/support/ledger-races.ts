import { expect } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { lapse, readLots } from './ledger-commands.ts';
import type { Operation } from './ledger-model.ts';
import { day, newWorld, postAll, posted, postOne } from './ledger-world.ts';
import { untilWaitingForLocks } from './lock-waits.ts';

/** Fifty callers spend one balance at the same moment: one gets it, the others are told that it is gone. */
export async function raceForOneBalance(database: Database, callers = 50): Promise<void> {
  const world = await newWorld(database);
  await posted(world, { kind: 'EARN', member: 0, key: 'e1', at: day(0), points: 60 });
  await posted(world, { kind: 'EARN', member: 0, key: 'e2', at: day(0), points: 40, expiresAt: day(30) });
  const answers = await Promise.all(
    Array.from({ length: callers }, (_, n) =>
      postOne(world, { kind: 'SPEND', member: 0, key: `s${n}`, at: day(1), points: 100 }),
    ),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.filter((answer) => !answer.ok && answer.code === 'POINTS_INSUFFICIENT')).toHaveLength(callers - 1);
  expect(await verifyInvariants(database, world.programmeId)).toEqual([]);
}

/** A balance that an open transaction is spending: whoever comes meanwhile waits, and then finds it spent. */
export async function raceForSpentBalance(database: Database): Promise<void> {
  const world = await newWorld(database);
  const spend = (key: string, points: number) => ({ kind: 'SPEND', member: 0, key, at: day(1), points }) as const;
  await posted(world, { kind: 'EARN', member: 0, key: 'e1', at: day(0), points: 60, expiresAt: day(30) });
  await posted(world, { kind: 'EARN', member: 0, key: 'e2', at: day(0), points: 60, expiresAt: day(40) });
  const later = await whileUnderWay(
    database,
    (tx) => postOne(world, spend('first', 70), tx),
    () => Promise.all([postOne(world, spend('second', 60)), postOne(world, spend('third', 50))]),
  );
  expect(later).toMatchObject([{ ok: false, code: 'POINTS_INSUFFICIENT' }, { ok: true }]);
  expect(await verifyInvariants(database, world.programmeId)).toEqual([]);
}

/** The same request from many callers at once posts once, and every caller gets the one answer. */
export async function raceForOneKey(database: Database, callers = 20): Promise<void> {
  const world = await newWorld(database, 2);
  const earn = { kind: 'EARN', member: 0, key: 'order', at: day(0), points: 10 } as const;
  const answers = await Promise.all(Array.from({ length: callers }, () => postOne(world, earn)));
  expect(new Set(answers.map((answer) => answer.ok && answer.txnId)).size).toBe(1);
  expect(answers.filter((answer) => answer.ok && !answer.replayed)).toHaveLength(1);

  expect(await verifyInvariants(database, world.programmeId)).toEqual([]);
}

/** A key that another member's open transaction has: whoever comes later waits, is refused, and the rest of the batch is posted. */
export async function raceForKeyOfAnother(database: Database): Promise<void> {
  const world = await newWorld(database, 2);
  const batch = (member: number, ...keys: string[]): Operation[] =>
    keys.map((key) => ({ kind: 'EARN', member, key, at: day(0), points: 10 }));
  const later = await whileUnderWay(
    database,
    (tx) => postAll(world, batch(0, 'taken'), tx),
    () => postAll(world, batch(1, 'taken', 'free')),
  );
  expect(later).toMatchObject([{ ok: false, code: 'IDEMPOTENCY_KEY_REUSED' }, { ok: true }]);
  expect(await verifyInvariants(database, world.programmeId)).toEqual([]);
}

/** An earn that is not committed when the sweep looks at its member's lapsed points: the sweep waits, and leaves them. */
export async function raceOfEarnAndLapse(database: Database): Promise<void> {
  const world = await newWorld(database, 2, { expiry: { kind: 'never', inactivityDays: 60 } });
  const earn = (member: number, key: string, at: number): Operation => ({ kind: 'EARN', member, key, at, points: 60 });
  await postAll(world, [earn(0, 'old', day(0)), earn(1, 'idle', day(0))]);
  const lapsed = await whileUnderWay(
    database,
    (tx) => postOne(world, earn(0, 'order', day(70)), tx),
    () => lapse(world, day(70)),
  );
  expect(lapsed).toBe(60);
  const [active, idle] = await readLots(world);
  expect(active?.map(({ remaining }) => remaining)).toEqual([60, 60]);
  expect(idle?.map(({ remaining }) => remaining)).toEqual([0]);
  expect(await verifyInvariants(database, world.programmeId)).toEqual([]);
}

/** Keeps a transaction open until whoever came meanwhile waits for it; answers what they got after its commit. */
async function whileUnderWay<Got>(
  database: Database,
  first: (tx: Db) => Promise<unknown>,
  meanwhile: () => Promise<Got>,
): Promise<Got> {
  const later = await inTransaction(database, async (tx) => {
    await first(tx);
    const waiting = meanwhile();
    // It may fail before the answer to the commit is here: whoever awaits it hears of that.
    waiting.catch(() => undefined);
    await untilWaitingForLocks(database);
    return { waiting };
  });
  return later.waiting;
}
