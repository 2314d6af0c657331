import type * as z from 'zod';
import type { Locale } from '../values/wording.ts';

/**
 * What a form asks for a part of a condition by. Each stands beside the schema that it is for, so that who writes a kind of test says at
 * one place what may be written and how it is asked for.
 */
export type Control = 'name' | 'number' | 'date' | 'window' | 'where' | 'tier' | 'sum';

const controls = new WeakMap<object, Control>();

/** Says by what a form asks for what this schema reads. */
export function askedBy<Schema extends z.ZodType>(control: Control, schema: Schema): Schema {
  controls.set(schema, control);
  return schema;
}

/** By what a form asks for it; undefined of what only files write. */
export const controlOf = (schema: object): Control | undefined => controls.get(schema);

/** Words in both languages. */
export type Said = Readonly<Record<Locale, string>>;

/** Of what a name in a condition is one. */
export type NamesOf = 'attribute' | 'tag' | 'segment' | 'tier' | 'event' | 'coupon' | 'campaign' | 'template';

/** Under which heading a condition is offered. */
export const groups = {
  member: { en: 'Who they are', 'zh-CN': '会员资料' },
  orders: { en: 'What they ordered', 'zh-CN': '订单' },
  points: { en: 'Points', 'zh-CN': '积分' },
  doings: { en: 'What they did', 'zh-CN': '行为' },
  sent: { en: 'What they were sent and given', 'zh-CN': '触达与权益' },
} as const satisfies Readonly<Record<string, Said>>;
export type Group = keyof typeof groups;

/** What a form says of a kind of condition beside what its schema does: this, and no list elsewhere, offers it in the console. */
export interface SubjectForm {
  readonly group: Group;
  readonly title: Said;
  /** Of its fields that are names: of what. */
  readonly names?: Readonly<Record<string, NamesOf>>;
  /** Of its fields, where the usual titles do not say it. */
  readonly titles?: Readonly<Record<string, Said>>;
  /** Words of its lists of choices, by field. */
  readonly options?: Readonly<Record<string, Readonly<Record<string, Said>>>>;
  /** What its numbers count; `money` is the programme's. */
  readonly unit?: 'money' | Said;
  /** Fields of which one at most is asked. */
  readonly oneOf?: readonly string[];
  /** The event whose fields its `where` asks about, where it is always the same one. */
  readonly whereOf?: string;
}
