import { DateTime } from 'luxon';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  atLocalHour,
  calendarDaysBetween,
  endOfLocalDay,
  isWeekend,
  isZone,
  localDay,
  localDayKey,
  parseLocalDay,
  startOfLocalDay,
} from './calendar.ts';

describe('the calendar', () => {
  it.each([
    ['UTC', '2026-05-05T23:59:59.999Z', '2026-05-05'],
    ['Europe/London', '2026-05-05T23:00:00Z', '2026-05-06'],
    ['Asia/Shanghai', '2026-05-05T16:00:00Z', '2026-05-06'],
    ['Asia/Kathmandu', '2026-05-05T18:14:59Z', '2026-05-05'],
    ['Asia/Kathmandu', '2026-05-05T18:15:00Z', '2026-05-06'],
    ['America/Los_Angeles', '2026-05-05T06:59:59Z', '2026-05-04'],
  ])('%s at %s is %s', (zone, at, day) => {
    expect(localDayKey(new Date(at), zone)).toBe(day);
  });

  it.each([
    ['before the clock goes forward', 28, 10, '2026-03-28T10:00:00.000Z'],
    ['on the day it does', 29, 10, '2026-03-29T09:00:00.000Z'],
    ['an hour that the clock skips, an hour later', 29, 1, '2026-03-29T01:00:00.000Z'],
    ['midnight', 30, 0, '2026-03-29T23:00:00.000Z'],
  ])('says when it is a certain hour of a day in London: %s', (_, day, hour, at) => {
    expect(atLocalHour({ year: 2026, month: 3, day }, hour, 'Europe/London').toISOString()).toBe(at);
  });

  it('a day has 23 hours when the clock goes forward and 25 when it goes back', () => {
    const hours = (year: number, month: number, day: number) =>
      (endOfLocalDay({ year, month, day }, 'Europe/London').getTime() +
        1 -
        startOfLocalDay({ year, month, day }, 'Europe/London').getTime()) /
      3_600_000;
    expect([hours(2026, 3, 29), hours(2026, 10, 25), hours(2026, 5, 5)]).toEqual([23, 25, 24]);
  });

  it.each([
    ['a second over midnight', '2026-05-05T22:59:59Z', '2026-05-05T23:00:00Z', 1],
    ['a whole day, but for a second', '2026-05-04T23:00:00Z', '2026-05-05T22:59:59Z', 0],
    ['over the day that has 23 hours', '2026-03-28T12:00:00Z', '2026-03-30T11:00:00Z', 2],
    ['over the day that has 25 hours', '2026-10-24T22:59:00Z', '2026-10-26T00:01:00Z', 2],
    ['backwards', '2026-05-08T12:00:00Z', '2026-05-05T12:00:00Z', -3],
  ])('counts the days between two instants in London: %s', (_, from, to, days) => {
    expect(calendarDaysBetween(new Date(from), new Date(to), 'Europe/London')).toBe(days);
  });

  it('a day whose midnight is skipped starts at one', () => {
    // Sao Paulo put its clocks forward at midnight of 4 November 2018.
    const day = { year: 2018, month: 11, day: 4 };
    expect(startOfLocalDay(day, 'America/Sao_Paulo').toISOString()).toBe('2018-11-04T03:00:00.000Z');
    expect(localDay(startOfLocalDay(day, 'America/Sao_Paulo'), 'America/Sao_Paulo')).toEqual(day);
  });

  it('months and days are added as people do it', () => {
    expect(addMonths({ year: 2026, month: 1, day: 31 }, 1)).toEqual({ year: 2026, month: 2, day: 28 });
    expect(addMonths({ year: 2026, month: 11, day: 30 }, 3)).toEqual({ year: 2027, month: 2, day: 28 });
    expect(addMonths({ year: 2026, month: 5, day: 31 }, -1)).toEqual({ year: 2026, month: 4, day: 30 });
    expect(addDays({ year: 2026, month: 12, day: 31 }, 1)).toEqual({ year: 2027, month: 1, day: 1 });
  });

  it('knows weekends, zones and dates from what only looks like them', () => {
    expect(isWeekend({ year: 2026, month: 5, day: 9 })).toBe(true);
    expect(isWeekend({ year: 2026, month: 5, day: 8 })).toBe(false);
    expect([isZone('Europe/London'), isZone('UTC'), isZone('Europe/Londn'), isZone('+02:00'), isZone('')]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(parseLocalDay('2000-02-29')).toEqual({ year: 2000, month: 2, day: 29 });
    expect(['2001-02-29', '2000-13-01', '2000-1-1', 'soon', '2000-04-31'].map(parseLocalDay)).toEqual(
      Array(5).fill(undefined),
    );
  });

  it('law: the day by remembered offsets is the day the date library says, in zones with odd offsets too', () => {
    const zone = fc.constantFrom(
      'Europe/London',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'America/St_Johns',
      'Pacific/Apia',
    );
    const instant = fc.date({ min: new Date('1995-01-01'), max: new Date('2050-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(zone, instant, (where, at) => {
        expect(localDayKey(at, where)).toBe(DateTime.fromJSDate(at, { zone: where }).toISODate());
      }),
    );
  });
});
