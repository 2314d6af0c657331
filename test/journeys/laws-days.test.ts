import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { instantOf } from '../../workflows/lifecycles/journey/moments.ts';
import { anniversary } from '../../conditions/days.ts';
import { holdsDate } from '../../conditions/spans.ts';
import { after, at, day, lawPlan, live, minutes, shown, zone } from './law-plans.ts';
import { setting } from './journeys.ts';

const order = { event: 'order.placed' };

describe('law 6, days', () => {
  it('days are squares of a calendar, hours are exact, also when the clock changes', async () => {
    await fc.assert(
      fc.asyncProperty(
        minutes(0, 3 * day),
        fc.constantFrom('1 day', '24 hours', '1 week', '90 minutes'),
        async (offset, length) => {
          const joins = after('2026-10-23T10:00', offset);
          const file = lawPlan({ steps: [{ id: 'pause', wait: length }, { end: 'over' }] });
          const shop = await live(file, undefined, { start: '2026-10-23T09:00', joins, until: '2026-11-10' });
          const from = DateTime.fromISO(joins, { zone });
          const ends = {
            '1 day': from.plus({ days: 1 }),
            '1 week': from.plus({ weeks: 1 }),
            '24 hours': from.plus({ hours: 24 }),
            '90 minutes': from.plus({ minutes: 90 }),
          }[length];
          expect(shop.story('anna').at(-1)).toBe(`${ends?.toFormat('MM-dd HH:mm') ?? ''} ends done: over`);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('a local time that is skipped is as much later; of one that comes twice the first counts', () => {
    const reckon = (from: string, clock: string) =>
      instantOf(
        clock,
        {},
        { from: at(from), zone, leapDay: 'february', date: () => undefined, yearly: () => undefined },
      );
    expect(shown(reckon('2027-03-27T12:00', '01:30') ?? 0)).toBe('03-28 02:30');
    expect(reckon('2026-10-24T12:00', '01:30')).toBe(at('2026-10-25T01:30:00+01:00'));
  });
});

describe('law 7, 29 February and birthdays', () => {
  it('29 February is the 28th in other years, or 1 March where the programme says so', () => {
    for (let year = 2024; year <= 2104; year += 1) {
      const isLeap = DateTime.fromObject({ year }).isInLeapYear;
      for (const leapDay of ['february', 'march'] as const) {
        const found = anniversary({ month: 2, day: 29 }, year, zone, leapDay).toFormat('MM-dd');
        expect(found).toBe(isLeap ? '02-29' : leapDay === 'february' ? '02-28' : '03-01');
      }
    }
  });

  it('`birthday` is the one of today or the next', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1500 }),
        fc.oneof(fc.integer({ min: -1, max: 1 }), fc.integer({ min: 2, max: 364 })),
        fc.nat(1439),
        (ahead, born, minute) => {
          const now = DateTime.fromISO('2026-01-01', { zone }).plus({ days: ahead, minutes: minute });
          // Born some days of the year from today, in a leap year.
          const birth = now.plus({ days: born }).set({ year: 2024 });
          const yearly = () => ({ month: birth.month, day: birth.day });
          const found = instantOf(
            'birthday',
            { at: '09:30' },
            { from: now.toMillis(), zone, leapDay: 'february', date: () => undefined, yearly },
          );
          const of = (year: number) => anniversary({ month: birth.month, day: birth.day }, year, zone);
          const isOver = of(now.year) < now.startOf('day');
          const next = of(isOver ? now.year + 1 : now.year);
          expect(shown(found ?? 0)).toBe(`${next.toFormat('MM-dd')} 09:30`);
          expect(DateTime.fromMillis(found ?? 0, { zone }).year).toBe(next.year);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('as a condition it keeps the same day', async () => {
    const file = lawPlan({
      steps: [
        {
          branch: [{ path: 'today', if: { birthday: 'today' }, do: [{ end: 'today' }] }],
          otherwise: [{ end: 'another day' }],
        },
      ],
    });
    for (const [leapDay, joins, says] of [
      ['february', '2027-02-28T10:00', 'today'],
      ['march', '2027-02-28T10:00', 'another day'],
      ['march', '2027-03-01T10:00', 'today'],
    ] as const) {
      const own = { catalogue: { ...setting.catalogue, leapDay } };
      const shop = await live(file, undefined, {
        start: '2027-02-27T00:00',
        joins,
        until: '2027-03-02',
        member: { birthday: '1992-02-29' },
        setting: own,
      });
      expect(shop.story('anna').at(-1)).toContain(`ends done: ${says}`);
    }
  });
});

describe('law 17, spans', () => {
  it('the last 30 days and at least 30 days ago never both hold, and one always does; so it is ahead', () => {
    // Anywhere, and mostly about where one square ends and the next begins.
    const about = fc.record({ sign: fc.constantFrom(-1, 1), more: fc.integer({ min: -day, max: day }) });
    const anywhere = fc.integer({ min: -90 * day, max: 90 * day });
    const spread = fc.oneof(
      about.map(
        ({ sign, more }) =>
          (days: number) =>
            sign * days * day + more,
      ),
      anywhere.map((offset) => () => offset),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), spread, minutes(0, 400 * day), (days, spreads, start) => {
        const offset = spreads(days);
        const now = at(after('2026-01-01T00:00', start));
        const asked = { now, zone, since: () => undefined };
        const then = now + offset * 60_000;
        const [isPast, isToCome] = [offset <= 0, offset >= 0];
        const ago = holdsDate({ atLeast: `${days} days ago` }, then, asked);
        const ahead = holdsDate({ atLeast: `${days} days ahead` }, then, asked);
        if (isPast) expect(holdsDate(`last ${days} days`, then, asked)).toBe(!ago);
        if (isToCome) expect(holdsDate(`next ${days} days`, then, asked)).toBe(!ahead);
      }),
      { numRuns: 400 },
    );
  });
});

describe('law 18, a wait with a time', () => {
  it('is that time on the square so many days from today, moved on by days and holidays', async () => {
    const days = fc.constantFrom(undefined, 'weekdays', 'weekend');
    await fc.assert(
      fc.asyncProperty(
        minutes(0, 9 * day),
        fc.integer({ min: 1, max: 9 }),
        days,
        fc.boolean(),
        async (offset, count, only, isUk) => {
          const joins = after('2026-12-18T09:00', offset);
          const length = count === 1 ? '1 day' : `${count} days`;
          const more = { ...(only === undefined ? {} : { days: only }), ...(isUk ? { notOn: 'uk' } : {}) };
          const file = lawPlan({ steps: [{ id: 'pause', wait: length, at: '10:00', ...more }, { end: 'over' }] });
          const shop = await live(file, undefined, { start: '2026-12-18T00:00', joins, until: '2027-01-20' });
          let square = DateTime.fromISO(joins, { zone }).startOf('day').plus({ days: count });
          const holidays = isUk ? (setting.catalogue.holidays.uk ?? []) : [];
          const isWrong = () =>
            (only === 'weekdays' && square.weekday > 5) ||
            (only === 'weekend' && square.weekday < 6) ||
            holidays.includes(square.toISODate() ?? '');
          while (isWrong()) square = square.plus({ days: 1 });
          expect(shop.story('anna').at(-1)).toBe(`${square.toFormat('MM-dd')} 10:00 ends done: over`);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('law 26, text and dates', () => {
  it('tests of text ignore case', async () => {
    const cased = fc.mixedCase(fc.constant('shoes'));
    await fc.assert(
      fc.asyncProperty(cased, cased, async (asked, told) => {
        const file = lawPlan({
          steps: [
            {
              id: 'buys',
              waitFor: [{ path: 'shoes', ...order, where: { category: asked } }],
              atMost: '1 day',
              otherwise: [{ end: 'nothing' }],
            },
            { end: 'shoes' },
          ],
        });
        const shop = await live(file, (one) => one.orders('anna', '2026-11-02T12:00', 5, { category: told }));
        expect(shop.story('anna').at(-1)).toBe('11-02 12:00 ends done: shoes');
      }),
      { numRuns: 20 },
    );
  });

  it('a date with a time is an instant, one without is a square', async () => {
    const file = lawPlan({
      steps: [{ id: 'before', waitUntil: '2 hours before member.appointment' }, { end: 'over' }],
    });
    for (const [appointment, ends] of [
      ['2026-11-05T15:30:00+08:00', '11-05 05:30'],
      ['2026-11-05', '11-04 00:00'],
    ] as const) {
      const shop = await live(file, undefined, { member: { attributes: { appointment } } });
      expect(shop.story('anna').at(-1)).toBe(`${ends} ends done: over`);
    }
  });
});
