import * as z from 'zod';
import type { Locale } from '../values/wording.ts';
import { type Control, controlOf, type NamesOf, type Said } from './control.ts';
import type { Subject } from './subject.ts';
import { valueTests } from './tests.ts';

/** Titles of fields that many kinds have. */
const usualTitles: Readonly<Record<string, Said>> = {
  within: { en: 'When', 'zh-CN': '时间范围' },
  where: { en: 'Only with', 'zh-CN': '限定条件' },
  state: { en: 'State', 'zh-CN': '状态' },
};

/** A part of a condition as a form asks for it. */
export interface FormField {
  /** Its key in the condition; `*` of tests that stand beside the name that they are about. */
  readonly name: string;
  /** Null where the condition's own title says it. */
  readonly title: string | null;
  readonly control: Control | 'options' | 'tests';
  readonly isRequired: boolean;
  readonly names: NamesOf | null;
  readonly options: readonly { readonly value: string; readonly title: string }[];
}

/** The fields of a kind of condition, read off its schema; what only a journey can write is left out. */
export function fieldsOf({ verb, schema, form }: Subject, locale: Locale): FormField[] {
  if (!(schema instanceof z.ZodObject)) return [];
  const shape = schema.shape as Readonly<Record<string, z.ZodType>>;
  const isTest = (name: string) =>
    Object.hasOwn(valueTests, name) && shape[name] === valueTests[name as keyof typeof valueTests];
  const fields = Object.entries(shape).flatMap(([name, part]): FormField[] => {
    const { inner, isRequired } = bare(part);
    const listed = inner instanceof z.ZodEnum ? (inner.options as readonly string[]) : undefined;
    const control = listed ? 'options' : controlOf(inner);
    if (control === undefined || isTest(name)) return [];
    const title = form.titles?.[name] ?? (name === verb ? undefined : usualTitles[name]);
    const words = form.options?.[name];
    return [
      {
        ...{ name, control, isRequired, title: title?.[locale] ?? null, names: form.names?.[name] ?? null },
        options: (listed ?? []).map((value) => ({ value, title: words?.[value]?.[locale] ?? value })),
      },
    ];
  });
  const hasTests = Object.keys(shape).some(isTest);
  return hasTests
    ? [...fields, { name: '*', title: null, control: 'tests', isRequired: true, names: null, options: [] }]
    : fields;
}

function bare(part: z.ZodType): { readonly inner: z.ZodType; readonly isRequired: boolean } {
  if (part instanceof z.ZodOptional || part instanceof z.ZodDefault)
    return { inner: bare(part.unwrap() as z.ZodType).inner, isRequired: false };
  return { inner: part, isRequired: true };
}
