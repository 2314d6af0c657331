import { temporal } from '@temporalio/proto';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../platform/metrics.ts';
import { buildVersion, keepBuildCurrent } from '../../worker/versioning.ts';
import { cohortWorkflowId } from '../../workflows/contract.ts';
import { addMembers, type EngineWorld, happen, join, openWorld, quietLogger, until } from '../support/engine.ts';
import { uniqueTaskQueue } from '../support/temporal.ts';
import { useWorkers } from '../support/use-workers.ts';

const workers = useWorkers();

/** A member who waits for orders in a cohort of a task queue of its own. */
async function waitingMember() {
  const world = await openWorld({ settings: { story: 'orders' } });
  const taskQueue = uniqueTaskQueue('builds');
  const work = async (buildId: string, versioning: boolean) => {
    const metrics = createMetrics();
    const worker = await workers.start(world, taskQueue, { buildId, versioning, metrics });
    const isCurrent = async () => /perennial_worker_current 1\n/.test(await metrics.registry.metrics());
    return { worker, stop: () => worker.stop(), untilCurrent: () => until(isCurrent, Boolean) };
  };
  const [member = 0n] = await addMembers(world, [null]);
  return { world, taskQueue, work, member };
}

const stepped = ({ database }: EngineWorld, countMin: number) =>
  until(
    () => database.step.count(),
    (count) => count >= countMin,
  );

/** Orders something, and says which build ran the cohort. */
async function orderServedBy(world: EngineWorld, taskQueue: string, member: bigint): Promise<string | undefined> {
  // After the story's welcome.
  const countAfter = (await stepped(world, 1)) + 1;
  await happen(world, [{ memberId: member, type: 'order.placed', data: { amountMinor: 1 } }]);
  await stepped(world, countAfter);
  const cohort = await world.database.cohort.findFirstOrThrow();
  const handle = workers.client().workflow.getHandle(cohortWorkflowId(taskQueue, String(cohort.id)));
  // The task that took the order ends a moment after its step is done.
  const told = await until(
    async () => {
      const { events } = await handle.fetchHistory();
      const orderAt = events?.findLastIndex((event) => event.workflowExecutionSignaledEventAttributes) ?? -1;
      const after = orderAt === -1 ? [] : (events ?? []).slice(orderAt);
      return after.find((event) => event.workflowTaskCompletedEventAttributes)?.workflowTaskCompletedEventAttributes;
    },
    (task) => task !== undefined,
  );
  return told?.deploymentVersion?.buildId ?? told?.workerVersion?.buildId ?? undefined;
}

/** Until the server has told every part of itself which build is current: describing the deployment runs ahead of that. */
const untilRouted = async (taskQueue: string) => {
  const { namespace } = workers.client().options;
  const { deploymentName } = buildVersion(taskQueue, '');
  await until(
    async () =>
      (await workers.client().workflowService.describeWorkerDeployment({ namespace, deploymentName }))
        .workerDeploymentInfo?.routingConfigUpdateState,
    (state) => state !== temporal.api.enums.v1.RoutingConfigUpdateState.ROUTING_CONFIG_UPDATE_STATE_IN_PROGRESS,
  );
};

const currentOf = async (taskQueue: string) => {
  const { namespace } = workers.client().options;
  const { deploymentName } = buildVersion(taskQueue, '');
  const { workerDeploymentInfo } = await workers
    .client()
    .workflowService.describeWorkerDeployment({ namespace, deploymentName });
  return workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId ?? 'unversioned';
};

describe('Without worker versioning', () => {
  it('any worker takes any task, and the history says which build did', async () => {
    const { world, taskQueue, work, member } = await waitingMember();
    const a = await work('a', false);
    await a.untilCurrent();
    await join(world, [member]);
    expect(await orderServedBy(world, taskQueue, member)).toBe('a');
    await a.stop();
    await work('b', false);
    expect(await orderServedBy(world, taskQueue, member)).toBe('b');
    await expect(currentOf(taskQueue)).rejects.toThrow(/no Worker Deployment/i);
  });
});

describe('With worker versioning', () => {
  it('a deploy gives the tasks to the new build while the old one runs, and starting the old one again takes them back', async () => {
    const { world, taskQueue, work, member } = await waitingMember();
    // Several that start at once, as a deploy does it.
    const [a] = await Promise.all([work('a', true), work('a', true)]);
    await a.untilCurrent();
    await join(world, [member]);
    expect(await orderServedBy(world, taskQueue, member)).toBe('a');

    const b = await work('b', true);
    await b.untilCurrent();
    await untilRouted(taskQueue);
    expect(await orderServedBy(world, taskQueue, member)).toBe('b');

    const again = await work('a', true);
    await again.untilCurrent();
    await untilRouted(taskQueue);
    expect(await currentOf(taskQueue)).toBe('a');
    expect(await orderServedBy(world, taskQueue, member)).toBe('a');
  });

  it('takes over from workers that run without it, and gives back to those that come after it', async () => {
    const { world, taskQueue, work, member } = await waitingMember();
    const before = await work('a', false);
    await before.untilCurrent();
    await join(world, [member]);
    expect(await orderServedBy(world, taskQueue, member)).toBe('a');

    // The same build: it is the setting that changed.
    const versioned = await work('a', true);
    await versioned.untilCurrent();
    await before.stop();
    expect(await orderServedBy(world, taskQueue, member)).toBe('a');
    expect(await currentOf(taskQueue)).toBe('a');

    const after = await work('b', false);
    await after.untilCurrent();
    await versioned.stop();
    expect(await currentOf(taskQueue)).toBe('unversioned');
    expect(await orderServedBy(world, taskQueue, member)).toBe('b');
  });

  it('a build whose workers are gone loses the tasks to one that has some', async () => {
    const { world, taskQueue, work, member } = await waitingMember();
    const a = await work('a', true);
    await a.untilCurrent();
    await join(world, [member]);
    const b = await work('b', true);
    await b.untilCurrent();

    // A's workers look on while B has one, and take over when it has had none for a while.
    const patience = { lookEveryMs: 200, abandonedAfterMs: 120_000 };
    const version = buildVersion(taskQueue, 'a');
    const deps = { client: workers.client(), taskQueue, version, isVersioned: true, isNew: false, logger: quietLogger };
    const patient = keepBuildCurrent({ ...deps, metrics: createMetrics() }, patience);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await currentOf(taskQueue)).toBe('b');
    await patient.stop();

    await b.stop();
    const hasty = keepBuildCurrent({ ...deps, metrics: createMetrics() }, { ...patience, abandonedAfterMs: 2_000 });
    expect(
      await until(
        () => currentOf(taskQueue),
        (build) => build === 'a',
      ),
    ).toBe('a');
    await hasty.stop();
    expect(await orderServedBy(world, taskQueue, member)).toBe('a');
  });
});
