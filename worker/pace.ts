import type { Activities } from '../activities/index.ts';
import { stepped } from '../values/programme-clock.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { isBehind } from '../modules/messaging/sending/rows-queue.ts';
import { scaledTaskTimeoutMs } from '../platform/task-timeout.ts';

export interface Pace {
  /** The activities, with what tells of a lag noted. */
  watch(activities: Activities): Activities;
  /** Why the programme clock has to wait; empty when it may go on. */
  problems(): readonly string[];
  /** Finds out what can't be noted in passing; the clock may not go on before. */
  look(): Promise<void>;
}

const dayMs = 86_400_000;
/** A cohort that a worker kept in memory goes to another one after this, on a scaled clock. */
export const stickyTimeoutMs = 1_000;
/** Less than the days that members are enrolled ahead of their first rung (activities/sweep.ts). */
const sweepLagMax = 2 * dayMs;
/** What is to happen on a day happens on it, even when the worker is slow. */
const workLagMax = 0.25 * dayMs;
/** What may leave at noon leaves before the quiet hours. */
const messageLagMax = 2 * 3_600_000;
/** A batch of steps that came late tells of a lag for this long: then there was none, or all is done. */
const lagLastsMs = 500;
/**
 * Tasks of a worker that died come back within its task timeout and its sticky timeout; until then the clock stands still, so
 * that they are not days late.
 */
const settleMs = scaledTaskTimeoutMs + stickyTimeoutMs;

/** Neither real time nor a clock that is moved when all is done. */
const goesByItself = (clock: Clock) => ![1, stepped].includes(clock.mapping().scale);

/**
 * Paces a scaled clock: a day may last a second, but not while what belongs to it is still to be done. In
 * real time nothing waits for anything. `takesOver`: cohorts of a worker before this one are under way.
 */
export function createPace(database: Database, clock: Clock, takesOver: boolean): Pace {
  const startedAt = performance.now();
  let sweptAt = clock.now().getTime();
  let stepsLateAt = -Infinity;
  let messagesLate = false;

  return {
    watch: (activities) => ({
      ...activities,
      // A sweep begins with this question, and only when the one before it has ended.
      sweptProgrammes: () => {
        sweptAt = clock.now().getTime();
        return activities.sweptProgrammes();
      },
      perform: (input) => {
        const late = clock.now().getTime() - workLagMax;
        if (input.steps.some(({ at }) => at < late)) stepsLateAt = performance.now();
        return activities.perform(input);
      },
    }),
    problems: () => {
      if (!goesByItself(clock)) return [];
      const now = performance.now();
      return [
        ...(takesOver && now - startedAt < settleMs ? ['the tasks of the worker before are awaited'] : []),
        ...(clock.now().getTime() - sweptAt < sweepLagMax ? [] : ['the sweep is behind']),
        ...(now - stepsLateAt < lagLastsMs ? ['steps are behind'] : []),
        ...(messagesLate ? ['messages are behind'] : []),
      ];
    },
    look: async () => {
      if (!goesByItself(clock)) return;
      const dueAt = new Date(clock.now().getTime() - messageLagMax);
      messagesLate = await isBehind(database, dueAt);
    },
  };
}
