import type * as z from 'zod';
import {
  clockWord,
  codeWord,
  daysWord,
  isCalendar,
  readDuration,
  readMoment,
  zoneWord,
} from '../../../conditions/words.ts';
import type { End } from './kind.ts';
import type { Ref } from './refs.ts';
import type { Saying } from './saying.ts';

/** On which days a wait may end, and at what time. */
export const calendarFields = {
  at: clockWord.optional().describe('at this time of the day'),
  days: daysWord.optional().describe('only on these days'),
  notOn: codeWord.optional().describe('not on the days of this list of holidays'),
  zone: zoneWord.optional().describe("whose clock; the campaign's when left out"),
};
type CalendarFields = { readonly [Name in keyof typeof calendarFields]?: z.output<(typeof calendarFields)[Name]> };

/** With a time of day, days are squares of the calendar; hours and minutes have no square. */
export const takesClock = (length: string, at: string | undefined) =>
  at === undefined || isCalendar(readDuration(length));
export const takesNoClock = {
  message: 'can not be counted in hours or minutes beside a time of day',
  params: { fix: 'write days, weeks or months, or use waitUntil for the next time of day' },
};

/** As the interpreter reckons it. */
export function endOf(
  { at, days, notOn, zone }: CalendarFields,
  of: { readonly length?: string | undefined; readonly moment?: string | undefined },
): End {
  return {
    ...(of.length === undefined ? {} : { length: of.length }),
    ...(of.moment === undefined ? {} : { moment: of.moment }),
    ...(at === undefined ? {} : { at }),
    ...(days === undefined ? {} : { days }),
    ...(notOn === undefined ? {} : { notOn }),
    ...(zone === undefined ? {} : { zone }),
  };
}

export const holidayRefs = ({ notOn }: CalendarFields): Ref[] =>
  notOn === undefined ? [] : [{ kind: 'holidays', name: notOn, path: ['notOn'] }];

/** The member's or the journey's own date that a moment names. */
export function dateRefs(moment: string | undefined, ...path: PropertyKey[]): Ref[] {
  const read = moment === undefined ? undefined : readMoment(moment);
  return read?.kind === 'date' && read.date.includes('.')
    ? [{ kind: 'reference', name: read.date, path, of: 'date' }]
    : [];
}

export function sayCalendar({ at, days, notOn, zone }: CalendarFields, say: Saying): string {
  const zh = say.locale === 'zh-CN';
  const parts = [
    at === undefined ? '' : zh ? `，${at}` : `, at ${at}`,
    days === undefined ? '' : zh ? `，仅${say.days(days)}` : `, on ${say.days(days)}`,
    notOn === undefined ? '' : zh ? `，避开节假日 ${notOn}` : `, not on the holidays ${notOn}`,
    zone === undefined ? '' : zh ? `（时钟：${say.zone(zone)}）` : ` (clock: ${say.zone(zone)})`,
  ];
  return parts.join('');
}
