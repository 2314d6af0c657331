import * as z from 'zod';
import { durationWord } from '../../../../conditions/words.ts';
import { calendarFields, endOf, holidayRefs, sayCalendar, takesClock, takesNoClock } from '../calendar.ts';
import { anyStep, kind, on } from '../kind.ts';

export const wait = kind({
  verb: 'wait',
  about: 'waits for a length of time',
  schema: () =>
    z
      .strictObject({ wait: durationWord, ...calendarFields, ...anyStep })
      .refine(({ wait: length, at }) => takesClock(length, at), { path: ['wait'], ...takesNoClock }),
  waits: true,
  says: {
    en: ({ wait: length, ...rest }, say) => `wait ${say.length(length)}${sayCalendar(rest, say)}`,
    'zh-CN': ({ wait: length, ...rest }, say) => `等待 ${say.length(length)}${sayCalendar(rest, say)}`,
  },
  refs: holidayRefs,
  made: ({ wait: length }) => `wait-${length}`,
  async run(step, life) {
    const came = await life.wait(endOf(step, { length: step.wait }));
    return came.kind === 'moved' ? { kind: 'stay' } : on;
  },
});
