import { nearest } from '../../../conditions/words.ts';
import type { Instant } from '../../../values/instant.ts';
import type { JsonObject } from '../../../values/json.ts';
import { counted } from '../../../values/plural.ts';
import type { Plan } from './plan.ts';
import { firstPosition, isEntered, readEntered, readPosition, writePosition } from './position.ts';

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

/**
 * The input with which an enrolment goes on in another version where it stands; undefined when it stays in its own: it has done a
 * step that the new one does not have, under that name and of that kind. What a step has begun goes along.
 */
export function movedTo(
  { input, startedAt }: { readonly input: JsonObject; readonly startedAt: Instant },
  before: Plan,
  after: Plan,
): JsonObject | undefined {
  const position = isEntered(input)
    ? firstPosition(before, readEntered(input), startedAt)
    : readPosition(input, before);
  const fits = [...position.times.keys()].every((name) => {
    const is = after.byName.get(name);
    return is !== undefined && is.kind.verb === before.byName.get(name)?.kind.verb;
  });
  return fits ? writePosition(position, after) : undefined;
}
