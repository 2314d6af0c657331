import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy, type ScheduleOptions } from '@temporalio/client';
import type { Clock } from '../platform/clock.ts';
import { sweepEveryMs } from '../modules/enrolments/sweep-times.ts';
import { sweepScheduleId } from '../workflows/contract.ts';

/** Makes sure that the sweep's schedule is there and as this version wants it; on a stepped clock whoever moves it sweeps. */
export async function keepSweepSchedule(client: Client, taskQueue: string, clock: Clock): Promise<void> {
  if (clock.kind() === 'stepped') return;
  const scheduleId = sweepScheduleId(taskQueue);
  const options = {
    spec: { intervals: [{ every: sweepEveryMs }] },
    action: {
      type: 'startWorkflow',
      workflowType: 'sweep',
      workflowId: scheduleId,
      taskQueue,
      args: [],
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: sweepEveryMs },
  } satisfies Omit<ScheduleOptions, 'scheduleId'>;
  try {
    await client.schedule.create({ scheduleId, ...options });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule.getHandle(scheduleId).update((now) => ({ ...now, ...options }));
  }
}
