import * as z from 'zod';
import { codeWord } from '../../../../conditions/words.ts';
import { anyEffect, kind, perform, refusedPath } from '../kind.ts';

export const tag = kind({
  verb: 'tag',
  about: 'puts a tag on the member',
  schema: (grammar) => z.strictObject({ tag: codeWord, ...anyEffect(grammar) }),
  says: { en: (step) => `tag the member ${step.tag}`, 'zh-CN': (step) => `给会员打标签 ${step.tag}` },
  paths: refusedPath,
  refs: (step) => [{ kind: 'tag', name: step.tag, path: ['tag'] }],
  made: (step) => `tag-${step.tag}`,
  run: (step, life) => perform(step, life, { kind: 'tag', tag: step.tag }),
});
