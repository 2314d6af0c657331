import * as z from 'zod';
import { fieldWord, referenceWord } from '../../../../conditions/words.ts';
import type { JsonValue } from '../../../../values/json.ts';
import { anyEffect, kind, type Life, perform, refusedPath } from '../kind.ts';
import type { Ref } from '../refs.ts';

/** A value as it stands, or a value of the story. */
export const written = z.union([
  z.string().max(500),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({ from: referenceWord }),
]);
type Written = z.output<typeof written>;

const isReference = (value: Written): value is { from: string } => typeof value === 'object' && value !== null;

/** What is written, with the values of the story in their places. */
export const valuesOf = (fields: Readonly<Record<string, Written>>, life: Life): Record<string, JsonValue> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      isReference(value) ? ((life.value(value.from) ?? null) as JsonValue) : value,
    ]),
  );

export const writtenRefs = (fields: Readonly<Record<string, Written>>, ...path: PropertyKey[]): Ref[] =>
  Object.entries(fields).flatMap(([name, value]) =>
    isReference(value) ? [{ kind: 'reference' as const, name: value.from, path: [...path, name, 'from'] }] : [],
  );

export const sayWritten = (value: Written): string =>
  isReference(value) ? value.from : value === null ? '—' : String(value);

export const set = kind({
  verb: 'set',
  about: 'sets attributes of the member',
  schema: (grammar) =>
    z.strictObject({
      set: z
        .record(fieldWord, written)
        .refine((fields) => Object.keys(fields).length > 0, {
          message: 'sets nothing',
          params: { fix: 'name an attribute and its value' },
        })
        .meta({ examples: [{ city: 'London' }] }),
      ...anyEffect(grammar),
    }),
  says: {
    en: (step, say) =>
      `set ${say.list(Object.entries(step.set).map(([name, value]) => `${name} to ${sayWritten(value)}`))}`,
    'zh-CN': (step, say) =>
      `设置${say.list(Object.entries(step.set).map(([name, value]) => ` ${name} 为 ${sayWritten(value)}`))}`,
  },
  paths: refusedPath,
  refs: (step) => [
    ...Object.keys(step.set).map((name) => ({ kind: 'attribute' as const, name, path: ['set', name] })),
    ...writtenRefs(step.set, 'set'),
  ],
  made: (step) => `set-${Object.keys(step.set).join('-and-')}`,
  run: (step, life) => perform(step, life, { kind: 'set', values: valuesOf(step.set, life) }),
});
