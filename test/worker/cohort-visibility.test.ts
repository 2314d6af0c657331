import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../platform/metrics.ts';
import { registerSearchAttributes } from '../../platform/search-attributes.ts';
import { bundleWorkflows } from '../../worker/bundle.ts';
import { createCohortVisibility } from '../../worker/cohort-visibility.ts';
import { recover } from '../../worker/recover.ts';
import { cohortWorkflowId } from '../../workflows/contract.ts';
import {
  addMembers,
  type EngineWorld,
  happen,
  join,
  openClient,
  openWorld,
  quietLogger,
  until,
} from '../support/engine.ts';
import { newNamespace, temporalAddress, uniqueTaskQueue } from '../support/temporal.ts';
import { useWorkers } from '../support/use-workers.ts';

const workers = useWorkers();

/** Cohorts that wait for an order. */
async function waitingWorld() {
  const world = await openWorld({ settings: { story: 'orders' } });
  return { world, taskQueue: uniqueTaskQueue('visibility') };
}

/** Ids of the running workflows of a queue that a query finds, as somebody types it into Temporal's UI. */
async function listed(taskQueue: string, query: string): Promise<string[]> {
  const ids: string[] = [];
  const ours = `TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of workers.client().workflow.list({ query: `${ours} AND ${query}` }))
    ids.push(workflowId);
  return ids.sort();
}

const cohortsOf = async ({ database }: EngineWorld) =>
  (await database.cohort.findMany({ where: { endedAt: null }, orderBy: { id: 'asc' } })).map(({ id }) => String(id));
const started = (world: EngineWorld, count: number) =>
  until(
    () => world.database.cohort.count({ where: { startedAt: { not: null }, endedAt: null } }),
    (cohorts) => cohorts === count,
  );

describe('The cohorts of a campaign', () => {
  it('are found in Temporal by programme, campaign and lifecycle, and say what they carry', async () => {
    const { world, taskQueue } = await waitingWorld();
    await workers.start(world, taskQueue);
    await join(world, await addMembers(world, [null, null, null]));
    await started(world, 1);
    const [cohortId = ''] = await cohortsOf(world);
    const workflowId = cohortWorkflowId(taskQueue, cohortId);

    const all = "PerennialProgramme = 'test' AND PerennialCampaign = 'test' AND PerennialLifecycle = 'onboarding-gift'";
    await until(
      () => listed(taskQueue, all),
      (ids) => ids.length > 0,
    );
    expect(await listed(taskQueue, all)).toEqual([workflowId]);
    expect(await listed(taskQueue, "PerennialCampaign = 'another'")).toEqual([]);
    const { memo } = await workers.client().workflow.getHandle(workflowId).describe();
    expect(memo).toEqual({ programme: 'test', campaign: 'test', version: 1, cohort: cohortId, size: 3 });
  });

  it('still are after going on as new, and after they were rebuilt', async () => {
    const { world, taskQueue } = await waitingWorld();
    const restless = fileURLToPath(new URL('../support/restless-workflows.ts', import.meta.url));
    await workers.start(world, taskQueue, { bundle: await bundleWorkflows(restless) });
    const [ada = 0n] = await addMembers(world, [null]);
    await join(world, [ada]);
    await started(world, 1);
    const [first = ''] = await cohortsOf(world);
    const handle = workers.client().workflow.getHandle(cohortWorkflowId(taskQueue, first));
    const { runId } = await handle.describe();
    await happen(world, [{ memberId: ada, type: 'order.placed', data: { amountMinor: 1 } }]);

    const again = await until(
      () => handle.describe(),
      (description) => description.runId !== runId,
    );
    const labels = {
      searchAttributes: {
        PerennialProgramme: ['test'],
        PerennialCampaign: ['test'],
        PerennialLifecycle: ['onboarding-gift'],
      },
      memo: { campaign: 'test', cohort: first },
    };
    expect(again).toMatchObject(labels);

    await recover({ ...world, client: workers.client(), taskQueue }, { dryRun: false, force: true, actor: 'test' });
    await started(world, 1);
    const [rebuilt = ''] = await cohortsOf(world);
    expect(rebuilt).not.toBe(first);
    expect(await workers.client().workflow.getHandle(cohortWorkflowId(taskQueue, rebuilt)).describe()).toMatchObject({
      ...labels,
      memo: { cohort: rebuilt },
    });
  });
});

describe('On a server that does not know the search attributes', () => {
  it('cohorts start without them and the metrics say so; those registered later are taken', async () => {
    const namespace = await newNamespace(workers.client());
    const { world, taskQueue } = await waitingWorld();
    const metrics = createMetrics();
    const temporal = { connection: { address: temporalAddress() }, namespace };
    const before = await workers.start(world, taskQueue, { temporal, metrics });
    await join(world, await addMembers(world, [null]));
    await started(world, 1);
    const unlabelled = /cohorts_without_search_attributes_total 1\n/;
    expect(await metrics.registry.metrics()).toMatch(unlabelled);
    expect(await metrics.registry.metrics()).toMatch(/cohorts_started_total 1\n/);
    const [cohortId = ''] = await cohortsOf(world);
    const there = await openClient(temporalAddress(), namespace);
    const handle = there.client.workflow.getHandle(cohortWorkflowId(taskQueue, cohortId));
    expect(await handle.describe()).toMatchObject({ memo: { campaign: 'test' }, searchAttributes: {} });

    await registerSearchAttributes(there.client.connection, namespace);
    await before.stop();
    await workers.start(world, taskQueue, { temporal, metrics });
    await join(world, await addMembers(world, [null]));
    await started(world, 2);
    expect(await metrics.registry.metrics()).toMatch(unlabelled);
    const query = "PerennialCampaign = 'test'";
    await until(
      async () => (await there.client.workflow.count(query)).count,
      (count) => count === 1,
    );
    await there.close();
  });

  it('one start in five minutes finds out whether it has learned them', async () => {
    const namespace = await newNamespace(workers.client());
    const there = await openClient(temporalAddress(), namespace);
    const warnings: unknown[] = [];
    const logger = quietLogger.child({});
    logger.warn = (line: unknown) => void warnings.push(line);
    let now = 1_000_000;
    const visibility = createCohortVisibility({ logger, metrics: createMetrics() }, () => now);
    const tried: boolean[] = [];
    const start = async (id: string) => {
      const labels = { id, programme: 'p', campaign: 'c', version: 1, lifecycle: 'win-back', size: 1 } as const;
      await visibility.start(labels, async (labelled) => {
        tried.push(labelled.typedSearchAttributes !== undefined);
        const options = { workflowId: id, taskQueue: 'nobody', args: [], ...labelled };
        await there.client.workflow.start('cohort', options);
      });
    };
    await start('1');
    await start('2');
    now += 5 * 60_000;
    await start('3');
    expect(tried).toEqual([true, false, false, true, false]);
    expect(warnings).toHaveLength(1);
    await registerSearchAttributes(there.client.connection, namespace);
    now += 5 * 60_000;
    await start('4');
    await start('5');
    expect(tried.slice(5)).toEqual([true, true]);
    // What is wrong for another reason stays an error, and is not laid at their door.
    await expect(start('x'.repeat(2_000))).rejects.toThrow();
    expect(tried.slice(7)).toEqual([true, false]);
    await start('6');
    expect(tried.slice(9)).toEqual([true]);
    await there.close();
  });
});
