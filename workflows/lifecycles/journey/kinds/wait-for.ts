import * as z from 'zod';
import type { Block } from '../../../../conditions/choice.ts';
import { codeWord, durationWord, momentWord } from '../../../../conditions/words.ts';
import { calendarFields, dateRefs, endOf, holidayRefs, sayCalendar, takesClock, takesNoClock } from '../calendar.ts';
import { anyStep, into, kind, type Path, type Reading } from '../kind.ts';
import { type Occasion, occasionVerbs } from '../occasions.ts';
import { below, type Ref } from '../refs.ts';
import type { Saying } from '../saying.ts';
import { notKnown, pastAndUnknown, saysOfDates, whenOver } from '../unknown-dates.ts';

/** Ways out of one wait, at most. */
const waysMax = 10;

type Way = Occasion & { readonly path: string; readonly do?: readonly Block[] };
const ways = (blocks: readonly Block[]) => blocks as unknown as readonly Way[];

interface Bounded {
  readonly atMost?: string | undefined;
  readonly until?: string | undefined;
}

/** Nothing is waited for for ever, and no wait has two ends. */
function refuseBounds({ atMost, until }: Bounded, context: z.RefinementCtx): void {
  if ((atMost === undefined) !== (until === undefined)) return;
  const problem = { path: [atMost === undefined ? 'atMost' : 'until'], code: 'custom' as const };
  if (atMost === undefined) {
    const fix = 'add "atMost" (a length, such as "3 days") or "until" (a moment)';
    context.addIssue({ ...problem, message: 'is missing: nothing is waited for for ever', params: { fix } });
  } else {
    const fix = 'keep one of atMost (a length) and until (a moment)';
    context.addIssue({ ...problem, message: 'is a second end of the wait, beside atMost', params: { fix } });
  }
}

/** True of what must say from when it counts, if the member has waited before. */
export const countsFrom = (step: Block): boolean =>
  Array.isArray(step.waitFor) &&
  step.since === undefined &&
  ways(step.waitFor as readonly Block[]).some(({ event, enters, leaves }) => (event ?? enters ?? leaves) !== undefined);

const head = ({ atMost, until }: Bounded, say: Saying): string => {
  if (say.locale === 'zh-CN') {
    return atMost === undefined ? `最迟等到 ${say.moment(until ?? '')}` : `最多等待 ${say.length(atMost)}`;
  }
  return atMost === undefined ? `wait until ${say.moment(until ?? '')} at most` : `wait at most ${say.length(atMost)}`;
};

const sinceWords: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  entry: { en: ', counting what happened since entering', zh: '，自进入时起算' },
  here: { en: ', counting from now on', zh: '，自此刻起算' },
};

export const waitFor = kind({
  verb: 'waitFor',
  about: 'waits for the first of several things, each with its own way on, and not for ever',
  schema: (grammar) =>
    z
      .strictObject({
        waitFor: z
          .array(
            grammar.occasion(
              { path: codeWord.describe('the name of this way on'), do: grammar.steps.optional() },
              occasionVerbs,
            ),
          )
          .min(1)
          .max(waysMax),
        since: codeWord
          .optional()
          .describe('entry: what happened since entering counts; here: only from now on; or the name of a step'),
        atMost: durationWord.optional(),
        until: momentWord.optional(),
        ...calendarFields,
        otherwise: grammar.steps.optional().describe('when none of it happened in time'),
        ...whenOver(grammar),
        ...anyStep,
      })
      .superRefine(refuseBounds)
      .refine(({ atMost, at }) => atMost === undefined || takesClock(atMost, at), { path: ['atMost'], ...takesNoClock })
      .refine(({ waitFor: all }) => new Set(ways(all).map(({ path }) => path)).size === all.length, {
        path: ['waitFor'],
        message: 'has two paths of one name',
        params: { fix: 'give every path its own name' },
      }),
  waits: true,
  isFork: true,
  says: {
    en: (step, say) =>
      [
        head(step, say),
        sayCalendar(step, say),
        ` for ${step.waitFor.length > 1 ? 'the first of these' : 'this'}`,
        step.since === undefined ? '' : (sinceWords[step.since]?.en ?? `, counting from the step ${step.since}`),
      ].join(''),
    'zh-CN': (step, say) =>
      [
        head(step, say),
        sayCalendar(step, say),
        step.waitFor.length > 1 ? '，看以下哪一件先发生' : '，看以下是否发生',
        step.since === undefined ? '' : (sinceWords[step.since]?.zh ?? `，自步骤 ${step.since} 起算`),
      ].join(''),
  },
  saysPath: {
    en: (step, path, say) => saysOfDates.en(step, path) ?? sayWay(step.waitFor, path, say),
    'zh-CN': (step, path, say) => saysOfDates['zh-CN'](step, path) ?? sayWay(step.waitFor, path, say),
  },
  paths: ({ waitFor: all, otherwise = [], ...dated }): Path[] => [
    ...ways(all).map((way, place) => ({ name: way.path, steps: way.do ?? [], at: ['waitFor', place, 'do'] })),
    { name: 'otherwise', steps: otherwise, at: ['otherwise'] },
    ...pastAndUnknown(dated),
  ],
  refs: (step, reading) => waitForRefs(step, reading),
  answers: ({ waitFor: all }) => ways(all).flatMap(({ event }) => (event === undefined ? [] : [{ event }])),
  made: ({ waitFor: all }) =>
    `wait-for-${ways(all)
      .map(({ path }) => path)
      .join('-or-')}`,
  async run(step, life) {
    const end = endOf(step, { length: step.atMost, moment: step.until });
    const all = ways(step.waitFor);
    const came = await life.waitFor(all, end, step.since ?? 'entry');
    switch (came.kind) {
      case 'came':
        return into(all[came.place]?.path ?? 'otherwise', came.data);
      case 'moved':
        return { kind: 'stay' };
      case 'unknown':
        return step.ifUnknown === undefined ? notKnown(step.until ?? '') : into('unknown');
      default:
        return into(came.kind === 'past' && step.ifPast !== undefined ? 'past' : 'otherwise');
    }
  },
});

function sayWay(blocks: readonly Block[], path: string, say: Saying): string | undefined {
  const way = ways(blocks).find((one) => one.path === path);
  if (way === undefined) return undefined;
  return say.locale === 'zh-CN' ? `${path}（${say.occasion(way)}）` : `${path} (${say.occasion(way)})`;
}

interface Referring extends Bounded {
  readonly waitFor: readonly Block[];
  readonly since?: string | undefined;
  readonly notOn?: string | undefined;
}

const waitForRefs = (step: Referring, { occasionRefs }: Reading): Ref[] => [
  ...ways(step.waitFor).flatMap((way, place) => below(occasionRefs(way), 'waitFor', place)),
  ...(step.since === undefined || ['entry', 'here'].includes(step.since)
    ? []
    : [{ kind: 'since' as const, name: step.since, path: ['since'] }]),
  ...dateRefs(step.until, 'until'),
  ...holidayRefs(step),
];
