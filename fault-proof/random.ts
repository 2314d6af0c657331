import { seededRandom } from '../values/random.ts';

/** Draws from a seed: one seed and topic, one sequence. */
export interface Draw {
  /** In [0, 1). */
  share(): number;
  /** A whole number below `bound`. */
  below(bound: number): number;
  pick<Item>(from: readonly Item[]): Item;
  /** The items in an order of its own. */
  shuffle<Item>(items: readonly Item[]): Item[];
}

export function drawFrom(seed: number, topic: string): Draw {
  let mixed = seed >>> 0;
  for (const letter of topic) mixed = (Math.imul(mixed, 31) + letter.charCodeAt(0)) >>> 0;
  const share = seededRandom(mixed);
  const below = (bound: number) => Math.floor(share() * bound);
  return {
    share,
    below,
    pick: (from) => {
      const item = from[below(from.length)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    shuffle: (items) => {
      const left = [...items];
      return items.map(() => left.splice(below(left.length), 1)[0] as (typeof left)[number]);
    },
  };
}
