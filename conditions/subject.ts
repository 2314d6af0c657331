import type * as z from 'zod';
import type { Locale } from '../values/wording.ts';
import type { Catalogue } from './catalogue.ts';
import type { Block, Option } from './choice.ts';
import type { SubjectForm } from './control.ts';
import type { Facts } from './facts.ts';
import type { Asked } from './spans.ts';
import type { Sql } from './sql.ts';
import type { FieldTest } from './tests.ts';

/** What a name in a condition or a journey stands for. */
export type RefKind =
  | 'segment'
  | 'template'
  | 'coupon'
  | 'step'
  | 'event'
  | 'field'
  | 'tag'
  | 'tier'
  | 'campaign'
  | 'webhook'
  | 'holidays'
  | 'role'
  | 'reference'
  | 'since'
  | 'attribute'
  | 'draw';

/** Something a block names that must be there elsewhere: what, its name, and where in the block it stands. */
export interface Ref {
  readonly kind: RefKind;
  readonly name: string;
  readonly path: readonly PropertyKey[];
  /** The event whose field it is, or the campaign whose message. */
  readonly of?: string;
  /** What the field is asked, so that it can be held against its type. */
  readonly test?: FieldTest;
  /** It must hold numbers: it is added up. */
  readonly isSum?: boolean;
}

/** What a span names that begins with a step: `since hello`. */
export function sinceRefs(window: string | undefined, path: readonly PropertyKey[]): Ref[] {
  return window?.startsWith('since ') === true ? [{ kind: 'since', name: window.slice(6), path }] : [];
}

/** How a condition is asked of the tables. */
export interface Asking extends Asked {
  readonly programmeId: number;
  readonly catalogue: Catalogue;
  /** Of `entry.field` and `step.field`; undefined outside a journey. */
  value(reference: string): unknown;
  /** What is asked of the member `m` by a condition inside this one. */
  ask(block: Block): Sql;
  /** The condition of a segment. */
  segment(code: string): Block;
  /** That a column with a member's id is one of those who are asked about at all: a few are found by an index. */
  among(memberId: Sql): Sql;
}

/** What a reader is told beside the words of a condition. */
export interface Telling {
  readonly locale: Locale;
  money(major: number): string;
}

type Words<Value> = Readonly<Record<Locale, (block: Value, telling: Telling) => string>>;

/**
 * One kind of question about a member, in one file: what may be written, how it is read aloud, how it is answered in memory and by SQL.
 * `Value` is what its schema reads.
 */
export interface SubjectOf<Value> {
  /** The key by which it is known. */
  readonly verb: string;
  readonly about: string;
  /** How a form offers it. */
  readonly form: SubjectForm;
  /** Only a journey can answer it. */
  readonly journeyOnly?: true;
  readonly say: Words<Value>;
  holds(block: Value, facts: Facts): boolean;
  /** A test on the member `m` that is never NULL. */
  sql(block: Value, asking: Asking): Sql;
  /** What the answer rests on: a number, a date (ms), money in minor units, words. */
  found?(block: Value, facts: Facts): Finding | undefined;
  refs?(block: Value): Ref[];
  /** True when it can change with time alone, so that a sweep must look. */
  byTime?(block: Value): boolean;
}

/** What was found of a member that a condition asks about. */
export type Finding =
  | { readonly kind: 'number' | 'money' | 'instant'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string };

/** A subject as the register holds it. */
export interface Subject extends SubjectOf<Block>, Option {}

/** Declares a subject; the one cast from a checked block to its type is here. */
export function subject<Schema extends z.ZodType<object>>(
  spec: SubjectOf<z.output<Schema>> & { readonly schema: Schema },
): Subject {
  return spec as unknown as Subject;
}

/** Subjects by their verbs; a register is passed to whoever reads a tree, so that a journey may know more than a segment. */
export type Subjects = ReadonlyMap<string, Subject>;

export function register(...subjects: readonly Subject[]): Subjects {
  const found = new Map<string, Subject>();
  for (const one of subjects) {
    if (found.has(one.verb)) throw new Error(`There are two conditions called ${one.verb}.`);
    found.set(one.verb, one);
  }
  return found;
}
