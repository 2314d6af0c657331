import * as z from 'zod';
import { codeWord } from '../../../../conditions/words.ts';
import { anyStep, into, kind } from '../kind.ts';
import { waysMax } from './branch.ts';

/** Shares are written in per cent; what is less than this apart is the same. */
const shareError = 1e-9;

const winner = z.strictObject({
  by: z.literal('goal'),
  afterMembers: z.int().min(100).max(10_000_000).describe('in every path, when the days of conversion are over'),
  then: z.enum(['all', 'tell']).describe('all: everybody new goes the best way; tell: a person decides'),
});

export const split = kind({
  verb: 'split',
  about: 'draws a way by lot, the same one for a member every time',
  schema: ({ steps }) =>
    z
      .strictObject({
        split: z
          .array(
            z.strictObject({
              path: codeWord,
              share: z.number().min(0).max(100).describe('per cent'),
              do: steps.optional(),
            }),
          )
          .min(2)
          .max(waysMax),
        winner: winner.optional(),
        ...anyStep,
      })
      .superRefine(({ split: ways }, context) => {
        const issue = (message: string, fix: string) =>
          context.addIssue({ code: 'custom', path: ['split'], message, params: { fix } });
        const sum = Number(ways.reduce((all, { share }) => all + share, 0).toFixed(6));
        if (Math.abs(sum - 100) > shareError)
          issue(`has shares that come to ${sum}`, 'make the shares add up to 100 per cent');
        if (new Set(ways.map(({ path }) => path)).size !== ways.length)
          issue('has two paths of one name', 'give every path its own name');
      }),
  isFork: true,
  says: {
    en: ({ split: ways, winner: wins }, say) => {
      const drawn = `draw a way by lot (${ways.map(({ path, share }) => `${share}% ${path}`).join(', ')})`;
      if (wins === undefined) return drawn;
      const then = wins.then === 'all' ? 'everybody new goes the better way' : 'a person is told';
      return `${drawn}; once ${say.many(wins.afterMembers, 'member')} a way can be judged by the goal, ${then}`;
    },
    'zh-CN': ({ split: ways, winner: wins }, say) => {
      const drawn = `随机分流（${ways.map(({ path, share }) => `${path} ${share}%`).join('、')}）`;
      if (wins === undefined) return drawn;
      const then = wins.then === 'all' ? '此后新会员都走较好的路径' : '通知负责人';
      return `${drawn}；每条路径满 ${say.many(wins.afterMembers, 'member')}可按目标评判后，${then}`;
    },
  },
  saysPath: {
    en: ({ split: ways }, path) => `${path} (${ways.find((way) => way.path === path)?.share ?? 0}%)`,
    'zh-CN': ({ split: ways }, path) => `${path}（${ways.find((way) => way.path === path)?.share ?? 0}%）`,
  },
  paths: ({ split: ways }) =>
    ways.map((way, place) => ({ name: way.path, steps: way.do ?? [], at: ['split', place, 'do'] })),
  made: ({ split: ways }) => `split-${ways.map(({ path }) => path).join('-or-')}`,
  run: async (step, life) => into(drawnWay(step.split, life.lot())),
});

/** The way whose share a place from 0 to 1 falls into: of other shares only the difference goes elsewhere. */
export function drawnWay(ways: readonly { readonly path: string; readonly share: number }[], place: number): string {
  let below = 0;
  for (const { path, share } of ways) {
    below += share;
    if (place * 100 < below) return path;
  }
  return ways.findLast(({ share }) => share > 0)?.path ?? ways[0]?.path ?? '';
}
