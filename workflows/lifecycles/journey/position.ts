import type { Instant } from '../../../values/instant.ts';
import type { JsonObject, JsonValue } from '../../../values/json.ts';
import type { Outcome } from '../../engine/story.ts';
import type { Placed, Plan } from './plan.ts';

/** What a member brings in: the fields the plan asks for, and when what brought the member in happened. */
export type Entered = {
  readonly enteredAt: Instant;
  readonly entry?: JsonObject;
  /** The value of the door's key. */
  readonly key?: string;
  /** Whose lot is drawn: stays when accounts become one. */
  readonly lotOf?: string;
};

/** Where a member is, and what of the way there later steps use; by names, whatever the version. */
export interface Position extends Entered {
  readonly at: string;
  /** When the member came to this step. */
  readonly since: Instant;
  /** What the step has begun. */
  readonly begun?: JsonObject;
  /** How often each step has been come to. */
  readonly times: ReadonlyMap<string, number>;
  /** How often a loop has been gone through since it was come to. */
  readonly rounds: ReadonlyMap<string, number>;
  readonly doneAt: ReadonlyMap<string, Instant>;
  readonly outcomes: ReadonlyMap<string, Outcome['kind']>;
  readonly answers: ReadonlyMap<string, JsonObject>;
}

/** True of the input that an enrolment begins with; from the second chapter on it is a position. */
export const isEntered = (input: JsonObject): boolean => input.at === undefined;

export function readEntered({ enteredAt, entry, key, lotOf }: JsonObject): Entered {
  if (typeof enteredAt !== 'number') throw new Error('a journey starts from enteredAt');
  return {
    enteredAt,
    ...(entry === undefined ? {} : { entry: entry as JsonObject }),
    ...(typeof key === 'string' ? { key } : {}),
    ...(typeof lotOf === 'string' ? { lotOf } : {}),
  };
}

/** The beginning of a plan. */
export function firstPosition({ steps: [first] }: Plan, entered: Entered, now: Instant): Position {
  if (first === undefined) throw new Error('a journey has at least one step');
  const none = new Map<string, never>();
  const nowhere = {
    ...entered,
    at: '',
    since: now,
    times: none,
    rounds: none,
    doneAt: none,
    outcomes: none,
    answers: none,
  };
  return come(nowhere, first, now, false);
}

/** The position at a step that is come to; `again` when a loop begins another round. */
export function come(
  { begun: _, ...position }: Position,
  { name, kind }: Placed,
  now: Instant,
  again: boolean,
): Position {
  const times = new Map(position.times);
  if (!again) times.set(name, (times.get(name) ?? 0) + 1);
  const rounds = new Map(position.rounds);
  if (kind.rounds !== undefined) rounds.set(name, again ? (rounds.get(name) ?? 0) + 1 : 0);
  return { ...position, at: name, since: now, times, rounds };
}

/** The same with what a step has left behind, as far as the plan asks for it. */
export function leave(position: Position, { needs }: Plan, now: Instant, answer: JsonObject | undefined): Position {
  const { at } = position;
  const doneAt = needs.doneAt.has(at) ? new Map(position.doneAt).set(at, now) : position.doneAt;
  const wanted = needs.answers.get(at);
  if (answer === undefined || wanted === undefined) return { ...position, doneAt };
  const kept = Object.fromEntries(Object.entries(answer).filter(([field]) => wanted.has(field)));
  return { ...position, doneAt, answers: new Map(position.answers).set(at, kept) };
}

/** The same with the outcome of the step, if the plan asks for it. */
export const withOutcome = (position: Position, { needs }: Plan, kind: Outcome['kind']): Position =>
  needs.outcomes.has(position.at)
    ? { ...position, outcomes: new Map(position.outcomes).set(position.at, kind) }
    : position;

type Pairs<Value extends JsonValue> = readonly (readonly [number, Value])[];

/** As a cohort carries it: steps by their places in the plan, so that a long way weighs little. */
export function writePosition(position: Position, { byName, steps }: Plan): JsonObject {
  const { enteredAt, entry, key, lotOf, at, since, begun, times, rounds, doneAt, outcomes, answers } = position;
  const pairs = <Value extends JsonValue>(map: ReadonlyMap<string, Value>): Pairs<Value> =>
    [...map].flatMap(([name, value]) => {
      const place = byName.get(name)?.order;
      return place === undefined ? [] : [[place, value] as const];
    });
  const been = new Array<boolean>(steps.length).fill(false);
  for (const [place] of pairs(times)) been[place] = true;
  const several = new Map([...times].filter(([, count]) => count > 1));
  const some = (name: string, map: ReadonlyMap<string, JsonValue>) => (map.size === 0 ? {} : { [name]: pairs(map) });
  return {
    ...{ at, since, enteredAt, been: toHex(been) },
    ...(entry === undefined || Object.keys(entry).length === 0 ? {} : { entry }),
    ...(key === undefined ? {} : { key }),
    ...(lotOf === undefined ? {} : { lotOf }),
    ...(begun === undefined ? {} : { begun }),
    ...some('times', several),
    ...some('rounds', rounds),
    ...some('doneAt', doneAt),
    ...some('outcomes', outcomes),
    ...some('answers', answers),
  };
}

/** The position that was written of this plan. */
export function readPosition(input: JsonObject, { steps }: Plan): Position {
  const named = <Value extends JsonValue>(pairs: JsonValue | undefined): Map<string, Value> =>
    new Map(
      ((pairs ?? []) as Pairs<Value>).flatMap(([place, value]) => {
        const name = steps[place]?.name;
        return name === undefined ? [] : [[name, value] as const];
      }),
    );
  const been = fromHex(typeof input.been === 'string' ? input.been : '');
  const times = new Map(steps.filter(({ order }) => been[order]).map(({ name }) => [name, 1]));
  for (const [name, count] of named<number>(input.times)) times.set(name, count);
  return {
    ...readEntered(input),
    at: typeof input.at === 'string' ? input.at : '',
    since: Number(input.since),
    ...(input.begun === undefined ? {} : { begun: input.begun as JsonObject }),
    times,
    rounds: named<number>(input.rounds),
    doneAt: named<Instant>(input.doneAt),
    outcomes: named<Outcome['kind']>(input.outcomes),
    answers: named<JsonObject>(input.answers),
  };
}

/** What an answer is taken to weigh, with its name. */
const answerBytes = 50;
/** An instant, as they are for some centuries. */
const someInstant = 4_102_444_800_000;

/** What a member may carry of where it is, at most, in bytes: every step come to, those in loops often, every answer given. */
export function carriedAtMost(plan: Plan): number {
  const { steps, needs } = plan;
  const loops = new Set(steps.flatMap((step) => (isRepeated(step, plan) ? [step.name] : [])));
  const names = steps.map(({ name }) => name);
  const longest = names.reduce((long, name) => (name.length > long.length ? name : long), '');
  const position: Position = {
    ...{ enteredAt: someInstant, at: longest, since: someInstant, lotOf: 'x'.repeat(20), key: 'x'.repeat(40) },
    times: new Map(names.map((name) => [name, loops.has(name) ? 99 : 1])),
    rounds: new Map(steps.flatMap(({ name, kind }) => (kind.rounds === undefined ? [] : [[name, 99] as const]))),
    doneAt: new Map([...needs.doneAt].map((name) => [name, someInstant])),
    outcomes: new Map([...needs.outcomes].map((name) => [name, 'applied' as const])),
    answers: new Map(),
  };
  const answers = [...needs.answers.values()].reduce((sum, fields) => sum + fields.size, needs.entry.size);
  return JSON.stringify(writePosition(position, plan)).length + answers * answerBytes;
}

/** True of a step that may be come to again: in a loop, or between a jump and where it leads. */
function isRepeated(step: Placed, { steps, byName }: Plan): boolean {
  for (let one = step.parent; one !== undefined; one = one.parent) if (one.kind.rounds !== undefined) return true;
  return steps.some((one) => {
    const jump = one.kind.jump?.(one.step);
    const target = jump && byName.get(jump.to);
    return target !== undefined && target.order <= step.order && step.order <= one.order;
  });
}

const bitsOfDigit = 4;

function toHex(flags: readonly boolean[]): string {
  const digits: string[] = [];
  for (let from = 0; from < flags.length; from += bitsOfDigit) {
    const digit = flags.slice(from, from + bitsOfDigit).reduce((sum, flag, place) => sum + (flag ? 2 ** place : 0), 0);
    digits.push(digit.toString(16));
  }
  return digits.join('').replace(/0+$/, '');
}

const fromHex = (hex: string): boolean[] =>
  [...hex].flatMap((digit) =>
    Array.from({ length: bitsOfDigit }, (_, place) => (parseInt(digit, 16) & (2 ** place)) !== 0),
  );
