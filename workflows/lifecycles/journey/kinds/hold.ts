import * as z from 'zod';
import { anyEffect, kind, perform, refusedPath } from '../kind.ts';

/** Points set aside or taken at a time, at most. */
export const stakePoints = z.int().min(1).max(1_000_000);

export const hold = kind({
  verb: 'hold',
  about: 'sets points aside until they are spent or released',
  schema: (grammar) => z.strictObject({ hold: stakePoints, ...anyEffect(grammar) }),
  says: {
    en: (step, say) => `set ${say.many(step.hold, 'point')} of the member aside`,
    'zh-CN': (step, say) => `冻结会员 ${say.many(step.hold, 'point')}`,
  },
  paths: refusedPath,
  answers: () => [{ field: 'points', type: 'number' }],
  made: (step) => `hold-${step.hold}`,
  run: (step, life) => perform(step, life, { kind: 'hold', points: step.hold }),
});
