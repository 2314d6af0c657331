import type { Activities } from '../activities/index.ts';
import type { Clock } from '../runtime/clock.ts';
import { scaledTaskTimeoutMs } from './schedules.ts';

export interface Pace {
  /** The activities, with the start of each sweep noted. */
  watch(activities: Activities): Activities;
  /** Why the programme clock has to wait; empty when it may go on. */
  problems(): readonly string[];
}

const dayMs = 86_400_000;
/** A cohort that a worker kept in memory goes to another one after this, on a scaled clock. */
export const stickyTimeoutMs = 1_000;
/** Less than the days that members are enrolled ahead of their first rung (activities/sweeps.ts). */
const sweepLagDaysMax = 2;
/**
 * Tasks of a worker that died come back within its task timeout and its sticky timeout; until then the clock stands still, so
 * that they are not days late.
 */
const settleMs = scaledTaskTimeoutMs + stickyTimeoutMs;

/**
 * Paces a scaled clock: a day may last a second, but not while yesterday's sweep is still to be done. In real time nothing
 * waits for anything. `takesOver`: cohorts of a worker before this one are under way.
 */
export function createPace(clock: Clock, takesOver: boolean): Pace {
  const startedAt = performance.now();
  let sweptAt = clock.now().getTime();
  return {
    watch: (activities) => ({
      ...activities,
      // A sweep begins with this question, and only when the one before it has ended.
      sweptProgrammes: () => {
        sweptAt = clock.now().getTime();
        return activities.sweptProgrammes();
      },
    }),
    problems: () => {
      if (clock.mapping().scale === 1) return [];
      if (takesOver && performance.now() - startedAt < settleMs) return ['the tasks of the worker before are awaited'];
      return clock.now().getTime() - sweptAt < sweepLagDaysMax * dayMs ? [] : ['the sweep is behind'];
    },
  };
}
