import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inactiveSince, lapsesAt } from './rules-inactivity.ts';

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
    expect(inactiveSince(new Date(now), days, zone).toISOString()).toBe(expected);
  });

  it('finds whoever ordered on a day at the same moment, whatever the hour of the order', () => {
    const away = (ordered: string, now: string) => new Date(ordered) <= inactiveSince(new Date(now), 30, london);
    const orders = ['2026-03-11T00:00:00Z', '2026-03-11T12:00:00Z', '2026-03-11T23:59:59Z'];
    expect(orders.map((ordered) => away(ordered, '2026-04-09T22:59:59Z'))).toEqual([false, false, false]);
    expect(orders.map((ordered) => away(ordered, '2026-04-09T23:00:00Z'))).toEqual([true, true, true]);
  });
});

describe('points lapse without activity', () => {
  const london = 'Europe/London';
  const year = { inactivityMonths: 12 };
  const at = (text: string | null) => (text === null ? null : new Date(text));

  it.each([
    ['a year after the last order', year, '2026-05-05T08:30:00Z', '2026-01-01T00:00:00Z', '2027-05-05T22:59:59.999Z'],
    [
      'a year after they came, when nothing happened since',
      year,
      null,
      '2026-01-01T09:00:00Z',
      '2027-01-01T23:59:59.999Z',
    ],
    [
      'a whole year after a gift, whatever was before it',
      year,
      '2026-05-05T08:30:00Z',
      '2026-12-01T09:00:00Z',
      '2027-12-01T23:59:59.999Z',
    ],
    [
      'on the last day of a shorter month',
      { inactivityMonths: 6 },
      '2026-08-31T10:00:00Z',
      '2026-01-01T00:00:00Z',
      '2027-02-28T23:59:59.999Z',
    ],
    [
      'some days later, however long each is',
      { inactivityDays: 60 },
      '2026-03-01T10:00:00Z',
      '2026-01-01T00:00:00Z',
      '2026-04-30T22:59:59.999Z',
    ],
    [
      'on the day the clock goes forward',
      { inactivityDays: 60 },
      '2026-01-28T23:30:00Z',
      '2026-01-01T00:00:00Z',
      '2026-03-29T22:59:59.999Z',
    ],
    [
      'by the local day of the order, not that of UTC',
      { inactivityDays: 60 },
      '2026-06-30T23:30:00Z',
      '2026-01-01T00:00:00Z',
      '2026-08-30T22:59:59.999Z',
    ],
  ] as const)('%s', (_, rule, activeAt, availableAt, expected) => {
    const last = { activeAt: at(activeAt), availableAt: new Date(availableAt) };
    expect(lapsesAt(rule, last, london)?.toISOString()).toBe(expected);
  });

  it('never, where the programme has no such rule', () => {
    expect(lapsesAt({}, { activeAt: null, availableAt: new Date(0) }, london)).toBeNull();
  });

  it('law: activity never brings the day nearer, and the day is never before the activity', () => {
    const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    const rule = fc.oneof(
      fc.record({ inactivityMonths: fc.integer({ min: 2, max: 120 }) }),
      fc.record({ inactivityDays: fc.integer({ min: 60, max: 3_650 }) }),
    );
    const zone = fc.constantFrom('UTC', london, 'Asia/Shanghai', 'America/Sao_Paulo', 'Australia/Lord_Howe');
    fc.assert(
      fc.property(rule, instant, instant, instant, zone, (terms, availableAt, a, b, where) => {
        const [earlier, later] = a <= b ? [a, b] : [b, a];
        const day = (activeAt: Date) => lapsesAt(terms, { activeAt, availableAt }, where)?.getTime() ?? 0;
        expect(day(later)).toBeGreaterThanOrEqual(day(earlier));
        expect(day(later)).toBeGreaterThan(later.getTime());
      }),
    );
  });
});
