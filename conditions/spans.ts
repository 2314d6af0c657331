import { DateTime } from 'luxon';
import * as z from 'zod';
import { askedBy } from './control.ts';
import { ageWord, isCalendar, plusOf, readDuration, windowWord } from './words.ts';

/** On what calendar, and at what instant, a condition is asked. */
export interface Asked {
  readonly now: number;
  readonly zone: string;
  /** When a step was done, or the member entered; undefined when that is not known, and outside a journey. */
  since(name: string): number | undefined;
}

/** Instants from one on, up to before another one; an end that is left out is open. Both evaluations of a condition test for it. */
export interface Range {
  readonly from?: number;
  readonly before?: number;
}

/** No instant is in it. */
export const nothing: Range = { from: 0, before: 0 };
export const isIn = ({ from, before }: Range, at: number): boolean =>
  (from === undefined || at >= from) && (before === undefined || at < before);

export function both(a: Range, b: Range): Range {
  const from = Math.max(a.from ?? -Infinity, b.from ?? -Infinity);
  const before = Math.min(a.before ?? Infinity, b.before ?? Infinity);
  return { ...(from === -Infinity ? {} : { from }), ...(before === Infinity ? {} : { before }) };
}

const dayBlock = z
  .strictObject({
    atLeast: ageWord.optional(),
    atMost: ageWord.optional(),
    is: ageWord.optional(),
    before: ageWord.optional(),
    after: ageWord.optional(),
    within: windowWord.optional(),
    known: z.boolean().optional(),
  })
  .refine((test) => Object.keys(test).length > 0, {
    message: 'asks nothing',
    params: { fix: 'write one of atLeast, atMost, is, before, after, within and known' },
  });
/** What a date may be asked: a span, or ages. */
export const dateTest = askedBy(
  'date',
  z.union([windowWord, dayBlock]).meta({ examples: [{ atLeast: '30 days ago' }] }),
);
export type DateTest = z.output<typeof dateTest>;

const local = ({ now, zone }: Asked) => DateTime.fromMillis(now, { zone });
const ms = (day: DateTime) => day.startOf('day').toMillis();
const squares = (from: DateTime, before: DateTime): Range => ({ from: ms(from), before: ms(before) });

/**
 * The instants of a span. "last 30 days" are 30 squares, today the last of them, and "at least 30 days ago" is every square before;
 * "next 7 days" are 7, today the first of them: one of the two always holds, and never both (law 17). Hours and minutes are exact.
 */
export function windowRange(window: string, asked: Asked): Range {
  const { now } = asked;
  const today = local(asked).startOf('day');
  if (window === 'today') return squares(today, today.plus({ days: 1 }));
  if (window.startsWith('this ')) {
    const unit = window.slice(5) as 'week' | 'month' | 'year';
    return squares(today.startOf(unit), today.startOf(unit).plus({ [`${unit}s`]: 1 }));
  }
  if (window.startsWith('since ')) return { from: asked.since(window.slice(6)) ?? Infinity };
  const isLast = window.startsWith('last ');
  const length = readDuration(window.slice(5));
  const span = plusOf(length);
  if (isCalendar(length)) {
    const tomorrow = today.plus({ days: 1 });
    return isLast ? squares(today.minus(span).plus({ days: 1 }), tomorrow) : squares(today, today.plus(span));
  }
  const until = local(asked).plus(span).toMillis();
  return isLast ? { from: local(asked).minus(span).toMillis() + 1, before: now + 1 } : { from: now, before: until };
}

/** A day that an age names, or the instant of one that is told in hours or minutes. */
function pointOf(age: string, asked: Asked): Required<Range> {
  const relative = /^(\d+ \w+) (ago|ahead)$/.exec(age);
  const today = local(asked).startOf('day');
  if (!relative) {
    const day = age === 'today' ? today : DateTime.fromISO(age, { zone: asked.zone }).startOf('day');
    return { from: ms(day), before: ms(day.plus({ days: 1 })) };
  }
  const length = readDuration(relative[1] ?? '');
  const shift = (from: DateTime) => (relative[2] === 'ago' ? from.minus(plusOf(length)) : from.plus(plusOf(length)));
  if (!isCalendar(length)) {
    const at = shift(local(asked)).toMillis();
    return { from: at, before: at + 1 };
  }
  const day = shift(today);
  return { from: ms(day), before: ms(day.plus({ days: 1 })) };
}

const isPast = (age: string) => age.endsWith(' ago');

/** How an age bounds: "at most 7 days ago" is no day to come, and "at most 7 days ahead" none that is over. */
function boundOf(word: string, age: string, asked: Asked): Range {
  const { from, before } = pointOf(age, asked);
  const today = pointOf('today', asked);
  switch (word) {
    case 'is':
      return { from, before };
    case 'before':
      return { before: from };
    case 'after':
      return { from: before };
    case 'atLeast':
      return isPast(age) ? { before } : { from };
    default:
      if (isPast(age)) return { from, before: today.before };
      return age.endsWith(' ahead') ? { from: today.from, before } : { before };
  }
}

/** The instants that a date must be in, and whether one that is not known will do. */
export interface DateRange {
  readonly range: Range;
  /** `known: false`: only a date that is not there meets the test. */
  readonly absent: boolean;
}

export function dateRange(test: DateTest, asked: Asked): DateRange {
  if (typeof test === 'string') return { range: windowRange(test, asked), absent: false };
  const { within, known, ...ages } = test;
  const bounds = Object.entries(ages).flatMap(([word, age]) => (age === undefined ? [] : [boundOf(word, age, asked)]));
  if (within !== undefined) bounds.push(windowRange(within, asked));
  const absent = known === false;
  // Asked to be unknown and to be some day: nothing is both.
  return {
    range: bounds.reduce(both, {}),
    absent: absent && bounds.length === 0,
    ...(absent && bounds.length > 0 ? { range: nothing } : {}),
  };
}

/** True when the date meets the test; one that is not known meets `known: false` only. */
export function holdsDate(test: DateTest, at: number | undefined, asked: Asked): boolean {
  const { range, absent } = dateRange(test, asked);
  if (absent) return at === undefined;
  return at !== undefined && isIn(range, at);
}
