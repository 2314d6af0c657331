import { realTime } from '../../domain/programme-clock.ts';
import type { Clock } from '../../runtime/clock.ts';

/** A clock that stands where the test sets it. */
export interface TestClock extends Clock {
  at(text: string): void;
}

export function testClock(start: string): TestClock {
  let now = new Date(start);
  return {
    now: () => now,
    mapping: () => realTime,
    refresh: () => Promise.resolve(),
    close: () => undefined,
    at: (text) => void (now = new Date(text)),
  };
}
