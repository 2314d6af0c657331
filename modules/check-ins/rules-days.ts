import { endOfLocalDay, instantOfLocalTime, type LocalDay, localDayKey, parseLocalDay } from '../../values/calendar.ts';
import type { QuietHours } from '../programme/rules.ts';
import { isQuiet, minuteOf } from '../programme/rules-quiet-hours.ts';

/** A business day: the member's local date of a check-in, such as `2026-03-29`. */
export type BusinessDay = string;

const dayMs = 86_400_000;
/** A reminder that would fall into the quiet evening leaves this long before it begins. */
const beforeQuietMinutes = 30;

/** The business day of an instant where the member is. */
export const businessDay = (at: number, zone: string): BusinessDay => localDayKey(new Date(at), zone);

/** Days from one business day to another. */
function daysBetween(from: BusinessDay, to: BusinessDay): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}

/** Some days later, or earlier when negative. */
export function daysAfter(day: BusinessDay, days: number): BusinessDay {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}

/**
 * Days missed between a check-in and an instant, at least 0. Counted where the member is and where the member checked in
 * last, and the smaller number counts: whoever flies east over a date did not have the day that the calendar skipped.
 */
export function missedDays(
  last: { readonly day: BusinessDay; readonly zone: string },
  at: number,
  zone: string,
): number {
  const days = (where: string) => daysBetween(last.day, businessDay(at, where));
  return Math.max(0, Math.min(days(zone), days(last.zone)) - 1);
}

/** The first instant after a business day, in the zone where it ends later. */
export function endOfBusinessDay(day: BusinessDay, zones: readonly string[]): number {
  return Math.max(...zones.map((zone) => endOfLocalDay(localDate(day), zone).getTime())) + 1;
}

/** When a member is reminded on a day: the local time asked for, or the nearest one at which messages leave. */
export function reminderAt(day: BusinessDay, time: string, zone: string, quiet: QuietHours | null): number {
  const at = instantOfLocalTime(`${day}T${openTime(time, quiet)}`, zone);
  if (at === undefined) throw new RangeError(`"${day}" is not a day`);
  return at.getTime();
}

/** In a quiet evening half an hour before it begins, in a quiet morning when it ends. */
function openTime(time: string, quiet: QuietHours | null): string {
  const minute = minuteOf(time);
  if (quiet === null || !isQuiet(quiet, minute)) return time;
  if (minute < minuteOf(quiet.until)) return quiet.until;
  const before = Math.max(0, minuteOf(quiet.from) - beforeQuietMinutes);
  return `${String(Math.floor(before / 60)).padStart(2, '0')}:${String(before % 60).padStart(2, '0')}`;
}

function localDate(day: BusinessDay): LocalDay {
  const date = parseLocalDay(day);
  if (!date) throw new RangeError(`"${day}" is not a day`);
  return date;
}
