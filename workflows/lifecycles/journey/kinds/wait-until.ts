import * as z from 'zod';
import { momentWord, readMoment } from '../../../../conditions/words.ts';
import { calendarFields, dateRefs, endOf, holidayRefs, sayCalendar } from '../calendar.ts';
import { anyStep, into, kind, on } from '../kind.ts';
import { notKnown, pastAndUnknown, saysOfDates, whenOver } from '../unknown-dates.ts';

export const waitUntil = kind({
  verb: 'waitUntil',
  about: 'waits for a time of day, a date, or a date of the member',
  schema: (grammar) =>
    z
      .strictObject({ waitUntil: momentWord, ...calendarFields, ...whenOver(grammar), ...anyStep })
      .refine(({ waitUntil: moment, at }) => at === undefined || !saysClock(moment), {
        path: ['at'],
        message: 'says a second time of day',
        params: { fix: 'remove it; waitUntil has one already' },
      })
      .refine(({ waitUntil: moment }) => opensBeforeItCloses(moment), {
        path: ['waitUntil'],
        message: 'ends before it begins',
        params: { fix: 'write the earlier time first; a span of a day ends before midnight' },
      }),
  waits: true,
  says: {
    en: ({ waitUntil: moment, ...rest }, say) =>
      `wait until ${isClock(moment) ? `it is ${say.moment(moment)}` : say.moment(moment)}${sayCalendar(rest, say)}`,
    'zh-CN': ({ waitUntil: moment, ...rest }, say) => `等到 ${say.moment(moment)}${sayCalendar(rest, say)}`,
  },
  saysPath: saysOfDates,
  paths: pastAndUnknown,
  refs: (step) => [...dateRefs(step.waitUntil, 'waitUntil'), ...holidayRefs(step)],
  made: ({ waitUntil: moment }) => `until-${moment}`,
  async run(step, life) {
    const came = await life.wait(endOf(step, { moment: step.waitUntil }));
    if (came.kind === 'moved') return { kind: 'stay' };
    if (came.kind === 'unknown') return step.ifUnknown === undefined ? notKnown(step.waitUntil) : into('unknown');
    return came.kind === 'past' && step.ifPast !== undefined ? into('past') : on;
  },
});

const isClock = (moment: string) => ['clock', 'between'].includes(readMoment(moment).kind);

function saysClock(moment: string): boolean {
  const read = readMoment(moment);
  return read.kind === 'clock' || read.kind === 'between' || (read.kind === 'day' && read.clock !== undefined);
}

function opensBeforeItCloses(moment: string): boolean {
  const read = readMoment(moment);
  return read.kind !== 'between' || read.from < read.until;
}
