import type { Instant } from '../../values/instant.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const dayMs = 24 * 60 * minuteMs;

/**
 * When to wake for something due: rounded up, so that members who wait about as long wake together. A wait of under a
 * minute is at most a second late, one of under a day a minute, a longer one five minutes; the story still sees the exact time.
 */
export function wakeAt(dueAt: Instant, since: Instant): Instant {
  if (dueAt === Infinity) return Infinity;
  const gridMs = gridFor(dueAt - since);
  return Math.ceil(dueAt / gridMs) * gridMs;
}

function gridFor(waitMs: number): number {
  if (waitMs < minuteMs) return secondMs;
  return waitMs < dayMs ? minuteMs : 5 * minuteMs;
}

/**
 * How much later than the grid a cohort wakes, so that cohorts that wait for the same minute don't arrive together: a
 * twentieth of its wait, at most half a minute, shared out evenly over consecutive cohorts.
 */
export function spreadMs(delayMs: number, cohortId: string): number {
  const share = (Number(cohortId) * goldenRatio) % 1;
  return Math.round((Math.min(delayMs / 20, 30 * secondMs) || 0) * (share || 0));
}

/** Multiples of it fall evenly between 0 and 1, however many there are. */
const goldenRatio = 0.618_033_988_749_895;
