import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy, type ScheduleOptions } from '@temporalio/client';
import { type ClockMapping, stepped } from '../values/programme-clock.ts';
import { sweepScheduleId } from '../workflows/contract.ts';
import { taskTimeout } from '../platform/task-timeout.ts';

const secondMs = 1_000;
const hourMs = 3_600 * secondMs;
const dayMs = 24 * hourMs;

/** How often the sweep runs in real time: every hour, or on a scaled clock once a programme day, every second at most. */
export function sweepEveryMs({ scale }: ClockMapping): number {
  return scale === 1 ? hourMs : Math.max(secondMs, Math.floor(dayMs / scale / secondMs) * secondMs);
}

/** Makes sure that the sweep's schedule is there and as this version wants it; on a stepped clock whoever moves it sweeps. */
export async function keepSweepSchedule(client: Client, taskQueue: string, clock: ClockMapping): Promise<void> {
  if (clock.scale === stepped) return;
  const scheduleId = sweepScheduleId(taskQueue);
  const options = {
    spec: { intervals: [{ every: sweepEveryMs(clock) }] },
    action: {
      type: 'startWorkflow',
      workflowType: 'sweep',
      workflowId: scheduleId,
      taskQueue,
      args: [],
      ...taskTimeout(clock),
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: clock.scale === 1 ? hourMs : 10 * secondMs },
  } satisfies Omit<ScheduleOptions, 'scheduleId'>;
  try {
    await client.schedule.create({ scheduleId, ...options });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule.getHandle(scheduleId).update((now) => ({ ...now, ...options }));
  }
}
