import * as z from 'zod';
import { codeWord } from '../../../../conditions/words.ts';
import { anyEffect, kind, perform, refusedPath } from '../kind.ts';

export const release = kind({
  verb: 'release',
  about: 'gives points back that a step has set aside',
  schema: (grammar) => z.strictObject({ release: codeWord, ...anyEffect(grammar) }),
  says: {
    en: ({ release: held }) => `give back the points set aside by ${held}`,
    'zh-CN': ({ release: held }) => `解冻步骤 ${held} 冻结的积分`,
  },
  paths: refusedPath,
  refs: ({ release: held }) => [{ kind: 'step', name: held, path: ['release'], of: 'hold' }],
  made: ({ release: held }) => `release-${held}`,
  run: (step, life) => perform(step, life, { kind: 'release', held: step.release }),
});
