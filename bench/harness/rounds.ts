import { median } from './statistics.ts';

/** One way to do the work: answers its rate in one round. */
export interface Side<Name extends string> {
  readonly name: Name;
  run(round: number): Promise<number>;
}

export interface Rounds<Name extends string> {
  readonly all: Readonly<Record<Name, readonly number[]>>;
  readonly medians: Readonly<Record<Name, number>>;
}

/**
 * Runs the sides in turns, A B, B A, A B ..., so that what changes on the machine meanwhile falls on all of them. Absolute
 * figures drift by half on a busy machine; their ratio within a run hardly does.
 */
export async function inTurns<Name extends string>(
  rounds: number,
  sides: readonly Side<Name>[],
  say: (text: string) => void,
): Promise<Rounds<Name>> {
  const all = Object.fromEntries(sides.map(({ name }) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? sides : [...sides].reverse();
    for (const { name, run } of order) {
      const rate = await run(round);
      all[name].push(rate);
      say(`round ${round + 1} of ${rounds}: ${name} ${Math.round(rate).toLocaleString('en')}/s`);
    }
  }
  const medians = Object.fromEntries(sides.map(({ name }) => [name, median(all[name])])) as Record<Name, number>;
  return { all, medians };
}
