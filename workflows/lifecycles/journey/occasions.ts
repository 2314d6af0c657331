import * as z from 'zod';
import type { Block, Option } from '../../../conditions/choice.ts';
import type { Ref } from './refs.ts';
import { where, type Where } from '../../../conditions/tests.ts';
import { eventRefs, same, type Same } from '../../../conditions/where.ts';
import { codeWord, durationWord, eventWord } from '../../../conditions/words.ts';

/** What can happen to a member: doors, exits and waits use the same five. */
export type Occasion = {
  readonly event?: string;
  readonly where?: Where;
  readonly same?: string | readonly string[];
  readonly enters?: string;
  readonly leaves?: string;
  readonly when?: Block;
  readonly goal?: 'reached';
  readonly for?: string;
};

export const occasionVerbs = ['event', 'enters', 'leaves', 'when', 'goal'] as const;
export type OccasionVerb = (typeof occasionVerbs)[number];

export const whatHappened = { event: eventWord, where: where.optional() };

const about: Readonly<Record<OccasionVerb, string>> = {
  event: 'an event of the member',
  enters: 'the member comes into a segment',
  leaves: 'the member falls out of a segment',
  when: 'a condition holds, now or from some moment on',
  goal: 'the goal of the campaign is reached',
};

function shapeOf(verb: OccasionVerb, condition: z.ZodType<Block>): z.ZodRawShape {
  const lasts = { for: durationWord.optional().describe('only if it has lasted so long') };
  switch (verb) {
    case 'event':
      return { ...whatHappened, same: same.optional() };
    case 'enters':
      return { enters: codeWord, ...lasts };
    case 'leaves':
      return { leaves: codeWord, ...lasts };
    case 'when':
      return { when: condition, ...lasts };
    case 'goal':
      return { goal: z.literal('reached') };
    default:
      return verb satisfies never;
  }
}

/** Some of the five as options of a choice, with further fields. */
export function occasionOptions(
  condition: z.ZodType<Block>,
  extra: z.ZodRawShape,
  verbs: readonly string[] = occasionVerbs,
): Option[] {
  return occasionVerbs
    .filter((verb) => verbs.includes(verb))
    .map((verb) => ({ verb, about: about[verb], schema: z.strictObject({ ...shapeOf(verb, condition), ...extra }) }));
}

/** What an occasion names, and where in it. */
export function occasionRefs(occasion: Occasion, refsOf: (condition: Block) => readonly Ref[]): readonly Ref[] {
  const { event, where: tests, same: fields, enters, leaves, when } = occasion;
  if (event !== undefined) {
    const equals = [fields ?? []].flat();
    const entered = equals.map((name): Ref => ({ kind: 'reference', name: `entry.${name}`, path: ['same'] }));
    return [...eventRefs({ event, where: tests, same: fields as Same | undefined }), ...entered];
  }
  if (enters !== undefined) return [{ kind: 'segment', name: enters, path: ['enters'] }];
  if (leaves !== undefined) return [{ kind: 'segment', name: leaves, path: ['leaves'] }];
  return when === undefined ? [] : refsOf(when).map((ref) => ({ ...ref, path: ['when', ...ref.path] }));
}

/** True of a change, which happens at an instant; a state may hold already. */
export const isChange = ({ event, enters, leaves }: Occasion): boolean =>
  event !== undefined || enters !== undefined || leaves !== undefined;
