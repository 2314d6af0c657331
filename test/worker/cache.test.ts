import { describe, expect, it } from 'vitest';
import { formCohorts } from '../../modules/enrolments/rows-cohorts.ts';
import { createMetrics, type Metrics } from '../../platform/metrics.ts';
import type { RunningWorker } from '../../worker/worker.ts';
import { cohortWorkflowId } from '../../workflows/contract.ts';
import { addMembers, type EngineWorld, happen, join, openWorld, until } from '../support/engine.ts';
import { uniqueTaskQueue } from '../support/temporal.ts';
import { useWorkers } from '../support/use-workers.ts';

const workers = useWorkers();
const http = { host: '127.0.0.1', port: 0 };

/** Cohorts of one member each, that give ten points on entering and whatever an order is worth. */
async function worldOfCohorts(count: number) {
  const world = await openWorld({ settings: { story: 'orders' } });
  const memberIds = await addMembers(
    world,
    Array.from({ length: count }, () => null),
  );
  for (const memberId of memberIds) {
    await join(world, [memberId]);
    const { campaignVersionId, clock, database } = world;
    await formCohorts(database, { campaignVersionId, cohortsMax: 1, now: clock.now() });
  }
  return { world, memberIds, taskQueue: uniqueTaskQueue('cache') };
}

const steps = ({ database }: EngineWorld, count: number, withinMs = 100_000) =>
  until(
    () => database.step.count(),
    (have) => have === count,
    { withinMs },
  );

const order = (memberId: bigint) => ({ memberId, type: 'order.placed', data: { amountMinor: 3 } });

/** What /metrics says of the cache, by the last word of each name. */
async function cacheOf(worker: RunningWorker): Promise<Record<string, number>> {
  const response = await fetch(`http://127.0.0.1:${worker.port}/metrics`);
  const lines = [...(await response.text()).matchAll(/^perennial_workflow_cache_(\w+?)(?:_total)? (\d+)$/gm)];
  return Object.fromEntries(lines.map(([, name = '', value]) => [name, Number(value)]));
}

async function startCounted(world: EngineWorld, taskQueue: string, cachedWorkflowsMax: number) {
  const metrics: Metrics = createMetrics();
  return workers.start(world, taskQueue, { cachedWorkflowsMax, metrics, http });
}

describe('A worker keeps cohorts in memory between their tasks', () => {
  it('counts those it found there, those it had to replay, and those it put out', async () => {
    const { world, memberIds, taskQueue } = await worldOfCohorts(12);
    const wide = await startCounted(world, taskQueue, 20);
    await steps(world, 12);
    expect(await cacheOf(wide)).toEqual({ hits: 0, misses: 0, evictions: 0, size: 12, limit: 20 });
    await happen(world, memberIds.map(order));
    await steps(world, 24);
    expect(
      await until(
        () => cacheOf(wide),
        ({ hits }) => hits === 12,
      ),
    ).toMatchObject({ misses: 0, evictions: 0 });
    await wide.stop();

    const narrow = await startCounted(world, taskQueue, 4);
    await happen(world, memberIds.map(order));
    await steps(world, 36);
    const after = await until(
      () => cacheOf(narrow),
      ({ misses }) => misses! >= 12,
    );
    expect(after).toMatchObject({ hits: 0, misses: 12, limit: 4 });
    expect(after.size).toBeLessThanOrEqual(4);
    expect(after.evictions).toBe(12 - after.size!);
  });

  it('takes a cohort that has ended for no eviction', async () => {
    const { world, memberIds, taskQueue } = await worldOfCohorts(2);
    const worker = await startCounted(world, taskQueue, 20);
    await steps(world, 2);
    for (const count of [4, 6, 8]) {
      await happen(world, memberIds.map(order));
      await steps(world, count);
    }
    expect(
      await until(
        () => cacheOf(worker),
        ({ size }) => size === 0,
      ),
    ).toMatchObject({ evictions: 0 });
  });
});

/** Every step takes a second from now on, as on a database that is busy. */
async function slowDown({ database }: EngineWorld): Promise<void> {
  await database.$executeRaw`
    CREATE FUNCTION be_slow() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_sleep(1); RETURN NULL; END'`;
  await database.$executeRaw`
    CREATE TRIGGER be_slow AFTER INSERT ON step FOR EACH STATEMENT EXECUTE FUNCTION be_slow()`;
}

/** Steps that are performed at this moment. */
async function underWay({ database }: EngineWorld): Promise<number> {
  const [row] = await database.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`;
  return row?.count ?? 0;
}

describe('Events for more cohorts than memory holds', () => {
  const many = 24;

  it('are taken one after the other: no task times out, in memory or out of it', async () => {
    const { world, memberIds, taskQueue } = await worldOfCohorts(many);
    const worker = await startCounted(world, taskQueue, 10);
    await steps(world, many);
    await slowDown(world);
    await happen(world, memberIds.map(order));
    await steps(world, 2 * many);
    const cache = await cacheOf(worker);
    expect(cache.misses).toBeGreaterThan(many / 2);
    expect(cache.size).toBeLessThanOrEqual(10);

    const cohorts = await world.database.cohort.findMany({ select: { id: true } });
    const timedOut: string[] = [];
    for (const { id } of cohorts) {
      const { events } = await workers
        .client()
        .workflow.getHandle(cohortWorkflowId(taskQueue, String(id)))
        .fetchHistory();
      for (const { workflowTaskTimedOutEventAttributes: task } of events ?? [])
        if (task) timedOut.push(`cohort ${id}, timeout ${String(task.timeoutType)}`);
    }
    expect(cohorts).toHaveLength(many);
    expect(timedOut).toEqual([]);
  });

  it('are carried as many at a time when no worker keeps the cohorts', async () => {
    const { world, memberIds, taskQueue } = await worldOfCohorts(12);
    const before = await startCounted(world, taskQueue, 50);
    await steps(world, 12);
    await before.stop();
    await slowDown(world);
    await startCounted(world, taskQueue, 50);
    await happen(world, memberIds.map(order));
    let mostAtOnce = 0;
    await until(
      async () => {
        mostAtOnce = Math.max(mostAtOnce, await underWay(world));
        return world.database.step.count();
      },
      (have) => have === 24,
      { withinMs: 100_000, everyMs: 20 },
    );
    // Four activities at once on two processors, more on more.
    expect(mostAtOnce).toBeGreaterThanOrEqual(3);
  });
});
