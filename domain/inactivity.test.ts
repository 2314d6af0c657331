import { describe, expect, it } from 'vitest';
import { awaySince } from './inactivity.ts';

describe('away for so many days', () => {
  const london = 'Europe/London';
  // The clocks go forward on 29 March 2026 and back on 25 October 2026.
  it.each([
    ['an ordinary month', '2026-06-30T10:00:00Z', 30, london, '2026-05-31T22:59:59.999Z'],
    ['across the night the clocks go forward', '2026-04-10T10:00:00Z', 30, london, '2026-03-11T23:59:59.999Z'],
    ['across the night they go back', '2026-11-10T10:00:00Z', 30, london, '2026-10-11T22:59:59.999Z'],
    ['a minute before midnight', '2026-04-10T22:59:00Z', 1, london, '2026-04-09T22:59:59.999Z'],
    ['a minute after midnight', '2026-04-10T23:01:00Z', 1, london, '2026-04-10T22:59:59.999Z'],
    ['where no clock is ever changed', '2026-04-10T10:00:00Z', 30, 'Asia/Shanghai', '2026-03-11T15:59:59.999Z'],
  ])('counts days of the calendar: %s', (_, now, days, zone, expected) => {
    expect(awaySince(new Date(now), days, zone).toISOString()).toBe(expected);
  });

  it('finds whoever ordered on a day at the same moment, whatever the hour of the order', () => {
    const away = (ordered: string, now: string) => new Date(ordered) <= awaySince(new Date(now), 30, london);
    const orders = ['2026-03-11T00:00:00Z', '2026-03-11T12:00:00Z', '2026-03-11T23:59:59Z'];
    expect(orders.map((ordered) => away(ordered, '2026-04-09T22:59:59Z'))).toEqual([false, false, false]);
    expect(orders.map((ordered) => away(ordered, '2026-04-09T23:00:00Z'))).toEqual([true, true, true]);
  });
});
