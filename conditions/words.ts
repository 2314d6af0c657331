import * as z from 'zod';
import { nearestWord } from '../values/edit-distance.ts';
import { askedBy } from './control.ts';

/** The small phrases of the language: each is one pattern and one reader. Journeys and segments share them. */
const number = '[1-9][0-9]{0,3}';
const unit = '(?:minute|hour|day|week|month)s?';
const clockPattern = '(?:[01][0-9]|2[0-3]):[0-5][0-9]';
const duration = `${number} ${unit}`;
const day = '[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])';
const name = '[a-z][a-z0-9-]{0,59}';
const field = '[a-zA-Z][a-zA-Z0-9_]{0,59}';
const reference = `(?:${name})\\.${field}`;

/** Dates that every member may have; others are attributes, as `member.renewsOn`. */
export const memberDates = ['birthday', 'anniversary', 'joined', 'tierEnds', 'pointsExpire'] as const;
const date = `(?:${memberDates.join('|')}|${reference})`;
const shiftedDate = `(?:${duration} (?:before|after) )?${date}`;
const moment = `(?:${clockPattern}|between ${clockPattern} and ${clockPattern}|${day}(?: ${clockPattern})?|end of (?:day|week|month)|${shiftedDate})`;
const window = `(?:(?:last|next) ${duration}|today|this (?:week|month|year)|since (?:${name}))`;
const age = `(?:today|${duration} ago|${duration} ahead|${day})`;

const phrase = (pattern: string, problem: string, ...examples: string[]) =>
  z
    .string()
    .regex(new RegExp(`^${pattern}$`), problem)
    .meta({ examples });

export const durationWord = phrase(duration, 'is no duration', '3 days', '45 minutes');
export const clockWord = phrase(clockPattern, 'is no time of day', '10:00');
export const momentWord = phrase(
  moment,
  'is no moment',
  ...['10:00', '3 days before birthday', 'between 09:00 and 20:00', 'end of month'],
);
export const dateWord = phrase(shiftedDate, 'is no date of a member', '7 days before birthday');
export const windowWord = askedBy(
  'window',
  phrase(window, 'is no span of time', 'last 30 days', 'this month', 'since entry'),
);
export const ageWord = phrase(age, 'is no day', '30 days ago', 'today', '2026-12-31');
export const instantWord = phrase(`${day}(?: ${clockPattern})?`, 'is no date', '2026-12-01 10:00');
export const codeWord = askedBy(
  'name',
  phrase(
    '(?=.{1,60}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*',
    'is not a code: small letters, digits and dashes, at most 60',
    'win-back',
  ),
);
export const fieldWord = askedBy('name', phrase(field, 'is not the name of a field', 'city'));
export const referenceWord = phrase(reference, 'is no reference', 'entry.cartId', 'score.risk');
export const eventWord = askedBy(
  'name',
  phrase('[a-z][a-z0-9_]*(?:\\.[a-z][a-z0-9_]*)+', 'is not an event type', 'order.placed'),
);
export const zoneWord = z.string().meta({ examples: ['member', 'programme', 'Europe/London'] });
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export const daysWord = z.union([
  z.enum(['weekdays', 'weekend', ...weekdays]),
  z.array(z.enum(weekdays)).min(1).max(7),
]);

/** The same phrases as types, for whoever builds a definition in TypeScript. */
export type Unit = 'minute' | 'minutes' | 'hour' | 'hours' | 'day' | 'days' | 'week' | 'weeks' | 'month' | 'months';
export type Duration = `${number} ${Unit}`;
export type MemberDate = (typeof memberDates)[number] | `${string}.${string}`;
export type ClockTime = `${number}:${number}`;
export type Moment =
  | ClockTime
  | `between ${ClockTime} and ${ClockTime}`
  | `end of ${'day' | 'week' | 'month'}`
  | MemberDate
  | `${Duration} ${'before' | 'after'} ${MemberDate}`
  | `${number}-${number}-${number}`;

/** A length of time as it is written: days, weeks and months are squares of a calendar, minutes and hours are exact. */
export interface Length {
  readonly count: number;
  readonly unit: 'minute' | 'hour' | 'day' | 'week' | 'month';
}

/** `3 days` as count and unit. */
export function readDuration(text: string): Length {
  const [count = '0', word = 'day'] = text.split(' ');
  return { count: Number(count), unit: word.replace(/s$/, '') as Length['unit'] };
}

/** True of a length that is counted in squares of a calendar. */
export const isCalendar = ({ unit: one }: Length): boolean => one !== 'minute' && one !== 'hour';

/** The same length as luxon takes it. */
export const plusOf = ({ count, unit: one }: Length): Record<string, number> => ({ [`${one}s`]: count });

export type ReadMoment =
  | { readonly kind: 'clock'; readonly clock: string }
  | { readonly kind: 'between'; readonly from: string; readonly until: string }
  | { readonly kind: 'day'; readonly day: string; readonly clock?: string }
  | { readonly kind: 'end'; readonly of: 'day' | 'week' | 'month' }
  | { readonly kind: 'date'; readonly date: string; readonly offset?: Length; readonly sign: 1 | -1 };

/** What a moment says: a time of day, a day, the end of one, or a date of the member and how far from it. */
export function readMoment(text: string): ReadMoment {
  const between = /^between (.+) and (.+)$/.exec(text);
  if (between) return { kind: 'between', from: between[1] ?? '', until: between[2] ?? '' };
  if (/^\d\d:\d\d$/.test(text)) return { kind: 'clock', clock: text };
  const fixed = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))?$/.exec(text);
  if (fixed) return { kind: 'day', day: fixed[1] ?? '', ...(fixed[2] === undefined ? {} : { clock: fixed[2] }) };
  const end = /^end of (day|week|month)$/.exec(text);
  if (end) return { kind: 'end', of: end[1] as 'day' };
  const offset = /^(\d+ \w+) (before|after) (.+)$/.exec(text);
  if (!offset) return { kind: 'date', date: text, sign: 1 };
  const sign = offset[2] === 'before' ? -1 : 1;
  return { kind: 'date', offset: readDuration(offset[1] ?? ''), sign, date: offset[3] ?? '' };
}

/** The word of these that was meant, if one is near enough: case counts for nothing. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const all = [...known];
  const found = nearestWord(
    word.toLowerCase(),
    all.map((one) => one.toLowerCase()),
    Math.max(2, Math.floor(word.length / 4)),
  );
  return found === undefined ? undefined : all.find((one) => one.toLowerCase() === found);
}
