import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join as joinPath } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { askWhereabouts } from '../../worker/where-is.ts';
import { addMembers, happen, join, openWorld, until } from '../support/engine.ts';
import { temporalAddress, uniqueTaskQueue } from '../support/temporal.ts';

const workers: ChildProcess[] = [];
const killAll = () => Promise.all(workers.splice(0).map(kill));
afterEach(killAll);
afterAll(killAll);

async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const gone = once(worker, 'exit');
  worker.kill('SIGKILL');
  await gone;
}

/** A worker of a build in a process of its own; the build says how the story `deployed` goes (engine-stories.ts). */
async function startBuild(build: string, url: string, taskQueue: string): Promise<ChildProcess> {
  const script = joinPath(packageRoot(), 'test/support/engine-worker-process.ts');
  const worker = spawn(process.execPath, ['--import', 'tsx', script, url, temporalAddress(), taskQueue], {
    ...{ cwd: packageRoot(), stdio: ['ignore', 'pipe', 'inherit'] },
    env: { ...process.env, STORY_BUILD: build },
  });
  workers.push(worker);
  if (worker.stdout) await once(worker.stdout, 'data');
  return worker;
}

const membersInside = 1_000;

describe('A story that changes under members who are inside', () => {
  it('loses nobody and doubles nothing, over a deploy by kill -9 and the way back', async () => {
    const world = await openWorld({ settings: { story: 'deployed' } });
    const { database, url } = world;
    const taskQueue = uniqueTaskQueue('deploys');
    const count = (status: string) => database.enrolment.count({ where: { status } });
    const blocked = () => database.enrolment.count({ where: { blockedAt: { not: null } } });
    const steps = (name: string) => database.step.count({ where: { name } });
    const reach = (read: () => Promise<number>, wanted: number) =>
      until(read, (found) => found === wanted, { withinMs: 120_000, everyMs: 100 });
    const order = (memberIds: readonly bigint[]) =>
      happen(
        world,
        memberIds.map((memberId) => ({ memberId, type: 'order.placed', data: { amountMinor: 100 } })),
      );

    const whereabouts = async (memberIds: readonly bigint[], distinct: 'cohortId'[] = []) => {
      const rows = await database.enrolment.findMany({ where: { memberId: { in: [...memberIds] } }, distinct });
      const asked = rows.map(({ id, cohortId }) => ({ enrolmentId: String(id), cohortId: String(cohortId) }));
      const target = { connection: { address: temporalAddress() }, namespace: 'default' };
      const found = await askWhereabouts(target, taskQueue, asked);
      return rows.map((row) => ({ ...row, where: found.get(String(row.id)) }));
    };

    // Killed before Temporal has the result, a build leaves its steps and no record: the next one goes its own way from there.
    const atRest = (memberIds: readonly bigint[]) =>
      until(
        // One of each cohort: its enrolments are answered for together.
        async () => (await whereabouts(memberIds, ['cohortId'])).map(({ where }) => where?.kind),
        (kinds) => kinds.length > 0 && kinds.every((kind) => kind === 'waits'),
        { withinMs: 120_000, everyMs: 500 },
      );

    // Build A: a gift each, and all wait for an order. Killed.
    const a = await startBuild('A', url, taskQueue);
    const inside = await addMembers(
      world,
      Array.from({ length: membersInside }, () => null),
    );
    await join(world, inside);
    await reach(() => steps('gift'), membersInside);
    await atRest(inside);
    await kill(a);

    // Build B asks for a review first: those inside do not fit it. Their orders come all the same; newcomers go its way.
    const b = await startBuild('B', url, taskQueue);
    await order(inside);
    await reach(blocked, membersInside);
    const newcomers = await addMembers(world, [null, null, null]);
    await join(world, newcomers);
    await reach(() => steps('check'), newcomers.length);
    await atRest(newcomers);
    expect(await count('active')).toBe(membersInside + newcomers.length);
    expect(await steps('gift')).toBe(membersInside + newcomers.length);
    const [first] = await whereabouts(inside.slice(0, 1));
    expect(first?.blockedReason).toMatch(/asks for "check#1" where its record has "gift#1"/);
    expect(first?.where).toMatchObject({ kind: 'blocked', reason: first?.blockedReason });
    await kill(b);

    // Back to A: the blocked go on by themselves, with the orders of the meantime; who went B's way is blocked now, and named.
    const back = await startBuild('A', url, taskQueue);
    await reach(() => count('done'), membersInside);
    await order(newcomers);
    await reach(blocked, newcomers.length);
    expect(await steps('thanks')).toBe(membersInside);
    await kill(back);

    // And B again: nobody is left behind.
    await startBuild('B', url, taskQueue);
    await reach(() => count('done'), membersInside + newcomers.length);
    expect(await blocked()).toBe(0);
    const lots = await database.ledgerLot.groupBy({ by: ['memberId'], _count: true });
    expect(lots.filter(({ _count }) => _count !== 2)).toEqual([]);
    expect(lots).toHaveLength(membersInside + newcomers.length);
    expect(await verifyInvariants(database)).toEqual([]);
  }, 300_000);
});
