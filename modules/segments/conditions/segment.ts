import * as z from 'zod';
import { subject } from '../../../conditions/subject.ts';
import { codeWord } from '../../../conditions/words.ts';

export const segment = subject({
  verb: 'segment',
  about: 'is in a segment',
  form: { group: 'member', title: { en: 'Segment', 'zh-CN': '人群' }, names: { segment: 'segment' } },
  schema: z.strictObject({ segment: codeWord }),
  say: {
    en: ({ segment: code }) => `is in the segment ${code}`,
    'zh-CN': ({ segment: code }) => `属于人群 ${code}`,
  },
  holds: ({ segment: code }, facts) => facts.inSegment(code),
  sql: ({ segment: code }, asking) => asking.ask(asking.segment(code)),
  refs: ({ segment: name }) => [{ kind: 'segment', name, path: ['segment'] }],
  byTime: () => true,
});
