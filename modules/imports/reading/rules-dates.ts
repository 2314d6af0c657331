import { instantOfLocalTime, parseLocalDay, startOfLocalDay } from '../../../values/calendar.ts';

/** What stands first in a date with slashes or dashes that does not begin with its year. */
export const dateOrders = ['dmy', 'mdy', 'ymd'] as const;
export type DateOrder = (typeof dateOrders)[number];

export interface DateForm {
  /** The zone of times that name none. */
  readonly zone: string;
  /** Unknown where a file's dates do not tell it and nobody said it. */
  readonly order: DateOrder | undefined;
}

const instantInUtc = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{3}))?)?Z$/;
const numeric = /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?!\d)/;
const dayMonthName = /^(\d{1,2})\.? ([A-Za-z]{3,9})\.?,? (\d{4})(?!\d)/;
const monthNameDay = /^([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})(?!\d)/;
const timeAndZone =
  /^(?:(?:T|,? +)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?([AaPp])\.?[Mm]\.?)?)?(?: ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?$/;
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const minuteMs = 60_000;
/** What says it is older was never a shop's order: Excel's zero, a default of a database. */
const yearMin = 1900;

/** Milliseconds since 1970 of a date as shops' systems write it; undefined when it is none, or could be two. */
export function parseMoment(text: string, form: DateForm): number | undefined {
  return utcInstant(text) ?? otherInstant(text, form);
}

/** What a date says about the order of its parts: `either` when both would do, `clear` when it needs no order. */
export function orderEvidence(text: string): DateOrder | 'either' | 'clear' | undefined {
  if (instantInUtc.test(text)) return 'clear';
  const match = numeric.exec(text);
  if (!match) return otherInstant(text, { zone: 'UTC', order: undefined }) === undefined ? undefined : 'clear';
  const [, first = '', sign, second = '', third = ''] = match;
  if (first.length === 4 || (sign === '.' && third.length > 2)) return 'clear';
  if (third.length === 3 || third.length === 1) return undefined;
  if (Number(first) > 12) return Number(first) <= 31 && Number(second) <= 12 ? 'dmy' : undefined;
  return Number(second) > 12 ? 'mdy' : 'either';
}

/** The common form, read ten times as fast as Date.parse reads all forms. */
function utcInstant(text: string): number | undefined {
  const match = instantInUtc.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59 || month < 1 || month > 12 || day < 1 || year < yearMin) return undefined;
  // 30 February would come out as 2 March.
  if (day > 28 && day > daysIn(year, month)) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second, Number(match[7] ?? 0));
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function otherInstant(written: string, form: DateForm): number | undefined {
  const text = written
    .replace(/[年月]/g, '-')
    .replace(/日 ?/, ' ')
    .trim();
  const found = dateOf(text, form.order);
  const rest = found && timeAndZone.exec(text.slice(found.length));
  const day = found && parseLocalDay(found.day);
  if (!found || !day || !rest || day.year < yearMin) return undefined;
  const [, hour, minute = '', second = '00', fraction = '', half, offset] = rest;
  if (hour === undefined) {
    // A date alone begins at midnight; with a zone behind it, it is no date that anybody writes.
    return offset === undefined ? startOfLocalDay(day, form.zone).getTime() : undefined;
  }
  const hours = half === undefined ? Number(hour) : halfDayHours(Number(hour), half);
  if (hours === undefined || hours > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const milli = Number(fraction.padEnd(3, '0').slice(0, 3));
  if (offset === undefined) {
    const local = `${found.day}T${String(hours).padStart(2, '0')}:${minute}:${second}`;
    const at = instantOfLocalTime(local, form.zone)?.getTime();
    return at === undefined ? undefined : at + milli;
  }
  const offsetMinutes = minutesOf(offset);
  if (offsetMinutes === undefined) return undefined;
  const { year, month } = day;
  const ms = Date.UTC(year, month - 1, day.day, hours, Number(minute), Number(second), milli);
  return ms - offsetMinutes * minuteMs;
}

/** The date at the front of a text, as `2026-04-05`, and how much of the text it takes. */
function dateOf(text: string, order: DateOrder | undefined): { day: string; length: number } | undefined {
  const match = numeric.exec(text);
  if (match) {
    const [whole, first = '', sign = '', second = '', third = ''] = match;
    const parts = partsOf({ first, second, third }, sign, order);
    return parts && { day: dayText(...parts), length: whole.length };
  }
  const named = dayMonthName.exec(text);
  const [whole, day, name, year] = named ?? [];
  if (whole !== undefined) return namedDate(whole, name, day, year);
  const [turned, name2, day2, year2] = monthNameDay.exec(text) ?? [];
  return turned === undefined ? undefined : namedDate(turned, name2, day2, year2);
}

function partsOf(
  { first, second, third }: Record<'first' | 'second' | 'third', string>,
  sign: string,
  order: DateOrder | undefined,
): [string, string, string] | undefined {
  if (first.length === 4) return third.length <= 2 ? [first, second, third] : undefined;
  if (first.length === 3 || third.length === 3 || third.length === 1) return undefined;
  // Nobody writes the month first with dots.
  const known = sign === '.' && third.length === 4 ? 'dmy' : order;
  if (known === 'ymd') return third.length === 2 ? [`20${first.padStart(2, '0')}`, second, third] : undefined;
  const year = third.length === 2 ? `20${third}` : third;
  if (known === 'dmy') return [year, second, first];
  return known === 'mdy' ? [year, first, second] : undefined;
}

function namedDate(whole: string, name = '', day = '', year = ''): { day: string; length: number } | undefined {
  const month = monthNames.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  return month === 0 ? undefined : { day: dayText(year, String(month), day), length: whole.length };
}

const dayText = (year: string, month: string, day: string) =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

/** 12 AM is midnight, 12 PM noon. */
function halfDayHours(hour: number, half: string): number | undefined {
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

function minutesOf(offset: string): number | undefined {
  if (!/^[+-]/.test(offset)) return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', '') || 0);
  if (hours > 14 || minutes > 59) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
