import * as z from 'zod';
import type { Tree } from '../asks.ts';
import { anyStep, into, kind, on } from '../kind.ts';
import { below } from '../refs.ts';

/** Rounds of one loop, at most: a year of days, and some. */
const roundsMax = 400;

export const repeat = kind({
  verb: 'repeat',
  about: 'does the same several times, with an end',
  schema: ({ steps, condition }) =>
    z.strictObject({
      repeat: z.int().min(2).max(roundsMax).describe('times, at most'),
      do: steps.refine((inner) => inner.length > 0, {
        message: 'is empty',
        params: { fix: 'write the steps of a round' },
      }),
      stopWhen: condition.optional().describe('asked before every round'),
      ...anyStep,
    }),
  says: {
    en: ({ repeat: times, stopWhen }, say) =>
      `repeat at most ${say.many(times, 'time')}${stopWhen === undefined ? '' : `, until this holds: ${say.condition(stopWhen)}`}`,
    'zh-CN': ({ repeat: times, stopWhen }, say) =>
      `最多重复 ${say.many(times, 'time')}${stopWhen === undefined ? '' : `，直到：${say.condition(stopWhen)}`}`,
  },
  saysPath: { en: () => 'each time', 'zh-CN': () => '每次' },
  paths: ({ do: inner }) => [{ name: 'round', steps: inner, at: ['do'] }],
  refs: ({ stopWhen }, { refsOf }) => (stopWhen === undefined ? [] : below(refsOf(stopWhen), 'stopWhen')),
  rounds: ({ repeat: max, stopWhen }) => ({ max, mayBeNone: stopWhen !== undefined }),
  made: () => 'repeat',
  async run(step, life) {
    if (life.rounds() >= step.repeat) return on;
    if (step.stopWhen === undefined) return into('round');
    const [isEnough = false] = await life.holds([step.stopWhen as Tree]);
    return isEnough ? on : into('round');
  },
});
