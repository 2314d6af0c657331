import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { addDays, calendarDaysBetween, endOfLocalDay } from '../../../values/calendar.ts';
import { type ExpiryWindow, gatherWindows, namedUntil, nextRung, quietMs } from './rules.ts';

const ladder = [30, 7, 3, 1];
const at = (iso: string): number => Date.parse(`${iso}Z`);
/** Points that expire as 31 December ends. */
const expiresAt = at('2026-12-31T23:59:59.999');

const windows = [{ fromAt: expiresAt, untilAt: expiresAt }];

const next = (now: string, last?: string): string | undefined => {
  const rung = nextRung(ladder, windows, { now: at(now), ...(last === undefined ? {} : { lastAt: at(last) }) });
  return rung && `${rung.daysBefore} days: ${new Date(rung.at).toISOString().slice(0, 16)}`;
};

describe('the next message of a countdown to 31 December', () => {
  it.each([
    ['long before', '2026-11-20T00:00', undefined, '30 days: 2026-12-01T11:59'],
    ['when the sweep is a day behind', '2026-12-02T08:00', undefined, '30 days: 2026-12-02T08:00'],
    ['when the campaign starts ten days before', '2026-12-21T09:00', undefined, '7 days: 2026-12-24T11:59'],
    ['when it starts three days before', '2026-12-29T11:00', undefined, '3 days: 2026-12-29T11:00'],
    ['when it starts with the last message a day away', '2026-12-29T13:00', undefined, '1 days: 2026-12-30T11:59'],
    ['when it starts a day and a half before', '2026-12-30T11:00', undefined, '1 days: 2026-12-30T11:59'],
    ['when it starts on the last morning', '2026-12-31T08:00', undefined, undefined],
    ['after the message of day 30', '2026-12-01T11:59:59.999', '2026-12-01T11:59:59.999', '7 days: 2026-12-24T11:59'],
    ['after the message of day 3', '2026-12-28T12:00', '2026-12-28T12:00', '1 days: 2026-12-30T11:59'],
    ['after the last', '2026-12-30T12:00', '2026-12-30T12:00', undefined],
  ] as const)('%s', (_, now, last, expected) => {
    expect(next(now, last)).toBe(expected);
  });

  it('never puts two messages of one countdown on the same day', () => {
    for (let now = at('2026-11-20T00:00'); now < expiresAt; now += 3_600_000) {
      const first = nextRung(ladder, windows, { now });
      const second = first && nextRung(ladder, windows, { now: first.at, lastAt: first.at });
      if (second) expect(second.at - first.at).toBeGreaterThanOrEqual(86_400_000);
    }
  });

  it('takes a ladder in any order', () => {
    expect(nextRung([1, 30, 3, 7], windows, { now: at('2026-12-20T00:00') })?.daysBefore).toBe(7);
  });
});

describe('The days of a ladder', () => {
  it.each([
    ...['Europe/London', 'America/New_York', 'America/Sao_Paulo', 'Australia/Lord_Howe'],
    ...['Asia/Shanghai', 'Africa/Casablanca', 'Pacific/Apia', 'America/St_Johns'],
  ])('are those of the calendar on every day of a year in %s', (zone) => {
    for (let day = 0; day < 366; day++) {
      const expiry = endOfLocalDay(addDays({ year: 2027, month: 1, day: 1 }, day), zone);
      const window = { fromAt: expiry.getTime(), untilAt: expiry.getTime() };
      let lastAt = expiry.getTime() - 40 * 86_400_000;
      const told = ladder.map(() => {
        const rung = nextRung(ladder, [window], { now: lastAt, lastAt });
        lastAt = rung?.at ?? lastAt;
        return [rung?.daysBefore, calendarDaysBetween(new Date(lastAt), expiry, zone)];
      });
      expect(told).toEqual(ladder.map((days) => [days, days]));
    }
  });
});

describe('Points that expire on several days', () => {
  const dayMs = 86_400_000;
  const day = (number: number) => number * dayMs - 1;

  it('share their messages within the gathered days', () => {
    const gathered = gatherWindows([], [day(40), day(47), day(48), day(60)], 7);
    expect(gathered.map(({ fromAt }) => fromAt)).toEqual([day(40), day(48), day(60)]);
  });

  it('stay in their window when the first of it are spent', () => {
    const known = gatherWindows([], [day(40), day(45)], 7);
    expect(gatherWindows(known, [day(45)], 7)).toEqual(known);
    expect(gatherWindows(known, [], 7)).toEqual([]);
  });

  it('come together in one message when two ladders meet on a day', () => {
    const both = gatherWindows([], [day(40), day(63)], 7);
    const first = nextRung(ladder, both, { now: 0, lastAt: day(20) });
    // 7 days before the first, and 30 before the second: the same noon.
    expect(first?.daysBefore).toBe(7);
    expect(namedUntil(ladder, both, first?.at ?? 0)).toBe(both[1]?.untilAt);
    expect(nextRung(ladder, both, { now: first?.at ?? 0, lastAt: first?.at ?? 0 })?.daysBefore).toBe(3);
  });

  /** Every message of a member whose points nobody spends. */
  function messagesOf(dates: readonly number[], gatherDays: number) {
    const all = gatherWindows([], dates, gatherDays);
    const sent: { at: number; until: number }[] = [];
    for (let now = 0; ;) {
      const rung = nextRung(ladder, all, { now, ...(sent.length > 0 ? { lastAt: sent.at(-1)?.at ?? 0 } : {}) });
      if (rung === undefined) return { all, sent };
      now = rung.at;
      sent.push({ at: now, until: namedUntil(ladder, all, now) });
    }
  }

  const purse = fc.record({
    dates: fc.uniqueArray(fc.integer({ min: 31, max: 400 }).map(day), { minLength: 1, maxLength: 50 }),
    gatherDays: fc.integer({ min: 0, max: 30 }),
  });

  it('never bring two messages on one day, whatever lots there are', () => {
    fc.assert(
      fc.property(purse, ({ dates, gatherDays }) => {
        const { sent } = messagesOf(dates, gatherDays);
        sent.slice(1).forEach(({ at: later }, index) => {
          expect(later - (sent[index]?.at ?? 0)).toBeGreaterThanOrEqual(quietMs);
          expect(Math.floor(later / dayMs)).toBeGreaterThan(Math.floor((sent[index]?.at ?? 0) / dayMs));
        });
      }),
    );
  });

  it('are each named at every rung, in a message of that day or less than a day before', () => {
    fc.assert(
      fc.property(purse, ({ dates, gatherDays }) => {
        const { all, sent } = messagesOf(dates, gatherDays);
        const rungsOf = ({ fromAt }: ExpiryWindow) => ladder.map((days) => fromAt - days * dayMs - dayMs / 2);
        for (const window of all) {
          for (const rungAt of rungsOf(window)) {
            const named = sent.some(
              ({ at: sentAt, until }) => sentAt <= rungAt && rungAt - sentAt < quietMs && until >= window.untilAt,
            );
            expect(named).toBe(true);
          }
        }
      }),
    );
  });
});
