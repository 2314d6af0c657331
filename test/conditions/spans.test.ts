import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Asked, dateTest, holdsDate, isIn, windowRange } from '../../conditions/spans.ts';
import { birthdayDays } from '../../modules/members/conditions/dates.ts';

const asked = (now: string, zone = 'Europe/London'): Asked => ({ now: Date.parse(now), zone, since: () => undefined });
const noon = asked('2026-03-30T12:00:00Z');
const isDay = (window: string, at: string, on: Asked = noon) => isIn(windowRange(window, on), Date.parse(at));

describe('A span (law 17)', () => {
  it('"last 30 days" are 30 squares, today the last of them', () => {
    expect(isDay('last 30 days', '2026-03-01T00:00:00Z')).toBe(true);
    expect(isDay('last 30 days', '2026-02-28T23:59:59Z')).toBe(false);
    expect(isDay('last 30 days', '2026-03-30T22:59:59Z')).toBe(true);
    expect(isDay('last 30 days', '2026-03-30T23:00:00Z')).toBe(false);
  });

  it('"next 7 days" are 7 squares, today the first of them', () => {
    expect(isDay('next 7 days', '2026-03-29T23:00:00Z')).toBe(true);
    expect(isDay('next 7 days', '2026-04-05T22:59:59Z')).toBe(true);
    expect(isDay('next 7 days', '2026-04-05T23:00:00Z')).toBe(false);
  });

  it('of hours is exact', () => {
    expect(isDay('last 2 hours', '2026-03-30T10:00:00Z')).toBe(false);
    expect(isDay('last 2 hours', '2026-03-30T10:00:00.001Z')).toBe(true);
    expect(isDay('next 2 hours', '2026-03-30T13:59:59.999Z')).toBe(true);
    expect(isDay('next 2 hours', '2026-03-30T14:00:00Z')).toBe(false);
  });

  it('"this month" is whole, whatever day it is', () => {
    expect(isDay('this month', '2026-03-01T00:00:00Z')).toBe(true);
    expect(isDay('this month', '2026-03-31T22:59:59Z')).toBe(true);
    expect(isDay('this month', '2026-03-31T23:00:00Z')).toBe(false);
  });

  it('"today" is a square of the zone that is asked: 23 hours when the clock goes on', () => {
    const { from = 0, before = 0 } = windowRange('today', asked('2026-03-29T12:00:00Z'));
    expect((before - from) / 3_600_000).toBe(23);
    expect(isDay('today', '2026-03-29T17:00:00Z', asked('2026-03-30T01:00:00Z', 'Asia/Shanghai'))).toBe(true);
  });

  const zones = fc.constantFrom('Europe/London', 'Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', 'UTC');
  const instant = fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2029-01-01') });
  const length = fc.tuple(
    fc.integer({ min: 1, max: 40 }),
    fc.constantFrom('days', 'weeks', 'months', 'hours', 'minutes'),
  );

  it('and the ages around it: never both, always one', () => {
    fc.assert(
      fc.property(instant, instant, length, zones, (now, at, [count, unit], zone) => {
        const on: Asked = { now, zone, since: () => undefined };
        const past = at <= now;
        const inside = isIn(windowRange(`${past ? 'last' : 'next'} ${count} ${unit}`, on), at);
        const behind = holdsDate({ atLeast: `${count} ${unit} ${past ? 'ago' : 'ahead'}` }, at, on);
        return inside !== behind;
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('An age', () => {
  const at = (test: Parameters<typeof holdsDate>[0], day: string | undefined) =>
    holdsDate(test, day === undefined ? undefined : Date.parse(`${day}T12:00:00Z`), noon);

  it.each([
    ['is that day or before, "at least so long ago"', { atLeast: '30 days ago' }, '2026-02-28', true],
    ['is not after it', { atLeast: '30 days ago' }, '2026-03-01', false],
    ['is that day or after, "at most so long ago"', { atMost: '7 days ago' }, '2026-03-23', true],
    ['is no day to come', { atMost: '7 days ago' }, '2026-03-31', false],
    ['is no day that is over, "at most so long ahead"', { atMost: '7 days ahead' }, '2026-03-29', false],
    ['is before a day', { before: '2026-03-30' }, '2026-03-29', true],
    ['is not the day itself', { before: '2026-03-30' }, '2026-03-30', false],
    ['is after a day', { after: 'today' }, '2026-03-31', true],
    ['is a day', { is: '2026-03-30' }, '2026-03-30', true],
    ['of something that is not known meets no test', { atLeast: '1 day ago' }, undefined, false],
    ['but that it is not known', { known: false }, undefined, true],
    ['and none is both unknown and a day', { known: false, atMost: '7 days ago' }, undefined, false],
  ] as const)('%s', (_, test, day, expected) => expect(at(test, day)).toBe(expected));

  it('asks something', () => {
    const [issue] = dateTest.safeParse({}).error?.issues ?? [];
    expect(JSON.stringify(issue)).toContain('asks nothing');
  });
});

describe('A birthday', () => {
  const on = (
    now: string,
    born: string,
    leapDay: 'february' | 'march' = 'february',
    test: Parameters<typeof birthdayDays>[0] = 'today',
  ) => birthdayDays(test, asked(now), leapDay).days?.includes(born);

  it('on 29 February is kept on the 28th in other years, or on 1 March where the programme says so', () => {
    expect(on('2027-02-28T12:00:00Z', '02-29')).toBe(true);
    expect(on('2027-03-01T12:00:00Z', '02-29')).toBe(false);
    expect(on('2027-02-28T12:00:00Z', '02-29', 'march')).toBe(false);
    expect(on('2027-03-01T12:00:00Z', '02-29', 'march')).toBe(true);
    expect(on('2028-02-28T12:00:00Z', '02-29')).toBe(false);
    expect(on('2028-02-29T12:00:00Z', '02-29')).toBe(true);
  });

  it('is this month from its first day to its last, today or not', () => {
    for (const day of ['01', '15', '31'])
      expect(on(`2026-12-${day}T12:00:00Z`, '12-01', 'february', 'this month')).toBe(true);
  });

  it('crosses the year', () => {
    expect(on('2026-12-30T12:00:00Z', '01-02', 'february', 'next 7 days')).toBe(true);
    expect(on('2026-12-30T12:00:00Z', '01-06', 'february', 'next 7 days')).toBe(false);
  });

  it('at least so far ahead is the one of today or the next', () => {
    expect(on('2026-06-01T12:00:00Z', '06-10', 'february', { atLeast: '7 days ahead' })).toBe(true);
    expect(on('2026-06-01T12:00:00Z', '06-03', 'february', { atLeast: '7 days ahead' })).toBe(false);
  });
});
