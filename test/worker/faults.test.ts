import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { type Stack, startStack } from '../../devstack/stack.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { type Database, openDatabase } from '../../platform/database.ts';
import { addMembers, type EngineWorld, join, openWorld, until } from '../support/engine.ts';
import { uniqueTaskQueue } from '../support/temporal.ts';

// A stack of the test's own: its servers are stopped in the middle of the work.
const dir = mkdtempSync(joinPath(tmpdir(), 'perennial-faults-'));
let stack: Stack;
let database: Database;
let world: EngineWorld;
let taskQueue: string;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  stack = await startStack({ dir, volatile: true });
  database = openDatabase(stack.databaseUrl, { poolSizeMax: 10 });
  world = await openWorld({ settings: { story: 'drip' }, on: { url: stack.databaseUrl, database } });
  taskQueue = uniqueTaskQueue('faults');
});
afterEach(() => workers.splice(0).forEach((worker) => worker.kill('SIGKILL')));
afterAll(async () => {
  await database.$disconnect();
  await stack.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** A worker in a process of its own. */
async function startWorkerProcess(): Promise<ChildProcess> {
  const script = joinPath(packageRoot(), 'test/support/engine-worker-process.ts');
  const args = ['--import', 'tsx', script, stack.databaseUrl, stack.temporalAddress, taskQueue];
  const worker = spawn(process.execPath, args, { cwd: packageRoot(), stdio: ['ignore', 'pipe', 'inherit'] });
  workers.push(worker);
  await once(worker.stdout, 'data');
  return worker;
}

const membersMax = 120;
const dropsOf = (memberIds: readonly bigint[]) =>
  database.step.count({ where: { memberId: { in: [...memberIds] } } }).catch(() => 0);

/** Enrols members, lets `interfere` do its worst while they are half way, and waits for all of them to end. */
async function dripThrough(interfere: (drops: (count: number) => Promise<unknown>) => Promise<unknown>) {
  const memberIds = await addMembers(
    world,
    Array.from({ length: membersMax }, () => null),
  );
  await join(world, memberIds);
  await interfere((count) =>
    until(
      () => dropsOf(memberIds),
      (drops) => drops >= count,
      { withinMs: 40_000 },
    ),
  );
  const enrolments = await until(
    () => database.enrolment.findMany({ where: { memberId: { in: memberIds } } }).catch(() => []),
    (rows) => rows.length === membersMax && rows.every(({ status }) => status !== 'active'),
    { withinMs: 60_000, everyMs: 200 },
  );
  const lots = await database.ledgerLot.groupBy({
    by: ['memberId'],
    where: { memberId: { in: memberIds } },
    _count: true,
  });
  return {
    endings: new Set(enrolments.map(({ reason }) => reason)),
    lotsEach: new Set(lots.map(({ _count }) => _count)),
  };
}

/** Every member went through all five drops, each of them once, and the ledger holds. */
async function expectWhole({ endings, lotsEach }: Awaited<ReturnType<typeof dripThrough>>) {
  expect(endings).toEqual(new Set(['five drops']));
  expect(lotsEach).toEqual(new Set([5]));
  expect(await verifyInvariants(database)).toEqual([]);
}

describe('Nothing is lost and nothing doubled', () => {
  it('when the worker is killed in the middle and another one started', async () => {
    const worker = await startWorkerProcess();
    await expectWhole(
      await dripThrough(async (drops) => {
        await drops(membersMax + 1);
        worker.kill('SIGKILL');
        await startWorkerProcess();
      }),
    );
  });

  it('when PostgreSQL and then Temporal go away in the middle and come back', async () => {
    await startWorkerProcess();
    await expectWhole(
      await dripThrough(async (drops) => {
        await drops(membersMax + 1);
        await stack.restartPostgres('immediate');
        await drops(2 * membersMax + 1);
        await stack.restartTemporal();
      }),
    );
  });
});
