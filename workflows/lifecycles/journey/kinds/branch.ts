import * as z from 'zod';
import type { Block } from '../../../../conditions/choice.ts';
import { codeWord } from '../../../../conditions/words.ts';
import type { Tree } from '../asks.ts';
import { anyStep, into, kind } from '../kind.ts';
import { below } from '../refs.ts';
import type { Saying } from '../saying.ts';

/** Ways of one branch or split, at most. */
export const waysMax = 10;

export const branch = kind({
  verb: 'branch',
  about: 'goes the first way whose condition holds',
  schema: ({ steps, condition }) =>
    z
      .strictObject({
        branch: z
          .array(z.strictObject({ path: codeWord, if: condition, do: steps.optional() }))
          .min(1)
          .max(waysMax),
        otherwise: steps.optional(),
        ...anyStep,
      })
      .refine(({ branch: ways }) => new Set(ways.map(({ path }) => path)).size === ways.length, {
        path: ['branch'],
        message: 'has two paths of one name',
        params: { fix: 'give every path its own name' },
      }),
  isFork: true,
  says: {
    en: ({ branch: ways }) => (ways.length > 1 ? 'take the first way that fits' : 'ask'),
    'zh-CN': ({ branch: ways }) => (ways.length > 1 ? '走第一条符合的路径' : '判断'),
  },
  saysPath: {
    en: (step, path, say) => sayWay(step.branch, path, say),
    'zh-CN': (step, path, say) => sayWay(step.branch, path, say),
  },
  paths: ({ branch: ways, otherwise = [] }) => [
    ...ways.map((way, place) => ({ name: way.path, steps: way.do ?? [], at: ['branch', place, 'do'] })),
    { name: 'otherwise', steps: otherwise, at: ['otherwise'] },
  ],
  refs: ({ branch: ways }, { refsOf }) => ways.flatMap((way, place) => below(refsOf(way.if), 'branch', place, 'if')),
  made: ({ branch: ways }) => `branch-${ways.map(({ path }) => path).join('-or-')}`,
  async run(step, life) {
    const held = await life.holds(step.branch.map((way) => way.if as Tree));
    return into(step.branch[held.indexOf(true)]?.path ?? 'otherwise');
  },
});

interface Way {
  readonly path: string;
  readonly if: Block;
}

function sayWay(ways: readonly Way[], path: string, say: Saying): string | undefined {
  const way = ways.find((one) => one.path === path);
  if (way === undefined) return undefined;
  return say.locale === 'zh-CN' ? `${path}（${say.condition(way.if)}）` : `${path} (${say.condition(way.if)})`;
}
