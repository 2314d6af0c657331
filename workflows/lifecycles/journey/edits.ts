import { nearest } from '../../../conditions/words.ts';
import type { Instant } from '../../../values/instant.ts';
import type { JsonObject } from '../../../values/json.ts';
import { counted } from '../../../values/plural.ts';
import type { Plan } from './plan.ts';
import { firstPosition, isEntered, type Position, readEntered, readPosition, writePosition } from './position.ts';

/** How the steps of a new version stand to those of the one before. */
export interface PlanDifference {
  readonly stays: readonly string[];
  readonly gone: readonly string[];
  readonly new: readonly string[];
  /** Names that meant another kind of step: such a version is refused. */
  readonly otherKind: readonly { readonly name: string; readonly was: string; readonly is: string }[];
}

export function differenceOf(before: Plan, after: Plan): PlanDifference {
  const kept = [...before.byName.keys()].filter((name) => after.byName.has(name));
  const kindOf = (plan: Plan, name: string) => plan.byName.get(name)?.kind.verb ?? '';
  const otherKind = kept
    .map((name) => ({ name, was: kindOf(before, name), is: kindOf(after, name) }))
    .filter(({ was, is }) => was !== is);
  const others = new Set(otherKind.map(({ name }) => name));
  return {
    stays: kept.filter((name) => !others.has(name)),
    gone: [...before.byName.keys()].filter((name) => !after.byName.has(name)),
    new: [...after.byName.keys()].filter((name) => !before.byName.has(name)),
    otherKind,
  };
}

/** What is told of those who wait in a step that is gone, with the step it may have become. */
export function sayGone(
  step: string,
  waiting: number,
  { new: fresh }: PlanDifference,
  after: Plan,
  before: Plan,
): string {
  const verb = before.byName.get(step)?.kind.verb;
  const alike = fresh.filter((name) => after.byName.get(name)?.kind.verb === verb);
  const meant = nearest(step, alike) ?? (alike.length === 1 ? alike[0] : undefined);
  const gone = `${counted(waiting, 'member waits', 'members wait')} in ${step}, which is gone`;
  return meant === undefined ? gone : `${gone}; write "id: ${step}" if ${meant} is the same`;
}

/** What becomes of members inside when a version goes live: theirs, the new one where they stand, or from the beginning. */
export type EditPolicy = 'new' | 'move' | 'restart';

/** What a cohort carries of an enrolment where it stands. */
export interface Standing {
  readonly input: JsonObject;
  readonly startedAt: Instant;
}

/** What becomes of one enrolment by a move. */
export type Fate =
  /** It goes on in the new version, at this step, from this input. */
  | { readonly kind: 'moves'; readonly at: string; readonly input: JsonObject }
  /** It stays in its own: it has come to steps that the new one does not have, under that name and of that kind. */
  | { readonly kind: 'stays'; readonly at: string; readonly gone: readonly string[] };

/** Whether an enrolment may go on in another version where it stands, and from what. What its step has begun goes along. */
export function fateOf(standing: Standing, before: Plan, after: Plan): Fate {
  const position = positionOf(standing, before);
  const { at } = position;
  const gone = [...position.times.keys()].filter(
    (name) => after.byName.get(name)?.kind.verb !== before.byName.get(name)?.kind.verb,
  );
  return gone.length === 0 ? { kind: 'moves', at, input: writePosition(position, after) } : { kind: 'stays', at, gone };
}

/** What an enrolment begins anew from: what brought the member in, as it was. */
export const begunAgain = ({ input }: Standing): JsonObject => ({ ...readEntered(input) });

/** The step at which it stands. */
export const stepOf = (standing: Standing, plan: Plan): string => positionOf(standing, plan).at;

const positionOf = ({ input, startedAt }: Standing, plan: Plan): Position =>
  isEntered(input) ? firstPosition(plan, readEntered(input), startedAt) : readPosition(input, plan);

/**
 * The plan of before as a member goes through it who is to go on in another: what the steps there ask for of those done here is
 * kept on the way, too.
 */
export function keepingFor(before: Plan, after: Plan): Plan {
  const { entry, answers, doneAt, outcomes } = before.needs;
  const all = new Map([...answers]);
  for (const [step, fields] of after.needs.answers) all.set(step, new Set([...(all.get(step) ?? []), ...fields]));
  return {
    ...before,
    needs: {
      entry: new Set([...entry, ...after.needs.entry]),
      answers: all,
      doneAt: new Set([...doneAt, ...after.needs.doneAt]),
      outcomes: new Set([...outcomes, ...after.needs.outcomes]),
    },
  };
}
