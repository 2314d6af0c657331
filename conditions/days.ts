import { DateTime } from 'luxon';
import { plusOf, weekdays, type Length } from './words.ts';

/** Whether a birthday on 29 February is kept on 28 February or 1 March in years without one. */
export type LeapDay = 'february' | 'march';

/** Minutes and hours are exact; days, weeks and months are the same local time on a later square of the calendar. */
export function later(at: number, length: Length, zone: string): number {
  return DateTime.fromMillis(at, { zone }).plus(plusOf(length)).toMillis();
}

/** A local time on a day: one that the clock skips is as much later, of one that comes twice the first counts. */
export function atClock(day: DateTime, clock: string): number {
  const [hour, minute] = clock.split(':').map(Number);
  const { year, month, day: date } = day;
  const found = DateTime.fromObject({ year, month, day: date, hour, minute }, { zone: day.zone });
  const earlier = found.minus({ hours: 1 });
  return (earlier.toFormat('HH:mm') === clock && earlier.day === date ? earlier : found).toMillis();
}

/** Which days of a calendar will do, and at what time of the day. */
export interface Calendar {
  readonly at?: string | undefined;
  readonly days?: string | readonly string[] | undefined;
  /** Days that will not, such as holidays: `2026-12-25`. */
  readonly notOn?: readonly string[];
}

/** Days looked through for one that fits: every weekday and every date of a year comes within it. */
const daysAheadMax = 366;

function fits(day: DateTime, { days, notOn = [] }: Calendar): boolean {
  return isWanted(day, days) && !notOn.includes(day.toISODate() ?? '');
}

function isWanted(day: DateTime, days: Calendar['days']): boolean {
  if (days === undefined) return true;
  if (days === 'weekdays') return day.weekday <= 5;
  if (days === 'weekend') return day.weekday > 5;
  return [days].flat().includes(weekdays[day.weekday - 1] ?? 'monday');
}

/** The first instant from `now` on, on a day from `from` on that fits, at the time of day; undefined when none comes within a year. */
export function firstFit(now: number, from: DateTime, calendar: Calendar, clock?: string): number | undefined {
  for (let ahead = 0; ahead <= daysAheadMax; ahead += 1) {
    const day = from.plus({ days: ahead });
    if (!fits(day, calendar)) continue;
    const at = clock === undefined ? Math.max(now, day.startOf('day').toMillis()) : atClock(day, clock);
    if (at >= now) return at;
  }
  return undefined;
}

/** The day of an anniversary in a year: 29 February is 28 February where there is none, or 1 March where the programme says so. */
export function anniversary(
  { month, day }: { readonly month: number; readonly day: number },
  year: number,
  zone: string,
  leapDay: LeapDay = 'february',
): DateTime {
  const exists = DateTime.fromObject({ year, month, day }, { zone });
  if (exists.isValid) return exists;
  return DateTime.fromObject(
    { year, ...(leapDay === 'february' ? { month, day: 28 } : { month: 3, day: 1 }) },
    { zone },
  );
}
