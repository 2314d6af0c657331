import * as z from 'zod';
import { codeWord } from '../../../../conditions/words.ts';
import { anyEffect, kind, perform, refusedPath } from '../kind.ts';

export const untag = kind({
  verb: 'untag',
  about: 'takes a tag off the member',
  schema: (grammar) => z.strictObject({ untag: codeWord, ...anyEffect(grammar) }),
  says: { en: (step) => `take the tag ${step.untag} off`, 'zh-CN': (step) => `去掉标签 ${step.untag}` },
  paths: refusedPath,
  refs: (step) => [{ kind: 'tag', name: step.untag, path: ['untag'] }],
  made: (step) => `untag-${step.untag}`,
  run: (step, life) => perform(step, life, { kind: 'untag', tag: step.untag }),
});
