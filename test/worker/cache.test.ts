import { describe, expect, it } from 'vitest';
import { formCohorts } from '../../modules/enrolments/rows-cohorts.ts';
import { createMetrics, type Metrics } from '../../platform/metrics.ts';
import type { RunningWorker } from '../../worker/worker.ts';
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
  }, 120_000);

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
