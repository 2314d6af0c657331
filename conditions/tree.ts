import * as z from 'zod';
import type { Locale } from '../values/wording.ts';
import { choice, type Block, type Option } from './choice.ts';
import type { Facts } from './facts.ts';
import type { Asking, Finding, Ref, Subject, Subjects, Telling } from './subject.ts';
import { joinSql, sql, type Sql } from './sql.ts';
import { currencyWords } from './say.ts';

/** Conditions nest as deep as people can still read. */
export const depthMax = 5;
/** Conditions in one list. */
const listMax = 20;

const about = { all: 'all of them', any: 'one of them at least', not: 'the opposite' } as const;
const schemas = new WeakMap<Subjects, z.ZodType<Block>>();

/** A condition of these subjects: one of them, or `all`, `any` or `not` with conditions inside, five deep. */
export function conditionSchema(subjects: Subjects): z.ZodType<Block> {
  const made = schemas.get(subjects);
  if (made !== undefined) return made;
  const inner: z.ZodType<Block> = choice('condition', () => options);
  const many = z.array(inner).min(1).max(listMax);
  const options: readonly Option[] = [
    { verb: 'all', about: about.all, schema: z.strictObject({ all: many }) },
    { verb: 'any', about: about.any, schema: z.strictObject({ any: many }) },
    { verb: 'not', about: about.not, schema: z.strictObject({ not: inner }) },
    ...subjects.values(),
    ...ofJourneys(subjects),
  ];
  schemas.set(subjects, inner);
  return inner;
}

/** What only a journey can be asked, with what it speaks of. */
const journeyWords: Readonly<Record<string, string>> = { entry: 'entry', answer: 'an answer', outcome: 'a step' };

/** Questions of journeys that this register does not know: they are told as such, and not as slips of the hand. */
function ofJourneys(subjects: Subjects): Option[] {
  const missing = Object.entries(journeyWords).filter(([verb]) => !subjects.has(verb));
  return missing.map(([verb, of]) => ({
    ...{ verb, about: 'only a journey can answer it', isHidden: true },
    schema: z.unknown().superRefine((_, context) => {
      const fix = 'ask it in a branch of the journey';
      const message = `speaks of ${of}, which only a journey knows`;
      context.addIssue({ code: 'custom', path: [verb], message, params: { fix } });
    }),
  }));
}

/** What is wrong with a tree that nests too deep; undefined of one that does not. */
export function tooDeep(tree: Block): { readonly problem: string; readonly fix: string } | undefined {
  if (depthOf(tree) <= depthMax) return undefined;
  return { problem: 'nests deeper than five levels', fix: 'give a part of it a segment of its own' };
}

const depthOf = (block: Block): number =>
  partsOf(block).reduce((deepest, part) => Math.max(deepest, depthOf(part.block)), 0) + (knotOf(block) ? 1 : 0);

type Knot = 'all' | 'any' | 'not';
const knotOf = (block: Block): Knot | undefined =>
  (['all', 'any', 'not'] as const).find((verb) => Object.hasOwn(block, verb));

/** The conditions inside, each with its place; none in a subject. */
function partsOf(block: Block): { readonly block: Block; readonly path: readonly PropertyKey[] }[] {
  const knot = knotOf(block);
  if (knot === undefined) return [];
  if (knot === 'not') return [{ block: block.not as Block, path: ['not'] }];
  return (block[knot] as readonly Block[]).map((part, index) => ({ block: part, path: [knot, index] }));
}

/** Every condition inside another one, each before those inside it, with its place. */
export function blocksIn(tree: Block): { readonly block: Block; readonly path: readonly PropertyKey[] }[] {
  return partsOf(tree).flatMap(({ block, path }) => [
    { block, path },
    ...blocksIn(block).map((inner) => ({ ...inner, path: [...path, ...inner.path] })),
  ]);
}

/** The subject a checked block asks about. */
export function subjectOf(block: Block, subjects: Subjects): Subject {
  const verb = Object.keys(block).find((key) => subjects.has(key));
  const found = verb === undefined ? undefined : subjects.get(verb);
  if (!found) throw new Error(`There is no condition in ${JSON.stringify(block)}.`);
  return found;
}

/** Answered in memory: true when the member meets it. */
export function holds(tree: Block, facts: Facts, subjects: Subjects): boolean {
  const parts = partsOf(tree);
  switch (knotOf(tree)) {
    case 'all':
      return parts.every(({ block }) => holds(block, facts, subjects));
    case 'any':
      return parts.some(({ block }) => holds(block, facts, subjects));
    case 'not':
      return parts.every(({ block }) => !holds(block, facts, subjects));
    default:
      return subjectOf(tree, subjects).holds(tree, facts);
  }
}

/** The same as SQL: a test on the member `m`. */
export function toSql(tree: Block, asking: Omit<Asking, 'ask'>, subjects: Subjects): Sql {
  const ask = (block: Block): Sql => {
    const parts = partsOf(block).map((part) => ask(part.block));
    switch (knotOf(block)) {
      case 'all':
        return joinSql(parts, 'AND');
      case 'any':
        return joinSql(parts, 'OR');
      case 'not':
        return sql`NOT ${joinSql(parts, 'AND')}`;
      default:
        return sql`(${subjectOf(block, subjects).sql(block, { ...asking, ask })})`;
    }
  };
  return ask(tree);
}

const between: Readonly<Record<Locale, { all: string; any: string; either: string; not: string }>> = {
  en: { all: ', and ', any: ', or ', either: 'either ', not: 'not: ' },
  'zh-CN': { all: '，并且', any: '，或者', either: '符合其一：', not: '不符合：' },
};

/** The condition as it is read aloud. */
export function say(tree: Block, subjects: Subjects, telling: Telling | Locale = 'en'): string {
  const teller = typeof telling === 'string' ? { locale: telling, money: currencyWords(telling) } : telling;
  const words = between[teller.locale];
  const parts = partsOf(tree).map(({ block }) => {
    const text = say(block, subjects, teller);
    return knotOf(block) === undefined || knotOf(block) === 'not' ? text : inBrackets(text, teller.locale);
  });
  switch (knotOf(tree)) {
    case 'all':
      return parts.join(words.all);
    case 'any':
      return `${words.either}${parts.join(words.any)}`;
    case 'not':
      return `${words.not}${parts.join('')}`;
    default:
      return subjectOf(tree, subjects).say[teller.locale](tree, teller);
  }
}

const inBrackets = (text: string, locale: Locale) => (locale === 'en' ? `(${text})` : `（${text}）`);

/** Everything that a condition names, each with its place in it. */
export function refsOf(tree: Block, subjects: Subjects): Ref[] {
  if (knotOf(tree) === undefined) return subjectOf(tree, subjects).refs?.(tree) ?? [];
  return partsOf(tree).flatMap(({ block, path }) =>
    refsOf(block, subjects).map((ref) => ({ ...ref, path: [...path, ...ref.path] })),
  );
}

/** A condition without others in it, and where in its tree it stands. */
export interface Leaf {
  readonly block: Block;
  readonly path: readonly PropertyKey[];
  readonly subject: Subject;
}

/** The questions of a tree, in the order in which they are written. */
export function leavesOf(tree: Block, subjects: Subjects): Leaf[] {
  if (knotOf(tree) === undefined) return [{ block: tree, path: [], subject: subjectOf(tree, subjects) }];
  return partsOf(tree).flatMap(({ block, path }) =>
    leavesOf(block, subjects).map((leaf) => ({ ...leaf, path: [...path, ...leaf.path] })),
  );
}

/** True when the answer can change with time alone. */
export const isByTime = (tree: Block, subjects: Subjects): boolean =>
  leavesOf(tree, subjects).some(({ block, subject }) => subject.byTime?.(block) === true);

/** Why a member meets a condition, or not: each of its questions, with the answer and what it rests on. */
export interface Reason {
  readonly path: readonly PropertyKey[];
  readonly block: Block;
  readonly holds: boolean;
  readonly found: Finding | undefined;
}

export function reasonsOf(tree: Block, facts: Facts, subjects: Subjects): Reason[] {
  return leavesOf(tree, subjects).map(({ block, path, subject }) => ({
    path,
    block,
    holds: subject.holds(block, facts),
    found: subject.found?.(block, facts),
  }));
}
