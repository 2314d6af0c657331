import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptyBook,
  pointsOfDay,
  type StreakBook,
  type StreakRules,
  streakStanding,
  takeCheckIn,
  useRepairCard,
} from './rules.ts';
import { shippedRules as rules } from '../../test/support/streak-rules.ts';

const london = 'Europe/London';
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const at = (text: string) => Date.parse(text);

interface Diary {
  readonly book: StreakBook;
  /** Streak and points of each check-in, or why there are none. */
  readonly said: readonly string[];
}

/** Check-ins in the order in which they come: instants, or an instant with the zone of then. */
function diary(times: readonly (string | readonly [string, string])[], changed: Partial<StreakRules> = {}): Diary {
  let book = emptyBook;
  let now = 0;
  const said = times.map((time) => {
    const [text, zone] = typeof time === 'string' ? [time, london] : time;
    now = Math.max(now, at(text));
    const taken = takeCheckIn(book, { ...rules, ...changed }, { at: at(text), now, zone });
    if (taken.kind === 'counted') book = taken.book;
    else if (taken.kind === 'already' && taken.moved) book = taken.moved.book;
    return taken.kind === 'counted' ? `day ${taken.entry.streak}: ${taken.entry.points}` : taken.kind;
  });
  return { book, said };
}

const everyDay = (from: string, days: number) =>
  Array.from({ length: days }, (_, day) => new Date(at(from) + day * dayMs).toISOString());

describe('points of a day', () => {
  it.each<[string, Partial<StreakRules>, number[]]>([
    ['the table with 20 on top on day 7, then again', {}, [5, 5, 6, 6, 8, 8, 30, 5]],
    ['the table, then its last day', { afterLastDay: 'continue', bonuses: [] }, [5, 5, 6, 6, 8, 8, 10, 10]],
    [
      '5 a day, doubled on day 7',
      { dayPoints: [5], afterLastDay: 'continue', bonuses: [{ day: 7, multiplier: 2 }] },
      [5, 5, 5, 5, 5, 5, 10, 5],
    ],
    [
      '5 a day, doubled from day 7 on',
      { dayPoints: [5, 5, 5, 5, 5, 5, 10], afterLastDay: 'continue', bonuses: [] },
      [5, 5, 5, 5, 5, 5, 10, 10],
    ],
    ['no points at all', { dayPoints: [0], bonuses: [] }, [0, 0, 0, 0, 0, 0, 0, 0]],
  ])('%s', (_, changed, expected) => {
    expect(expected.map((__, index) => pointsOfDay({ ...rules, ...changed }, index + 1).points)).toEqual(expected);
  });

  it('gives a bonus behind the table once a streak', () => {
    const once = { ...rules, bonuses: [{ day: 30, points: 100 }] };
    expect([30, 37, 60].map((day) => pointsOfDay(once, day).bonus)).toEqual([100, 0, 0]);
  });
});

describe('a streak', () => {
  it('counts one check-in a day', () => {
    const { said } = diary(['2026-03-02T08:00Z', '2026-03-02T21:00Z', '2026-03-03T23:59Z', '2026-03-04T00:01Z']);
    expect(said).toEqual(['day 1: 5', 'already', 'day 2: 5', 'day 3: 6']);
  });

  it('is lost with a missed day, and begins again', () => {
    expect(diary(['2026-03-02T08:00Z', '2026-03-03T08:00Z', '2026-03-05T08:00Z']).said.at(-1)).toBe('day 1: 5');
  });

  it.each<[number, string, string]>([
    [1, '2026-03-04T08:00Z', 'day 2: 5'],
    [1, '2026-03-05T08:00Z', 'day 1: 5'],
    [2, '2026-03-05T08:00Z', 'day 2: 5'],
  ])('with %i days of grace, after a check-in on 2 March one at %s is %s', (graceDays, next, expected) => {
    expect(diary(['2026-03-02T08:00Z', next], { graceDays }).said[1]).toBe(expected);
  });
});

describe('days of 23 and 25 hours', () => {
  it.each<[string, string, string[]]>([
    ['London springs forward', london, ['2026-03-28T23:30Z', '2026-03-29T22:30Z', '2026-03-29T23:30Z']],
    ['London falls back', london, ['2026-10-24T22:30Z', '2026-10-25T23:30Z', '2026-10-26T00:30Z']],
    ['New York springs forward', 'America/New_York', ['2026-03-08T04:30Z', '2026-03-09T03:30Z', '2026-03-09T04:30Z']],
    ['New York falls back', 'America/New_York', ['2026-11-01T03:30Z', '2026-11-02T04:30Z', '2026-11-02T05:30Z']],
    ['Santiago has no midnight', 'America/Santiago', ['2026-09-06T03:59Z', '2026-09-06T04:00Z', '2026-09-07T03:00Z']],
    ['Santiago has two midnights', 'America/Santiago', ['2026-04-05T02:30Z', '2026-04-05T04:00Z', '2026-04-06T04:00Z']],
  ])('%s: three check-ins on three days', (_, zone, times) => {
    expect(diary(times.map((time) => [time, zone])).said).toEqual(['day 1: 5', 'day 2: 5', 'day 3: 6']);
  });

  it('both midnights of a doubled hour are one day', () => {
    const santiago = 'America/Santiago';
    const { said } = diary([
      ['2026-04-05T02:30Z', santiago],
      ['2026-04-05T03:30Z', santiago],
    ]);
    expect(said).toEqual(['day 1: 5', 'already']);
  });

  it.each([
    [london, '2026-03-28T12:00Z', '2026-03-29T23:00Z', '2026-03-29T19:00Z'],
    [london, '2026-10-24T12:00Z', '2026-10-26T00:00Z', '2026-10-25T20:00Z'],
    ['America/Santiago', '2026-09-05T12:00Z', '2026-09-07T03:00Z', '2026-09-06T23:00Z'],
  ])('in %s a streak of %s is lost at %s, and reminded of at %s', (zone, checkedIn, losesAt, remindAt) => {
    const { book } = diary([[checkedIn, zone]]);
    const standing = streakStanding(book, rules, { at: at(checkedIn), zone, quietHours: null });
    expect(new Date(standing.losesAt).toISOString()).toBe(new Date(losesAt).toISOString());
    expect(new Date(standing.remindAt ?? 0).toISOString()).toBe(new Date(remindAt).toISOString());
  });
});

describe('a member who travels', () => {
  const tokyo = 'Asia/Tokyo';
  const honolulu = 'Pacific/Honolulu';

  it('flies west into a day that was: checked in already, and the next day counts', () => {
    const { said } = diary([
      ['2026-03-03T01:00Z', tokyo],
      ['2026-03-03T08:00Z', honolulu],
      ['2026-03-04T08:00Z', honolulu],
      ['2026-03-04T20:00Z', honolulu],
    ]);
    expect(said).toEqual(['day 1: 5', 'already', 'already', 'day 2: 5']);
  });

  it('flies east over a date and keeps the streak', () => {
    const { said } = diary([
      ['2026-03-03T09:00Z', honolulu],
      ['2026-03-03T18:00Z', 'Pacific/Kiritimati'],
    ]);
    expect(said).toEqual(['day 1: 5', 'day 2: 5']);
  });

  it('may check in until the day ends where it ends later', () => {
    const { book } = diary([['2026-03-03T09:00Z', honolulu]]);
    const { losesAt } = streakStanding(book, rules, { at: at('2026-03-03T12:00Z'), zone: tokyo, quietHours: null });
    expect(new Date(losesAt).toISOString()).toBe('2026-03-04T10:00:00.000Z');
  });

  it('gains no more than a day or two by changing zones, whatever the order', () => {
    const zones = fc.constantFrom(london, tokyo, honolulu, 'Pacific/Kiritimati', 'America/New_York');
    const hop = fc.tuple(fc.integer({ min: 1, max: 40 }), zones);
    fc.assert(
      fc.property(fc.array(hop, { minLength: 1, maxLength: 60 }), (hops) => {
        let time = at('2026-03-01T00:00Z');
        const times = hops.map(([hours, zone]) => [new Date((time += hours * hourMs)).toISOString(), zone] as const);
        const { book, said } = diary(times);
        const paid = said.filter((each) => each.startsWith('day')).length;
        expect(paid).toBeLessThanOrEqual(Math.ceil((time - at('2026-03-01T00:00Z')) / dayMs) + 2);
        const days = book.days.map(({ day }) => day);
        expect(days).toEqual([...new Set(days)].sort());
      }),
    );
  });

  it('never loses a streak who checks in every 20 hours, wherever that is', () => {
    const zones = fc.constantFrom(london, tokyo, honolulu, 'Pacific/Kiritimati', 'America/New_York');
    fc.assert(
      fc.property(fc.array(zones, { minLength: 2, maxLength: 60 }), (places) => {
        const times = places.map(
          (zone, index) => [new Date(at('2026-03-01T00:00Z') + index * 20 * hourMs).toISOString(), zone] as const,
        );
        const streaks = diary(times).said.filter((each) => each !== 'already');
        expect(streaks.map((each) => Number(each.split(/[ :]/)[1]))).toEqual(streaks.map((_, index) => index + 1));
      }),
    );
  });
});

describe('a check-in that comes late', () => {
  it('fills its day: the streak counts as if it had been in time, what was paid stays', () => {
    const { book, said } = diary(['2026-03-02T08:00Z', '2026-03-04T08:00Z', '2026-03-03T08:00Z', '2026-03-05T08:00Z']);
    expect(said).toEqual(['day 1: 5', 'day 1: 5', 'day 2: 5', 'day 4: 6']);
    expect(book.days.map(({ streak }) => streak)).toEqual([1, 2, 3, 4]);
  });

  it('is refused behind lateDays', () => {
    expect(diary(['2026-03-10T08:00Z', '2026-03-07T08:00Z', '2026-03-06T08:00Z']).said).toEqual([
      'day 1: 5',
      'day 1: 5',
      'tooLate',
    ]);
  });

  it('counts the same streak in whatever order a few days arrive', () => {
    const days = everyDay('2026-03-02T08:00Z', 4);
    fc.assert(
      fc.property(fc.shuffledSubarray(days, { minLength: 4 }), (order) => {
        const { book } = diary([...order]);
        expect(book.days.map(({ streak }) => streak)).toEqual([1, 2, 3, 4]);
      }),
    );
  });
});

describe('a repair card', () => {
  const lost = () => diary(everyDay('2026-03-02T08:00Z', 5)).book;
  const use = (book: StreakBook, text: string, changed: Partial<StreakRules> = {}) =>
    useRepairCard(book, { ...rules, ...changed }, { at: at(text), now: at(text), zone: london });
  const checkIn = (book: StreakBook, text: string) => {
    const taken = takeCheckIn(book, rules, { at: at(text), now: at(text), zone: london });
    return taken.kind === 'counted' ? taken : expect.unreachable();
  };

  it('brings the streak back, and the next check-in goes on with it', () => {
    const repaired = use(lost(), '2026-03-08T09:00Z');
    if (repaired.kind !== 'repaired') return expect.unreachable();
    expect(repaired.entry).toMatchObject({ day: '2026-03-07', kind: 'repaired', streak: 5, points: 0 });
    expect(checkIn(repaired.book, '2026-03-08T10:00Z').entry).toMatchObject({ streak: 6, points: 8 });
  });

  it('puts the days since the loss on top', () => {
    const again = checkIn(checkIn(lost(), '2026-03-08T10:00Z').book, '2026-03-09T10:00Z').book;
    const repaired = use(again, '2026-03-09T11:00Z');
    if (repaired.kind !== 'repaired') return expect.unreachable();
    expect(repaired.book.days.at(-1)).toMatchObject({ day: '2026-03-09', streak: 7 });
    expect(repaired.restated.map(({ streak }) => streak)).toEqual([6, 7]);
  });

  it.each<[string, string, Partial<StreakRules>, string]>([
    ['while the streak goes on', '2026-03-07T09:00Z', {}, 'notLost'],
    ['within repairWithinDays', '2026-03-10T09:00Z', {}, 'repaired'],
    ['later', '2026-03-11T09:00Z', {}, 'tooLate'],
    ['without a card', '2026-03-08T09:00Z', { repairCardsPerMonth: 0 }, 'noCard'],
  ])('%s: %s', (_, text, changed, expected) => {
    expect(use(lost(), text, changed).kind).toBe(expected);
  });

  it('is used up until the next month', () => {
    const repaired = use(lost(), '2026-03-08T09:00Z');
    if (repaired.kind !== 'repaired') return expect.unreachable();
    expect(use(repaired.book, '2026-03-10T09:00Z').kind).toBe('noCard');
    const cards = (text: string) =>
      streakStanding(repaired.book, rules, { at: at(text), zone: london, quietHours: null }).cards;
    expect([cards('2026-03-31T12:00Z'), cards('2026-04-01T12:00Z')]).toEqual([0, 1]);
  });
});

describe('a reminder', () => {
  it.each([
    ['20:00', '20:00'],
    ['21:30', '20:30'],
    ['08:00', '09:00'],
  ])('asked for at %s leaves at %s when nothing leaves from 21:00 to 09:00', (remindAt, expected) => {
    const { book } = diary(['2026-01-10T12:00Z']);
    const quietHours = { from: '21:00', until: '09:00' };
    const standing = streakStanding(
      book,
      { ...rules, remindAt },
      { at: at('2026-01-10T12:00Z'), zone: london, quietHours },
    );
    expect(new Date(standing.remindAt ?? 0).toISOString().slice(0, 16)).toBe(`2026-01-11T${expected}`);
  });
});
