import * as z from 'zod';
import { codeWord, fieldWord, referenceWord } from '../../../../conditions/words.ts';
import type { JsonObject, JsonValue } from '../../../../values/json.ts';
import { anyEffect, kind, perform, refusedPath } from '../kind.ts';

export const enter = kind({
  verb: 'enter',
  about: 'takes the member into another journey; this one goes on',
  schema: (grammar) =>
    z.strictObject({
      enter: codeWord,
      with: z.record(fieldWord, referenceWord).optional().describe('fields that journey has as entry.field'),
      ...anyEffect(grammar),
    }),
  says: {
    en: ({ enter: into, with: fields }, say) =>
      `take the member into the journey ${into}${fields === undefined ? '' : `, with ${say.list(Object.keys(fields))}`}`,
    'zh-CN': ({ enter: into, with: fields }, say) =>
      `让会员进入旅程 ${into}${fields === undefined ? '' : `，并带上 ${say.list(Object.keys(fields))}`}`,
  },
  paths: refusedPath,
  refs: ({ enter: into, with: fields = {} }) => [
    { kind: 'campaign', name: into, path: ['enter'] },
    ...Object.entries(fields).map(([name, from]) => ({ kind: 'reference' as const, name: from, path: ['with', name] })),
  ],
  made: ({ enter: into }) => `enter-${into}`,
  run: (step, life) => {
    const fields = Object.entries(step.with ?? {}).map(([name, from]) => [
      name,
      (life.value(from) ?? null) as JsonValue,
    ]);
    return perform(step, life, {
      kind: 'enter',
      campaign: step.enter,
      fields: Object.fromEntries(fields) as JsonObject,
    });
  },
});
