import * as z from 'zod';
import { codeWord } from '../../../../conditions/words.ts';
import { anyEffect, kind, perform, refusedPath } from '../kind.ts';
import { stakePoints } from './hold.ts';

export const spend = kind({
  verb: 'spend',
  about: 'takes points, or those that a step has set aside',
  schema: (grammar) =>
    z.strictObject({ spend: z.union([stakePoints, z.strictObject({ held: codeWord })]), ...anyEffect(grammar) }),
  says: {
    en: ({ spend: what }, say) =>
      typeof what === 'number'
        ? `take ${say.many(what, 'point')} of the member`
        : `take the points set aside by ${what.held}`,
    'zh-CN': ({ spend: what }, say) =>
      typeof what === 'number' ? `扣除会员 ${say.many(what, 'point')}` : `扣除步骤 ${what.held} 冻结的积分`,
  },
  paths: refusedPath,
  refs: ({ spend: what }) =>
    typeof what === 'number' ? [] : [{ kind: 'step', name: what.held, path: ['spend', 'held'], of: 'hold' }],
  answers: () => [{ field: 'points', type: 'number' }],
  made: ({ spend: what }) => `spend-${typeof what === 'number' ? what : what.held}`,
  run: (step, life) =>
    perform(
      step,
      life,
      typeof step.spend === 'number' ? { kind: 'spend', points: step.spend } : { kind: 'spend', held: step.spend.held },
    ),
});
