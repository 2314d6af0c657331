import { beforeAll, describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { createLedger } from '../../modules/ledger/ledger.ts';
import type { LedgerAnswer } from '../../modules/ledger/requests.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { day, type LedgerWorld, newWorld } from '../support/ledger-world.ts';

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase());
});

const requestOf = (world: LedgerWorld, member: number, key: string) => ({
  programmeId: world.programmeId,
  memberId: world.memberIds[member] ?? 0n,
  key,
  at: new Date(day(1)),
  source: { type: 'test', id: '1' },
  actor: 'test',
});
const earnOf = (world: LedgerWorld, member: number, key: string, points = 10) => ({
  ...requestOf(world, member, key),
  points,
  expiresAt: null,
});

/** Transactions of PostgreSQL that posted something for the world: one for each batch. */
async function batchesOf({ programmeId }: LedgerWorld): Promise<number> {
  const [{ batches }] = await database.$queryRaw<[{ batches: bigint }]>`
    SELECT count(DISTINCT xid::text) AS batches FROM ledger.txn WHERE programme_id = ${programmeId}::smallint`;
  return Number(batches);
}

describe('single calls', () => {
  it('made at the same moment travel together, and each gets its own answer', async () => {
    const world = await newWorld(database, 50);
    const ledger = createLedger(database);
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) => ledger.earn(earnOf(world, n % 50, `k${n}`, 1 + (n % 7)))),
    );
    expect(answers.map((answer) => answer.ok && answer.points)).toEqual(answers.map((_, n) => 1 + (n % 7)));
    expect(await batchesOf(world)).toBeLessThan(20);
    expect(await verifyInvariants(database, world.programmeId)).toEqual([]);
  });

  it('of every kind are understood', async () => {
    const world = await newWorld(database);
    const ledger = createLedger(database);
    const of = (key: string) => requestOf(world, 0, key);
    const steps: (() => Promise<LedgerAnswer>)[] = [
      () => ledger.earn(earnOf(world, 0, 'e', 100)),
      () => ledger.earn({ ...earnOf(world, 0, 'p', 50), availableAt: new Date(day(9)) }),
      () => ledger.confirm({ ...of('c'), earnKey: 'p' }),
      () => ledger.earn({ ...earnOf(world, 0, 'p2', 50), availableAt: new Date(day(9)) }),
      () => ledger.cancelPending({ ...of('x'), earnKey: 'p2' }),
      () => ledger.spend({ ...of('s'), points: 30 }),
      () => ledger.refund({ ...of('rf'), redemptionKey: 's', points: 10 }),
      () => ledger.hold({ ...of('h'), points: 20, expiresAt: new Date(day(2)) }),
      () => ledger.capture({ ...of('ca'), holdKey: 'h', points: 5 }),
      () => ledger.release({ ...of('re'), holdKey: 'h' }),
      () => ledger.clawback({ ...of('cb'), earnKey: 'e', totalPoints: 60, policy: 'CLAMP' }),
      () => ledger.adjust({ ...of('a'), points: 3, reason: 'sorry' }),
      () => ledger.forfeit({ ...of('f'), reason: 'left' }),
    ];
    const answers = [];
    for (const step of steps) answers.push(await step());
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(answers.at(-1)).toMatchObject({ points: 150 - 20 - 5 - 60 + 3, balance: { available: 0 } });
  });

  it('that overdraw together are told apart', async () => {
    const world = await newWorld(database);
    const ledger = createLedger(database);
    await ledger.earn(earnOf(world, 0, 'e', 100));
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => ledger.spend({ ...requestOf(world, 0, `s${n}`), points: 30 })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(3);
  });

  it('with something PostgreSQL cannot take at all fail alone', async () => {
    const world = await newWorld(database);
    const ledger = createLedger(database);
    const odd = { ...earnOf(world, 0, 'odd'), programmeId: 3_000_000_000 };
    const calls = [ledger.earn(earnOf(world, 0, 'a')), ledger.earn(odd), ledger.earn(earnOf(world, 0, 'b'))];
    const [first, second, third] = await Promise.allSettled(calls);
    expect(second?.status).toBe('rejected');
    expect([first, third]).toMatchObject([{ value: { ok: true } }, { value: { ok: true } }]);
  });

  it('with nonsense for a request fail before they go anywhere', async () => {
    const world = await newWorld(database);
    const ledger = createLedger(database);
    const nonsense = { ...earnOf(world, 0, 'k'), source: undefined } as unknown as Parameters<typeof ledger.earn>[0];
    await expect(ledger.earn(nonsense)).rejects.toThrow(TypeError);
    expect(await ledger.earn(earnOf(world, 0, 'k'))).toMatchObject({ ok: true });
  });

  it('beyond the bound are refused at once, and the ones before are answered', async () => {
    const world = await newWorld(database, 10);
    const ledger = createLedger(database);
    const calls = Array.from({ length: 20_050 }, (_, n) => ledger.earn(earnOf(world, n % 10, `k${n}`)));
    const settled = await Promise.allSettled(calls);
    const refused = settled.filter((call) => call.status === 'rejected');
    expect(refused).toHaveLength(50);
    expect(refused[0]?.reason).toMatchObject({ name: 'LedgerBusyError' });
    expect(settled.filter((call) => call.status === 'fulfilled' && call.value.ok)).toHaveLength(20_000);
  }, 60_000);

  it('wait while somebody else has their member, without holding up other members', async () => {
    const world = await newWorld(database, 2);
    const ledger = createLedger(database);
    let blockedIsDone = false;
    const blocked = await inTransaction(database, async (tx) => {
      await tx.$executeRaw`SELECT ledger.lock_members(ARRAY[${world.memberIds[0]}::bigint])`;
      const call = ledger.earn(earnOf(world, 0, 'blocked')).then((answer) => {
        blockedIsDone = true;
        return answer;
      });
      expect(await ledger.earn(earnOf(world, 1, 'free'))).toMatchObject({ ok: true });
      expect(blockedIsDone).toBe(false);
      return { call };
    });
    expect(await blocked.call).toMatchObject({ ok: true });
  });
});
