import fc from 'fast-check';
import { IANAZone } from 'luxon';
import { describe, expect, it } from 'vitest';
import { keepsQuietHours, minuteOf, opensAt } from './rules-quiet-hours.ts';

const night = { from: '21:00', until: '09:00' };
const opens = (hours: typeof night | null, zone: string, at: string) =>
  new Date(opensAt(hours, zone, Date.parse(at))).toISOString();

describe('Quiet hours', () => {
  it.each([
    ['the middle of the day', 'Europe/London', '2026-01-15T12:00:00Z', '2026-01-15T12:00:00.000Z'],
    ['the last minute before the night', 'Europe/London', '2026-01-15T20:59:59Z', '2026-01-15T20:59:59.000Z'],
    ['the first moment of the night', 'Europe/London', '2026-01-15T21:00:00Z', '2026-01-16T09:00:00.000Z'],
    ['after midnight', 'Europe/London', '2026-01-16T03:30:20Z', '2026-01-16T09:00:00.000Z'],
    ['the first moment of the day', 'Europe/London', '2026-01-16T09:00:00Z', '2026-01-16T09:00:00.000Z'],
    ['noon in London, evening in Shanghai', 'Asia/Shanghai', '2026-01-15T13:30:00Z', '2026-01-16T01:00:00.000Z'],
    ['a zone of three quarters of an hour', 'Asia/Kathmandu', '2026-01-15T16:00:00Z', '2026-01-16T03:15:00.000Z'],
  ])('at %s a message leaves at the right local time', (_, zone, at, expected) => {
    expect(opens(night, zone, at)).toBe(expected);
  });

  it.each([
    ['the clock goes forward: the night is an hour shorter', '2026-03-28T23:00:00Z', '2026-03-29T08:00:00.000Z'],
    ['the clock goes back: the night is an hour longer', '2026-10-24T22:00:00Z', '2026-10-25T09:00:00.000Z'],
  ])('when %s', (_, at, expected) => {
    expect(opens(night, 'Europe/London', at)).toBe(expected);
  });

  it('ends a night whose morning the clock skips when the clock has skipped it', () => {
    // In New York 02:30 does not exist on 8 March 2026: from 01:59 it goes to 03:00.
    expect(opens({ from: '22:00', until: '02:30' }, 'America/New_York', '2026-03-08T05:00:00Z')).toBe(
      '2026-03-08T07:00:00.000Z',
    );
  });

  it('ends a night whose morning comes twice when it comes first', () => {
    // In New York it is 01:30 at 05:30 and again at 06:30 UTC on 1 November 2026.
    expect(opens({ from: '22:00', until: '01:30' }, 'America/New_York', '2026-11-01T04:00:00Z')).toBe(
      '2026-11-01T05:30:00.000Z',
    );
  });

  it('may lie within one day', () => {
    expect(opens({ from: '12:00', until: '14:00' }, 'UTC', '2026-01-15T13:00:00Z')).toBe('2026-01-15T14:00:00.000Z');
    expect(opens({ from: '12:00', until: '14:00' }, 'UTC', '2026-01-15T23:00:00Z')).toBe('2026-01-15T23:00:00.000Z');
  });

  it('hold nothing back in a programme without them', () => {
    expect(opens(null, 'Europe/London', '2026-01-16T03:00:00Z')).toBe('2026-01-16T03:00:00.000Z');
  });

  it('are kept by service notices and marketing, not by transactional messages', () => {
    expect(['transactional', 'service', 'marketing'].map((one) => keepsQuietHours(one as 'service'))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it.each(['24:00', '9:00', '21.00', '', '12:60'])('reject "%s" as a time of day', (text) => {
    expect(() => minuteOf(text)).toThrow(/write it as HH:MM/);
  });

  it('give the first minute that is not quiet, in every zone and across every clock change', () => {
    const time = fc
      .nat({ max: 1_439 })
      .map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
    const zone = fc.constantFrom(
      'Europe/London',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'America/Santiago',
      'Africa/Casablanca',
      'Pacific/Chatham',
    );
    // 2026 by the quarter of an hour: every change of clocks is met.
    const quarter = fc.nat({ max: 4 * 24 * 365 });
    fc.assert(
      fc.property(time, time, zone, quarter, (from, until, where, quarters) => {
        const hours = { from, until };
        const at = Date.UTC(2026, 0, 1) + quarters * 900_000;
        const opening = opensAt(hours, where, at);
        expect(opening).toBeGreaterThanOrEqual(at);
        expect(opensAt(hours, where, opening)).toBe(opening);
        if (opening > at) expect(opensAt(hours, where, opening - 60_000)).toBe(opening);
      }),
      { numRuns: 400 },
    );
  });

  // A night of three quarters of an hour is a whole night to whoever set it, on the day the clock jumps over its end, too.
  it.each(['01:30-02:15', '02:15-02:45', '00:30-01:15', '23:45-00:15', '21:00-09:00', '02:00-03:00'])(
    'of %s are those of a look at every minute of a year, in eight zones',
    (window) => {
      const [from = '', until = ''] = window.split('-');
      for (const zone of zones)
        expect({ zone, wrong: disagreements({ from, until }, zone) }).toEqual({ zone, wrong: [] });
    },
  );
});

const zones = [
  ...['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Santiago'],
  ...['Africa/Casablanca', 'Pacific/Chatham', 'Africa/Cairo'],
];
const yearStart = Date.UTC(2026, 0, 1);
const minutesOfYear = 365 * 1_440;

/** Minutes of the year at which `opensAt` is not the first minute that a scan finds outside the window. */
function disagreements(hours: { from: string; until: string }, zone: string): string[] {
  const [from, until] = [minuteOf(hours.from), minuteOf(hours.until)];
  const isQuiet = (wall: number) => (from <= until ? wall >= from && wall < until : wall >= from || wall < until);
  const offsets = offsetsByQuarter(zone);
  const wallAt = (minute: number) => (minute + (offsets[Math.floor(minute / 15)] ?? 0) + 2_880) % 1_440;
  const wrong: string[] = [];
  let opening = minutesOfYear + 1_440;
  for (let minute = minutesOfYear + 1_439; minute >= 0; minute--) {
    if (!isQuiet(wallAt(minute))) opening = minute;
    const quarter = Math.floor(minute / 15);
    const nearChange = offsets[quarter - 12] !== offsets[quarter + 12];
    if (minute >= minutesOfYear || (!nearChange && minute % 601 !== 0)) continue;
    const told = (opensAt(hours, zone, yearStart + minute * 60_000) - yearStart) / 60_000;
    if (told !== opening) wrong.push(new Date(yearStart + minute * 60_000).toISOString());
  }
  return wrong.reverse();
}

const offsetsOf = new Map<string, number[]>();

/** Minutes that the zone is ahead of UTC, for every quarter of an hour of the year and of a day more. */
function offsetsByQuarter(name: string): number[] {
  const known = offsetsOf.get(name);
  if (known) return known;
  const zone = IANAZone.create(name);
  const quarters = (minutesOfYear + 1_440) / 15;
  const offsets = Array.from({ length: quarters }, (_, quarter) => zone.offset(yearStart + quarter * 900_000));
  offsetsOf.set(name, offsets);
  return offsets;
}
