import type { ClockInput, CohortActivities } from '../contract.ts';
import { retryingActivities } from './retrying-activities.ts';
import type { Instant } from '../../values/instant.ts';

const { readClock, noteSleep } = retryingActivities<Pick<CohortActivities, 'readClock' | 'noteSleep'>>();

/** The programme clock as a workflow has it. */
export interface WorkflowClock {
  now(): Promise<Instant>;
  /** Milliseconds from `now` until an instant, at least 1; undefined without an instant, and when only a signal can tell. */
  delayMs(now: Instant, untilAt: Instant | undefined): number | undefined;
  /** Says when the cohort has something to do next, where whoever moves the clock has to know. */
  sleeps(cohortId: string, until: Instant | undefined): Promise<void>;
}

/**
 * On real time the time of the workflow itself; a stepped clock is asked where it stands. A clock of another scale, which only
 * histories recorded by 0.1.0 hold, was asked and set timers.
 */
export function workflowClock({ scale }: ClockInput): WorkflowClock {
  const isReal = scale === 1;
  const isStepped = scale === 0;
  return {
    // eslint-disable-next-line no-restricted-syntax -- the time Temporal gives a workflow, the same when it is replayed
    now: async () => (isReal ? Date.now() : (await readClock()).now),
    delayMs: (now, untilAt) =>
      untilAt === undefined || isStepped ? undefined : Math.max(1, Math.ceil((untilAt - now) / scale)),
    sleeps: async (cohortId, until) => {
      if (isStepped) await noteSleep({ cohortId, ...(until === undefined ? {} : { until }) });
    },
  };
}
