import type { Block } from '../../../conditions/choice.ts';
import { readMoment } from '../../../conditions/words.ts';
import type { Flow, Grammar, Path } from './kind.ts';

/** What a wait for a date of the member may say for when there is none, or none to come. */
export const whenOver = ({ steps }: Grammar) => ({
  ifPast: steps.optional().describe('when that moment was over already; goes on at once when left out'),
  ifUnknown: steps.optional().describe('when the member has no such date; ends when left out'),
});

interface Dated {
  readonly ifPast?: readonly Block[] | undefined;
  readonly ifUnknown?: readonly Block[] | undefined;
}

export const pastAndUnknown = ({ ifPast, ifUnknown }: Dated): Path[] => [
  ...(ifPast === undefined ? [] : [{ name: 'past', steps: ifPast, at: ['ifPast'] }]),
  ...(ifUnknown === undefined ? [] : [{ name: 'unknown', steps: ifUnknown, at: ['ifUnknown'] }]),
];

const sentences = {
  en: { past: 'if that was over already', unknown: 'if there is no such date' },
  'zh-CN': { past: '如果已经过了', unknown: '如果没有该日期' },
} as const;
const said = (locale: keyof typeof sentences) => (_: unknown, path: string) =>
  path === 'past' || path === 'unknown' ? sentences[locale][path] : undefined;
export const saysOfDates = { en: said('en'), 'zh-CN': said('zh-CN') };

/** Nobody waits for a date that nobody knows. */
export function notKnown(moment: string): Flow {
  const read = readMoment(moment);
  return { kind: 'end', status: 'skipped', reason: `${read.kind === 'date' ? read.date : moment} is not known` };
}
