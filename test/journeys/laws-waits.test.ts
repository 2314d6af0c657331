import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { opensAt } from '../../modules/programme/rules-quiet-hours.ts';
import { instantOf } from '../../workflows/lifecycles/journey/moments.ts';
import { anniversary } from '../../conditions/days.ts';
import { holdsDate } from '../../conditions/spans.ts';
import { after, at, day, daysAfter, lawPlan, live, minutes, shown, zone } from './law-plans.ts';
import { setting } from './journeys.ts';

const joined = '2026-11-02T09:00';
const order = { event: 'order.placed' };

describe('law 1, since', () => {
  it('an event of before the wait counts from where `since` says', async () => {
    await fc.assert(
      fc.asyncProperty(minutes(15, 9 * day), fc.constantFrom('entry', 'here', 'first'), async (offset, since) => {
        const file = lawPlan({
          steps: [
            { id: 'before', wait: '1 day' },
            { id: 'first', tag: 'vip' },
            { id: 'pause', wait: '2 days' },
            { id: 'ordered', waitFor: [{ path: 'came', ...order }], since, atMost: '4 days', otherwise: [{ end: 'nothing' }] },
            { end: 'has ordered' },
          ],
        });
        const orderAt = after(joined, offset);
        const shop = await live(file, (one) => one.orders('anna', orderAt, 5));
        // What came with the end of a step belongs to that step.
        const from = { entry: at(joined), here: daysAfter(at(joined), 3), first: daysAfter(at(joined), 1) + 1 }[since] ?? 0;
        const [waitEnds, deadline] = [daysAfter(at(joined), 3), daysAfter(at(joined), 7)];
        const counts = at(orderAt) >= from && at(orderAt) <= deadline;
        const ends = counts
          ? `${shown(Math.max(waitEnds, at(orderAt)))} ends done: has ordered`
          : `${shown(deadline)} ends done: nothing`;
        expect(shop.story('anna').at(-1)).toBe(ends);
      }),
      { numRuns: 35 },
    );
  });
});

describe('law 2, once', () => {
  it('an event serves one wait, once; conditions use nothing up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(minutes(15, 8 * day), { maxLength: 7 }), async (offsets) => {
        const round = { id: 'next', waitFor: [{ path: 'checked', event: 'checkin.done' }], since: 'entry', atMost: '2 days' };
        const asks = { branch: [{ path: 'has', if: { event: 'checkin.done', within: 'since entry' } }], id: 'asked' };
        const file = lawPlan({
          steps: [{ id: 'loop', repeat: 4, do: [{ ...round, otherwise: [{ end: 'missed' }] }, asks] }, { end: 'all four' }],
        });
        const times = offsets.map((offset) => at(after(joined, offset))).sort((a, b) => a - b);
        const shop = await live(file, (one) => times.forEach((time) => one.happens('anna', time, 'checkin.done')));
        let [now, missed] = [at(joined), false];
        for (let done = 0; done < 4 && !missed; done += 1) {
          const deadline = daysAfter(now, 2);
          const next = times.findIndex((time) => time <= deadline);
          missed = next < 0;
          now = missed ? deadline : Math.max(now, times.splice(next, 1)[0] ?? now);
        }
        expect(shop.story('anna').at(-1)).toBe(`${shown(now)} ends done: ${missed ? 'missed' : 'all four'}`);
      }),
      { numRuns: 30 },
    );
  });
});

describe('law 3, one instant', () => {
  const ways = { a: 'checkin.done', b: 'review.posted', c: 'share.opened' };
  it('exits in the order written, then events by their id, then the deadline; arrival plays no part', async () => {
    const ids = fc.uniqueArray(fc.constantFrom('e1', 'e2', 'e3', 'e4'), { minLength: 3, maxLength: 3 });
    const flips = fc.record({ delay: fc.nat(5), exits: fc.boolean(), written: fc.boolean(), deadline: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(ids, flips, async ([a = '', b = '', c = ''], { delay, exits, written, deadline }) => {
        const time = deadline ? '2026-11-03T09:00' : '2026-11-02T17:00';
        const two = [
          { event: 'order.placed', reason: 'ordered' },
          { event: 'order.returned', reason: 'returned' },
        ];
        const file = lawPlan({
          exitOn: written ? two : [...two].reverse(),
          steps: [
            { id: 'race', waitFor: Object.entries(ways).map(([path, event]) => ({ path, event, do: [{ end: path }] })), atMost: '1 day', otherwise: [{ end: 'late' }] },
          ],
        });
        const shop = await live(file, (one) => {
          const told = [
            () => one.happens('anna', time, ways.a, {}, { id: a }),
            () => one.happens('anna', time, ways.b, {}, { id: b }),
            () => one.happens('anna', time, ways.c, {}, { id: c }),
            ...(exits ? [() => one.happens('anna', time, 'order.placed', {}, { id: 'z1' })] : []),
            ...(exits ? [() => one.happens('anna', time, 'order.returned', {}, { id: 'z0' })] : []),
          ];
          for (let place = 0; place < told.length; place += 1) told[(place + delay) % told.length]?.();
        });
        const first = [['a', a], ['b', b], ['c', c]].sort(([, x = ''], [, y = '']) => (x < y ? -1 : 1))[0]?.[0] ?? '';
        const said = shop.story('anna').at(-1);
        const exit = written ? 'ordered' : 'returned';
        expect(said).toBe(`${shown(at(time))} ${exits ? `ends exited: ${exit}` : `ends done: ${first}`}`);
      }),
      { numRuns: 35 },
    );
  });
});

describe('law 4, state and change', () => {
  it('a state that holds already goes on at once; coming into a segment is a change', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), minutes(15, 3 * day), async (isRich, offset) => {
        const file = lawPlan({
          steps: [
            { id: 'rich', waitFor: [{ path: 'yes', when: { spent: { atLeast: 1000 } } }], atMost: '4 days', otherwise: [{ end: 'poor' }] },
            { id: 'moves', waitFor: [{ path: 'in', enters: 'big-spenders' }], since: 'here', atMost: '1 day', otherwise: [{ end: 'was in' }] },
            { end: 'came in' },
          ],
        });
        const becomes = after(joined, offset);
        const bought = isRich ? [['2026-09-01', 2000] as const] : [];
        const shop = await live(file, (one) => !isRich && one.orders('anna', becomes, 1500), { member: { bought } });
        const since = isRich ? at(joined) : at(becomes);
        // The order makes both true at one instant: the state goes on, and the change of that instant is there.
        const ends = isRich ? `${shown(daysAfter(since, 1))} ends done: was in` : `${shown(since)} ends done: came in`;
        expect(shop.story('anna').at(-1)).toBe(ends);
      }),
      { numRuns: 25 },
    );
  });
});

describe('law 6, days', () => {
  it('days are squares of a calendar, hours are exact, also when the clock changes', async () => {
    await fc.assert(
      fc.asyncProperty(minutes(0, 3 * day), fc.constantFrom('1 day', '24 hours', '1 week', '90 minutes'), async (offset, length) => {
        const joins = after('2026-10-23T10:00', offset);
        const file = lawPlan({ steps: [{ id: 'pause', wait: length }, { end: 'over' }] });
        const shop = await live(file, undefined, { start: '2026-10-23T09:00', joins, until: '2026-11-10' });
        const from = DateTime.fromISO(joins, { zone });
        const ends = { '1 day': from.plus({ days: 1 }), '1 week': from.plus({ weeks: 1 }), '24 hours': from.plus({ hours: 24 }), '90 minutes': from.plus({ minutes: 90 }) }[length];
        expect(shop.story('anna').at(-1)).toBe(`${ends?.toFormat('MM-dd HH:mm') ?? ''} ends done: over`);
      }),
      { numRuns: 25 },
    );
  });

  it('a local time that is skipped is as much later; of one that comes twice the first counts', () => {
    const reckon = (from: string, clock: string) =>
      instantOf(clock, {}, { from: at(from), zone, leapDay: 'february', date: () => undefined, yearly: () => undefined });
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
      fc.property(fc.integer({ min: 0, max: 1500 }), fc.oneof(fc.integer({ min: -1, max: 1 }), fc.integer({ min: 2, max: 364 })), fc.nat(1439), (ahead, born, minute) => {
        const now = DateTime.fromISO('2026-01-01', { zone }).plus({ days: ahead, minutes: minute });
        // Born some days of the year from today, in a leap year.
        const birth = now.plus({ days: born }).set({ year: 2024 });
        const yearly = () => ({ month: birth.month, day: birth.day });
        const found = instantOf('birthday', { at: '09:30' }, { from: now.toMillis(), zone, leapDay: 'february', date: () => undefined, yearly });
        const day = DateTime.fromMillis(found ?? 0, { zone });
        const days = day.startOf('day').diff(now.startOf('day'), 'days').days;
        expect(Math.round(days)).toBeGreaterThanOrEqual(0);
        expect(Math.round(days)).toBeLessThanOrEqual(366);
        const isLeapBorn = birth.month === 2 && birth.day === 29 && !day.isInLeapYear;
        expect(day.toFormat('MM-dd HH:mm')).toBe(`${isLeapBorn ? '02-28' : birth.toFormat('MM-dd')} 09:30`);
      }),
      { numRuns: 300 },
    );
  });

  it('as a condition it keeps the same day', async () => {
    const file = lawPlan({
      steps: [{ branch: [{ path: 'today', if: { birthday: 'today' }, do: [{ end: 'today' }] }], otherwise: [{ end: 'another day' }] }],
    });
    for (const [leapDay, joins, says] of [
      ['february', '2027-02-28T10:00', 'today'],
      ['march', '2027-02-28T10:00', 'another day'],
      ['march', '2027-03-01T10:00', 'today'],
    ] as const) {
      const own = { catalogue: { ...setting.catalogue, leapDay } };
      const shop = await live(file, undefined, { start: '2027-02-27T00:00', joins, until: '2027-03-02', member: { birthday: '1992-02-29' }, setting: own });
      expect(shop.story('anna').at(-1)).toContain(`ends done: ${says}`);
    }
  });
});

describe('law 13, zone and dates', () => {
  it('a wait for a date follows the date, from its beginning; over by then means at once; a mere length stays', async () => {
    const moves = fc.array(fc.record({ offset: minutes(15, 12 * day), to: fc.integer({ min: 2, max: 25 }) }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(moves, fc.boolean(), async (all, isWaitFor) => {
        const until = { until: '1 day before member.renewsOn', at: '09:00' };
        const wait = isWaitFor
          ? { id: 'date', waitFor: [{ path: 'x', event: 'wish.added' }], ...until }
          : { id: 'date', waitUntil: until.until, at: until.at };
        const file = lawPlan({ steps: [wait, { end: 'over' }] });
        const changes = [...all].sort((a, b) => a.offset - b.offset);
        const shop = await live(
          file,
          (one) =>
            changes.forEach(({ offset, to }) =>
              one.happens('anna', after(joined, offset), 'member.updated', { renewsOn: DateTime.fromISO('2026-11-02', { zone }).plus({ days: to }).toISODate() ?? '' }),
            ),
          { member: { attributes: { renewsOn: '2026-11-20' } } },
        );
        let ends = at('2026-11-19T09:00');
        for (const { offset, to } of changes) {
          const now = at(after(joined, offset));
          if (now > ends) break;
          ends = Math.max(now, at(`${DateTime.fromISO('2026-11-02', { zone }).plus({ days: to - 1 }).toISODate() ?? ''}T09:00`));
        }
        expect(shop.story('anna').at(-1)).toBe(`${shown(ends)} ends done: over`);
      }),
      { numRuns: 30 },
    );
  });

  it('a wait for a local time follows the member to another zone', async () => {
    const file = lawPlan({ steps: [{ id: 'ten', waitUntil: '10:00' }, { id: 'length', wait: '2 hours' }, { end: 'over' }] });
    const moves = (shop: { happens(...args: unknown[]): void }) =>
      shop.happens('anna', '2026-11-02T12:00', 'member.updated', { zone: 'America/Los_Angeles' });
    const shop = await live(file, moves as never, { joins: '2026-11-02T11:00' });
    expect(shop.story('anna').at(-1)).toBe('11-02 12:00 ends done: over');
  });
});

describe('law 17, spans', () => {
  it('the last 30 days and at least 30 days ago never both hold, and one always does; so it is ahead', () => {
    // Anywhere, and mostly about where one square ends and the next begins.
    const about = fc.record({ sign: fc.constantFrom(-1, 1), more: fc.integer({ min: -day, max: day }) });
    const anywhere = fc.integer({ min: -90 * day, max: 90 * day });
    const spread = fc.oneof(
      about.map(({ sign, more }) => (days: number) => sign * days * day + more),
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
      fc.asyncProperty(minutes(0, 9 * day), fc.integer({ min: 1, max: 9 }), days, fc.boolean(), async (offset, count, only, isUk) => {
        const joins = after('2026-12-18T09:00', offset);
        const length = count === 1 ? '1 day' : `${count} days`;
        const more = { ...(only === undefined ? {} : { days: only }), ...(isUk ? { notOn: 'uk' } : {}) };
        const file = lawPlan({ steps: [{ id: 'pause', wait: length, at: '10:00', ...more }, { end: 'over' }] });
        const shop = await live(file, undefined, { start: '2026-12-18T00:00', joins, until: '2027-01-20' });
        let square = DateTime.fromISO(joins, { zone }).startOf('day').plus({ days: count });
        const holidays = isUk ? (setting.catalogue.holidays.uk ?? []) : [];
        const isWrong = () =>
          (only === 'weekdays' && square.weekday > 5) || (only === 'weekend' && square.weekday < 6) || holidays.includes(square.toISODate() ?? '');
        while (isWrong()) square = square.plus({ days: 1 });
        expect(shop.story('anna').at(-1)).toBe(`${square.toFormat('MM-dd')} 10:00 ends done: over`);
      }),
      { numRuns: 30 },
    );
  });
});

describe('law 19, quiet hours', () => {
  it('hold a message and not the story; a deadline is stronger', async () => {
    const classes = fc.constantFrom('marketing', 'service', 'transactional');
    await fc.assert(
      fc.asyncProperty(minutes(0, day), classes, fc.integer({ min: 1, max: 14 }), async (offset, of, hours) => {
        const joins = after('2026-11-02T09:00', offset);
        const within = hours === 1 ? '1 hour' : `${hours} hours`;
        const file = lawPlan({ steps: [{ message: 'hello', class: of, within }, { id: 'pause', wait: '1 hour' }, { end: 'over' }] });
        const shop = await live(file, undefined, { joins, until: '2026-11-05' });
        const opens = of === 'transactional' ? at(joins) : opensAt(setting.quietHours, zone, at(joins));
        const isInTime = opens <= at(joins) + hours * 3_600_000;
        const story = shop.story('anna');
        expect(story).toContain(`${shown(at(joins) + 3_600_000)} ends done: over`);
        if (isInTime) expect(story).toContain(`${shown(opens)} mail hello: sent`);
        else expect(story.join()).toContain('mail hello: dropped');
      }),
      { numRuns: 35 },
    );
  });
});

describe('law 23, no date', () => {
  it('a wait for a date that is not known ends the story, one that is over goes on, unless the step says otherwise', async () => {
    const cases = fc.record({ isWaitFor: fc.boolean(), date: fc.constantFrom(undefined, '2026-10-01', '2026-11-10'), says: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(cases, async ({ isWaitFor, date, says }) => {
        const more = says ? { ifPast: [{ end: 'was over' }], ifUnknown: [{ end: 'knows none' }] } : {};
        const wait = isWaitFor
          ? { id: 'date', waitFor: [{ path: 'x', event: 'wish.added' }], until: 'member.renewsOn', otherwise: [{ end: 'otherwise' }], ...more }
          : { id: 'date', waitUntil: 'member.renewsOn', ...more };
        const attributes = date === undefined ? {} : { renewsOn: date };
        const shop = await live(lawPlan({ steps: [wait, { end: 'went on' }] }), undefined, { member: { attributes } });
        const on = isWaitFor ? 'done: otherwise' : 'done: went on';
        const unknown = says ? 'done: knows none' : 'skipped: member.renewsOn is not known';
        const ends = date === undefined ? unknown : date === '2026-10-01' && says ? 'done: was over' : on;
        const when = date === '2026-11-10' ? '11-10 00:00' : '11-02 09:00';
        expect(shop.story('anna').at(-1)).toBe(`${when} ends ${ends}`);
      }),
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
          steps: [{ id: 'buys', waitFor: [{ path: 'shoes', ...order, where: { category: asked } }], atMost: '1 day', otherwise: [{ end: 'nothing' }] }, { end: 'shoes' }],
        });
        const shop = await live(file, (one) => one.orders('anna', '2026-11-02T12:00', 5, { category: told }));
        expect(shop.story('anna').at(-1)).toBe('11-02 12:00 ends done: shoes');
      }),
      { numRuns: 20 },
    );
  });

  it('a date with a time is an instant, one without is a square', async () => {
    const file = lawPlan({ steps: [{ id: 'before', waitUntil: '2 hours before member.appointment' }, { end: 'over' }] });
    for (const [appointment, ends] of [
      ['2026-11-05T15:30:00+08:00', '11-05 05:30'],
      ['2026-11-05', '11-04 00:00'],
    ] as const) {
      const shop = await live(file, undefined, { member: { attributes: { appointment } } });
      expect(shop.story('anna').at(-1)).toBe(`${ends} ends done: over`);
    }
  });
});
