import * as z from 'zod';
import { explainIssues } from '../platform/explain-issue.ts';
import { nearest } from './words.ts';

/** A block as it is written: checked by its own schema before anything reads it. */
export type Block = Readonly<Record<string, unknown>>;

/** One of the blocks of a choice. */
export interface Option {
  /** The key that says which block it is. */
  readonly verb: string;
  readonly schema: z.ZodType;
  /** A sentence for editors. */
  readonly about: string;
  /** True of what is known only to be refused: nobody is told to write it. */
  readonly isHidden?: boolean;
}

export interface Choice {
  /** What its blocks are called: `condition`, `step`. */
  readonly name: string;
  /** Taken late, because blocks hold blocks of the same choice. */
  readonly options: () => readonly Option[];
}

const choices = new WeakMap<object, Choice>();
/** What a schema offers, when it is a choice: JSON Schema for editors is written from it. */
export const choiceOf = (schema: object): Choice | undefined => choices.get(schema);

/** The option that a block is of: the one whose verb it has. */
export function optionOf<One extends Option>(block: Block, options: readonly One[]): One | undefined {
  return options.find(({ verb }) => Object.hasOwn(block, verb));
}

/**
 * One of several blocks, found by its verb before anything else is looked at: so an error speaks of the block that was meant, with its
 * own place, and never of twenty that were not.
 */
export function choice(name: string, options: () => readonly Option[]): z.ZodType<Block> {
  const schema = z.record(z.string(), z.unknown()).transform((block, context): Block => {
    const refuse = (path: readonly PropertyKey[], problem: string, fix: string) => {
      context.addIssue({ code: 'custom', path: [...path], message: problem, params: { fix } });
      return z.NEVER;
    };
    const known = options();
    const [found, second] = known.filter(({ verb }) => Object.hasOwn(block, verb));
    if (!found) return refuse(...strange(name, Object.keys(block), known));
    if (second) {
      const fix = 'give it a block of its own, with a dash before it';
      return refuse([second.verb], `is a second ${name} in one block, beside ${found.verb}`, fix);
    }
    const result = found.schema.safeParse(block);
    if (result.success) return result.data as Block;
    for (const { path, problem, fix } of explainIssues(result.error.issues, found.schema, block))
      refuse(path, problem, fix);
    return z.NEVER;
  });
  choices.set(schema, { name, options });
  return schema;
}

/** What is told of a block with no verb in it: the one that was meant, if a key is near to one. */
function strange(
  name: string,
  keys: readonly string[],
  known: readonly Option[],
): [path: readonly PropertyKey[], problem: string, fix: string] {
  const verbs = known.filter(({ isHidden }) => isHidden !== true).map(({ verb }) => verb);
  for (const key of keys) {
    const meant = nearest(key, verbs);
    if (meant !== undefined) return [[key], `is no ${name}`, `write "${meant}"`];
  }
  const path = keys[0] === undefined ? [] : [keys[0]];
  return [path, `is no ${name}, and nothing else in the block is`, `begin with one of ${verbs.join(', ')}`];
}
