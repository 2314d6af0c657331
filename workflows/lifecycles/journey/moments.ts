import { DateTime } from 'luxon';
import { anniversary, atClock, type Calendar, firstFit, later, type LeapDay } from '../../../conditions/days.ts';
import { isCalendar, plusOf, readDuration, type ReadMoment, readMoment } from '../../../conditions/words.ts';

/** What an end is reckoned from: an instant, whose calendar, and dates by their names. */
export interface Reckoning {
  /** When the wait began. */
  readonly from: number;
  readonly zone: string;
  readonly leapDay: LeapDay;
  /** A day (`2026-03-01`), an instant as text (`2026-03-01T10:00`) or in milliseconds. */
  date(name: string): string | number | undefined;
  /** Of a date that comes every year. */
  yearly(name: string): { readonly month: number; readonly day: number } | undefined;
}

const local = (at: number, zone: string) => DateTime.fromMillis(at, { zone });

/** The end of a length of time: with a time of day, on that square of the calendar; else to the minute, moved on to a day that fits. */
export function endOfDuration(text: string, calendar: Calendar, { from, zone }: Reckoning): number | undefined {
  const length = readDuration(text);
  const end = later(from, length, zone);
  if (calendar.at !== undefined && isCalendar(length)) {
    return firstFit(from, local(end, zone).startOf('day'), calendar, calendar.at);
  }
  if (calendar.days === undefined && (calendar.notOn ?? []).length === 0) return end;
  const day = local(end, zone);
  const fit = firstFit(end, day.startOf('day'), calendar, day.toFormat('HH:mm'));
  return fit !== undefined && local(fit, zone).hasSame(day, 'day') ? end : fit;
}

/** A moment, seen from the instant at which the wait began; undefined when its date is not known. It may be over already. */
export function instantOf(text: string, calendar: Calendar, reckoning: Reckoning): number | undefined {
  const { from, zone } = reckoning;
  const read = readMoment(text);
  const today = local(from, zone).startOf('day');
  switch (read.kind) {
    case 'clock':
      return firstFit(from, today, calendar, read.clock);
    case 'between':
      return between(read, calendar, reckoning);
    case 'day':
      return onDay(DateTime.fromISO(read.day, { zone }), calendar, read.clock ?? calendar.at, zone);
    case 'end': {
      const last = local(from, zone).endOf(read.of);
      return calendar.at === undefined ? last.toMillis() : atClock(last.startOf('day'), calendar.at);
    }
    case 'date':
      return dateOf(read, calendar, reckoning);
    default:
      return read satisfies never;
  }
}

/** The day itself, or the first one behind it that fits; without a time of day from its first instant on. */
function onDay(day: DateTime, calendar: Calendar, clock: string | undefined, zone: string): number | undefined {
  const fit = firstFit(Number.MIN_SAFE_INTEGER, day, calendar, clock ?? '00:00');
  return fit === undefined || clock !== undefined ? fit : local(fit, zone).startOf('day').toMillis();
}

function between(
  { from: opens, until: closes }: Extract<ReadMoment, { kind: 'between' }>,
  calendar: Calendar,
  { from, zone }: Reckoning,
): number | undefined {
  const today = local(from, zone).startOf('day');
  const isOpen = from >= atClock(today, opens) && from < atClock(today, closes);
  return isOpen && firstFit(from, today, calendar) === from ? from : firstFit(from, today, calendar, opens);
}

function dateOf(
  read: Extract<ReadMoment, { kind: 'date' }>,
  calendar: Calendar,
  { from, zone, leapDay, date, yearly }: Reckoning,
): number | undefined {
  const today = local(from, zone).startOf('day');
  const shifted = (day: DateTime) =>
    read.offset === undefined ? day : day.plus(plusOf({ ...read.offset, count: read.sign * read.offset.count }));
  const each = yearly(read.date);
  if (each !== undefined) {
    // The one of today or the next, looked for by its day: one of this morning is over, and not a year away.
    const days = [-1, 0, 1, 2].map((ahead) =>
      shifted(anniversary(each, today.year + ahead, zone, leapDay)).startOf('day'),
    );
    return onDay(days.find((day) => day >= today) ?? today, calendar, calendar.at, zone);
  }
  const known = date(read.date);
  if (known === undefined) return undefined;
  if (isDay(known))
    return onDay(shifted(DateTime.fromISO(known, { zone })).startOf('day'), calendar, calendar.at, zone);
  const instant = shifted(typeof known === 'number' ? local(known, zone) : DateTime.fromISO(known, { zone }));
  return calendar.at === undefined ? instant.toMillis() : onDay(instant.startOf('day'), calendar, calendar.at, zone);
}

/** A date without a time is a square of the calendar, one with a time an instant. */
const isDay = (known: string | number): known is string =>
  typeof known === 'string' && known.length <= 'yyyy-mm-dd'.length;

/** A length that no zone and no date of a member can change. */
export function isExact(text: string, calendar: Calendar & { readonly zone?: string | undefined }): boolean {
  const { at, days, notOn = [] } = calendar;
  return !isCalendar(readDuration(text)) && at === undefined && days === undefined && notOn.length === 0;
}

/** At most so many days: a month counts for 31, so that nothing is said to be over in time that may not be. */
export function daysAtMost(text: string): number {
  const { count, unit } = readDuration(text);
  return count * { minute: 1 / 1_440, hour: 1 / 24, day: 1, week: 7, month: 31 }[unit];
}
