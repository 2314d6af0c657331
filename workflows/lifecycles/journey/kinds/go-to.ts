import * as z from 'zod';
import { codeWord } from '../../../../conditions/words.ts';
import { anyStep, kind, on } from '../kind.ts';

/** Jumps of one step, at most. */
const jumpsMax = 100;

export const goTo = kind({
  verb: 'goTo',
  about: 'goes to a step of this list or of one around it, so many times at most; then goes on',
  schema: () => z.strictObject({ goTo: codeWord, atMost: z.int().min(1).max(jumpsMax).describe('times'), ...anyStep }),
  says: {
    en: ({ goTo: to, atMost }, say) => `go to ${to}, at most ${atMost === 1 ? 'once' : say.many(atMost, 'time')}`,
    'zh-CN': ({ goTo: to, atMost }, say) => `回到 ${to}，最多 ${say.many(atMost, 'time')}`,
  },
  refs: ({ goTo: to }) => [{ kind: 'step', name: to, path: ['goTo'] }],
  jump: ({ goTo: to, atMost }) => ({ to, atMost }),
  made: ({ goTo: to }) => `go-to-${to}`,
  run: async (step, life) => (life.times() <= step.atMost ? { kind: 'goTo', step: step.goTo } : on),
});
