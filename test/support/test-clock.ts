import type { Clock } from '../../platform/clock.ts';

/** A clock that stands where the test sets it. */
export interface TestClock extends Clock {
  at(text: string): void;
}

export function testClock(start: string): TestClock {
  let now = new Date(start);
  return {
    now: () => now,
    kind: () => 'real',
    refresh: () => Promise.resolve(),
    close: () => undefined,
    at: (text) => void (now = new Date(text)),
  };
}
