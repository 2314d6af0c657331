import { median } from './statistics.ts';

/** One way to do the work: answers its rate in one round, or what else is compared. */
export interface Side<Name extends string, Result = number> {
  readonly name: Name;
  run(round: number): Promise<Result>;
}

export interface Rounds<Name extends string> {
  readonly all: Readonly<Record<Name, readonly number[]>>;
  readonly medians: Readonly<Record<Name, number>>;
}

/**
 * Runs the sides in turns, A B, B A, A B ..., so that what changes on the machine meanwhile falls on all of them. Absolute
 * figures drift by half on a busy machine; their ratio within a run hardly does. Answers each side's results in their order.
 */
export async function takeTurns<Name extends string, Result>(
  rounds: number,
  sides: readonly Side<Name, Result>[],
  told: (text: string, result: Result) => void,
): Promise<Record<Name, Result[]>> {
  const all = Object.fromEntries(sides.map(({ name }) => [name, [] as Result[]])) as Record<Name, Result[]>;
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? sides : [...sides].reverse();
    for (const { name, run } of order) {
      const result = await run(round);
      all[name].push(result);
      told(`round ${round + 1} of ${rounds}: ${name}`, result);
    }
  }
  return all;
}

/** Rates of the sides, taken in turns, and the median of each. */
export async function inTurns<Name extends string>(
  rounds: number,
  sides: readonly Side<Name>[],
  say: (text: string) => void,
): Promise<Rounds<Name>> {
  const all = await takeTurns(rounds, sides, (text, rate) => say(`${text} ${Math.round(rate).toLocaleString('en')}/s`));
  const medians = Object.fromEntries(sides.map(({ name }) => [name, median(all[name])])) as Record<Name, number>;
  return { all, medians };
}
