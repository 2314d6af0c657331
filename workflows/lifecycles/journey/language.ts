import * as z from 'zod';
import { type Block, choice, optionOf } from '../../../conditions/choice.ts';
import type { Subjects } from '../../../conditions/subject.ts';
import { conditionSchema, refsOf } from '../../../conditions/tree.ts';
import { type Grammar, type Kind, type KindMaker, type Reading, stepsMax } from './kind.ts';
import { type Occasion, occasionOptions, occasionRefs } from './occasions.ts';

/** A register of kinds of steps and subjects of conditions, and all that is read with it: another one may have more of both. */
export interface Language extends Reading {
  readonly kinds: readonly Kind[];
  readonly subjects: Subjects;
  readonly grammar: Grammar;
  /** The kind of a block that has been checked. */
  kindOf(step: Block): Kind;
}

export function journeyLanguage(makers: readonly KindMaker[], subjects: Subjects): Language {
  const verbs = makers.map(({ verb }) => verb);
  const twice = verbs.find((verb, place) => verbs.indexOf(verb) !== place);
  if (twice !== undefined) throw new Error(`two kinds of steps have the verb "${twice}"`);

  const condition = conditionSchema(subjects);
  const grammar: Grammar = {
    condition,
    // Of each other, so looked up when they are first needed.
    steps: z.array(choice('step', () => kinds)).max(stepsMax),
    occasion: (extra, of) => choice('occasion', () => occasionOptions(condition, extra, of)),
    oneOf: (name, options) => choice(name, () => options),
  };
  const kinds: readonly Kind[] = makers.map((maker) => maker.make(grammar));
  const reading: Reading = {
    refsOf: (tree) => refsOf(tree, subjects),
    occasionRefs: (occasion: Occasion) => occasionRefs(occasion, (tree) => refsOf(tree, subjects)),
  };
  return {
    ...reading,
    kinds,
    subjects,
    grammar,
    kindOf(step) {
      const found = optionOf(step, kinds);
      if (found === undefined) throw new Error(`no step in ${JSON.stringify(step)}`);
      return found;
    },
  };
}
