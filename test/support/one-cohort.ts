import { createMetrics } from '../../platform/metrics.ts';
import { askWhereabouts } from '../../worker/where-is.ts';
import { cohortWorkflowId } from '../../workflows/contract.ts';
import { addMembers, type EngineWorld, join, openWorld, until, type WorldOptions } from './engine.ts';
import { temporalAddress, uniqueTaskQueue } from './temporal.ts';
import type { useWorkers } from './use-workers.ts';

/** So many members in one cohort of a running worker, each past the first step of its story. */
export async function oneCohort(workers: ReturnType<typeof useWorkers>, count: number, options: WorldOptions) {
  const world = await openWorld(options);
  const taskQueue = uniqueTaskQueue('cohort');
  const metrics = createMetrics();
  await workers.start(world, taskQueue, { metrics });
  const members = await addMembers(
    world,
    Array.from({ length: count }, () => null),
  );
  await join(world, members);
  await until(
    () => world.database.step.count(),
    (steps) => steps === count,
  );
  const { id } = await world.database.cohort.findFirstOrThrow();
  const handle = workers.client().workflow.getHandle(cohortWorkflowId(taskQueue, String(id)));
  // At rest: its history grows no more.
  const rest = async () => {
    let before = -1;
    return until(
      async () => (await handle.describe()).historyLength,
      (now) => now === before || ((before = now), false),
      { everyMs: 400 },
    );
  };
  const whereIs = async (memberId: bigint) => {
    const { id: enrolmentId } = await enrolmentOf(world, memberId);
    const asked = [{ enrolmentId: String(enrolmentId), cohortId: String(id) }];
    const target = { connection: { address: temporalAddress() }, namespace: 'default' };
    return (await askWhereabouts(target, taskQueue, asked)).get(String(enrolmentId));
  };
  return { world, members, handle, rest, whereIs, metrics };
}

export const enrolmentOf = ({ database }: EngineWorld, memberId: bigint) =>
  database.enrolment.findFirstOrThrow({ where: { memberId } });
