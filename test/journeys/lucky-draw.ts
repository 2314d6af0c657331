import * as z from 'zod';
import { anyEffect, into, kind } from '../../workflows/lifecycles/journey/kind.ts';

/**
 * A kind of step that the product does not have, in one file: nothing else names it, and schema, errors, sentence, worst case and
 * story come from it.
 */
export const luckyDraw = kind({
  verb: 'draw',
  about: 'draws points by lot',
  schema: (grammar) =>
    z.strictObject({
      draw: z.int().min(1).max(10_000).describe('points to win'),
      chance: z.number().min(1).max(100).describe('per cent'),
      won: grammar.steps.optional(),
      lost: grammar.steps.optional(),
      ...anyEffect(grammar),
    }),
  says: {
    en: ({ draw, chance }, say) => `draw ${say.many(draw, 'point')} by lot, with a chance of ${chance}%`,
    'zh-CN': ({ draw, chance }, say) => `抽奖 ${say.many(draw, 'point')}，中奖率 ${chance}%`,
  },
  isFork: true,
  paths: ({ won = [], lost = [] }) => [
    { name: 'won', steps: won, at: ['won'] },
    { name: 'lost', steps: lost, at: ['lost'], isInstead: true },
  ],
  cost: ({ draw }) => ({ points: draw }),
  answers: () => [{ field: 'points', type: 'number' }],
  made: ({ draw }) => `draw-${draw}`,
  async run(step, life) {
    const hasWon = life.lot() * 100 < step.chance;
    if (hasWon) await life.ask({ kind: 'gift', gift: { kind: 'points', points: step.draw } });
    return into(hasWon ? 'won' : 'lost');
  },
});
