import type { QuietHours } from '../programme/rules.ts';
import { type BusinessDay, businessDay, daysAfter, endOfBusinessDay, missedDays, reminderAt } from './rules-days.ts';

/** What a check-in brings, and what keeps a streak. */
export interface StreakRules {
  /** Points of day 1, day 2 and so on. */
  readonly dayPoints: readonly number[];
  /** Behind the last day of the table: from day 1 again, or its last day for ever. The streak goes on either way. */
  readonly afterLastDay: 'restart' | 'continue';
  readonly bonuses: readonly StreakBonus[];
  /** Days in a row that may be missed without losing the streak. They bring no points and count no day. */
  readonly graceDays: number;
  /** Cards a member has per month of the calendar; what is not used lapses with the month. */
  readonly repairCardsPerMonth: number;
  /** Days from the loss within which a card brings the streak back. */
  readonly repairWithinDays: number;
  /** Days after which a check-in that arrives late is refused. */
  readonly lateDays: number;
  /** Local time such as `20:00` at which whoever is about to lose a streak is reminded; null never. */
  readonly remindAt: string | null;
}

/** The rules for a member who is held out: days count as for any other, and nothing is given, neither points nor cards. */
export function heldOutRules<Rules extends StreakRules>(rules: Rules): Rules {
  return { ...rules, dayPoints: [0], bonuses: [], repairCardsPerMonth: 0 };
}

/** On top of a day's points. A day within a table that restarts comes every time round, a later one once a streak. */
type StreakBonus =
  | { readonly day: number; readonly points: number }
  /** The points of the table's day times this. */
  | { readonly day: number; readonly multiplier: number };

/** One day of a member's streak: checked in, or mended with a card. */
export interface StreakDay {
  readonly day: BusinessDay;
  readonly kind: 'done' | 'repaired';
  /** Where the member was. */
  readonly zone: string;
  readonly at: number;
  /** Days of the streak with this one. */
  readonly streak: number;
  readonly points: number;
}

/** What is remembered of a member's check-ins. */
export interface StreakBook {
  /** The latest, oldest first, at most `daysReadMax`. */
  readonly days: readonly StreakDay[];
  readonly best: number;
  /** Cards used in a month such as `2026-03`. */
  readonly cards: { readonly month: string; readonly used: number };
}

export const emptyBook: StreakBook = { days: [], best: 0, cards: { month: '', used: 0 } };

/** Bounds of the settings, on which `daysReadMax` rests. */
export const lateDaysMax = 7;
export const repairWithinDaysMax = 7;
export const graceDaysMax = 7;
/** A late check-in and a card look back over at most 8 days, one more for travel, and one day before them. */
export const daysReadMax = 16;

/** When and where something happened, and when it is decided on. */
export interface Moment {
  readonly at: number;
  readonly now: number;
  readonly zone: string;
}

export type CheckIn =
  | { readonly kind: 'counted'; readonly entry: StreakDay; readonly book: StreakBook; readonly restated: StreakDay[] }
  /** The business day has its check-in, or its card. `moved` when the member is seen in another zone than on that day. */
  | {
      readonly kind: 'already';
      readonly day: BusinessDay;
      readonly repaired: boolean;
      readonly moved?: { readonly book: StreakBook; readonly restated: StreakDay[] };
    }
  | { readonly kind: 'tooLate'; readonly earliest: BusinessDay };

/**
 * Takes a check-in by its own time. One that comes late fills its day, and the streak is counted again over the days behind
 * it; what they were paid stays. Days never go backwards: whoever flies west into a day that was had checked in already.
 */
export function takeCheckIn(book: StreakBook, rules: StreakRules, { at, now, zone }: Moment): CheckIn {
  const day = businessDay(at, zone);
  const earliest = daysAfter(businessDay(now, zone), -rules.lateDays);
  if (day < earliest) return { kind: 'tooLate', earliest };
  const same = book.days.find((known) => known.day === day);
  if (same) return already(book, same, { at, zone });
  const done = book.days.filter(({ kind }) => kind === 'done');
  const outOfOrder = done.find((known) => (known.day < day ? known.at >= at : known.at <= at));
  if (outOfOrder) return already(book, outOfOrder, { at, zone });

  const added = addDay(book, rules, { day, kind: 'done', zone, at });
  const points = pointsOfDay(rules, added.entry.streak).points;
  const entry = { ...added.entry, points };
  const days = added.book.days.map((known) => (known.day === day ? entry : known));
  return { kind: 'counted', ...added, entry, book: { ...added.book, days } };
}

/** The day stands. Where the member was seen last is where the next day is counted from: nobody loses a streak by trying. */
function already(book: StreakBook, same: StreakDay, { at, zone }: Pick<Moment, 'at' | 'zone'>): CheckIn {
  const answer = { kind: 'already', day: same.day, repaired: same.kind === 'repaired' } as const;
  if (same !== book.days.at(-1) || same.zone === zone || at < same.at) return answer;
  const moved = { ...same, zone };
  return { ...answer, moved: { book: { ...book, days: [...book.days.slice(0, -1), moved] }, restated: [moved] } };
}

export type Repair =
  | { readonly kind: 'repaired'; readonly entry: StreakDay; readonly book: StreakBook; readonly restated: StreakDay[] }
  | { readonly kind: 'notLost' }
  | { readonly kind: 'tooLate'; readonly until: BusinessDay }
  | { readonly kind: 'noCard' };

/** Uses a card: the streak that was lost last goes on, with the days since it was lost put on top. */
export function useRepairCard(book: StreakBook, rules: StreakRules, { at, zone }: Moment): Repair {
  const gap = lastGap(book, rules, at, zone);
  if (!gap) return { kind: 'notLost' };
  const today = businessDay(at, zone);
  const until = lastRepairDay(rules, gap.before.day);
  if (today > until) return { kind: 'tooLate', until };
  if (cardsLeft(book, rules, today) === 0) return { kind: 'noCard' };

  const day = daysAfter(gap.after?.day ?? today, -1);
  const added = addDay(book, rules, { day, kind: 'repaired', zone, at });
  const month = cardMonth(book, today);
  const used = (book.cards.month === month ? book.cards.used : 0) + 1;
  return { kind: 'repaired', ...added, book: { ...added.book, cards: { month, used } } };
}

/** Points of a day of the streak: the table's, and what comes on top. */
export function pointsOfDay(rules: StreakRules, streak: number): { points: number; bonus: number } {
  const { dayPoints, afterLastDay, bonuses } = rules;
  const length = dayPoints.length;
  const tableDay = afterLastDay === 'restart' ? ((streak - 1) % length) + 1 : Math.min(streak, length);
  const base = dayPoints[tableDay - 1] ?? 0;
  let bonus = 0;
  for (const each of bonuses) {
    const day = afterLastDay === 'restart' && each.day <= length ? tableDay : streak;
    if (each.day === day) bonus += 'points' in each ? each.points : base * (each.multiplier - 1);
  }
  return { points: base + bonus, bonus };
}

/** Where a member's streak stands. */
export interface StreakStanding {
  /** Days of the streak, 0 when there is none or it is lost. */
  readonly streak: number;
  readonly best: number;
  readonly lastDay: BusinessDay | null;
  /** When the streak is lost, or was, without another check-in. */
  readonly losesAt: number;
  readonly checkedInToday: boolean;
  /** When the member is to be reminded, on the last day that keeps the streak; null when never. */
  readonly remindAt: number | null;
  /** What the next check-in brings: its day of the streak, and the points. */
  readonly next: { readonly day: number; readonly points: number };
  readonly cards: number;
  /** The lost streak that a card would bring back, and until when. */
  readonly repairable: { readonly streak: number; readonly untilAt: number } | null;
}

export function streakStanding(
  book: StreakBook,
  rules: StreakRules,
  { at, zone, quietHours }: { readonly at: number; readonly zone: string; readonly quietHours: QuietHours | null },
): StreakStanding {
  const last = book.days.at(-1);
  const alive = last !== undefined && missedDays(last, at, zone) <= rules.graceDays;
  const streak = alive ? last.streak : 0;
  const today = businessDay(at, zone);
  const gap = lastGap(book, rules, at, zone);
  const repairDay = gap ? lastRepairDay(rules, gap.before.day) : '';
  return {
    streak,
    best: book.best,
    lastDay: last?.day ?? null,
    losesAt: last ? endOfBusinessDay(lastChance(rules, last.day), [zone, last.zone]) : at,
    remindAt:
      last && rules.remindAt !== null
        ? reminderAt(lastChance(rules, last.day), rules.remindAt, zone, quietHours)
        : null,
    checkedInToday: last !== undefined && last.kind === 'done' && last.day >= today,
    next: { day: streak + 1, points: pointsOfDay(rules, streak + 1).points },
    cards: cardsLeft(book, rules, today),
    repairable:
      gap && today <= repairDay
        ? { streak: gap.before.streak, untilAt: endOfBusinessDay(repairDay, [zone]) - 1 }
        : null,
  };
}

/** The last day on which a check-in keeps the streak. */
const lastChance = ({ graceDays }: StreakRules, lastDay: BusinessDay) => daysAfter(lastDay, graceDays + 1);

const lastRepairDay = (rules: StreakRules, lastDay: BusinessDay) =>
  daysAfter(lastChance(rules, lastDay), rules.repairWithinDays);

/** The last time a streak was lost: the day before it, and the first of the streak since, if there is one. */
function lastGap(
  { days }: StreakBook,
  rules: StreakRules,
  at: number,
  zone: string,
): { before: StreakDay; after?: StreakDay } | undefined {
  const last = days.at(-1);
  if (!last) return undefined;
  if (missedDays(last, at, zone) > rules.graceDays) return { before: last };
  const start = days.findLastIndex(({ kind, streak }) => kind === 'done' && streak === 1);
  const [before, after] = [days[start - 1], days[start]];
  return before && after ? { before, after } : undefined;
}

/** Puts a day into the book and counts the streak again from there on. */
function addDay(book: StreakBook, rules: StreakRules, added: Omit<StreakDay, 'streak' | 'points'>) {
  const earlier = book.days.filter(({ day }) => day < added.day);
  let before = earlier.at(-1);
  // What was counted under other rules is not counted down.
  const count = (day: StreakDay): StreakDay =>
    (before = { ...day, streak: Math.max(day.streak, streakWith(before, day, rules)) });
  const entry = count({ ...added, streak: 0, points: 0 });
  const later = book.days.filter(({ day }) => day > added.day);
  const recounted = later.map((day) => count(day));
  const restated = recounted.filter(({ streak }, index) => streak !== later[index]?.streak);
  const days = [...earlier, entry, ...recounted];
  const best = Math.max(book.best, ...days.map(({ streak }) => streak));
  return { entry, restated, book: { ...book, best, days: days.slice(-daysReadMax) } };
}

/** Days of the streak with a day, by the day before it in the book. */
export function streakWith(
  before: StreakDay | undefined,
  day: Omit<StreakDay, 'streak'>,
  { graceDays }: Pick<StreakRules, 'graceDays'>,
): number {
  if (day.kind === 'repaired') return before?.streak ?? 0;
  if (!before || missedDays(before, day.at, day.zone) > graceDays) return 1;
  return before.streak + 1;
}

function cardsLeft(book: StreakBook, { repairCardsPerMonth }: StreakRules, today: BusinessDay): number {
  const used = book.cards.month === cardMonth(book, today) ? book.cards.used : 0;
  return Math.max(0, repairCardsPerMonth - used);
}

/** The month a card counts in; a late event never opens one that is over. */
const cardMonth = ({ cards }: StreakBook, today: BusinessDay) =>
  today.slice(0, 7) > cards.month ? today.slice(0, 7) : cards.month;
