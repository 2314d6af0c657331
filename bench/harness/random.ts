/** Numbers from 0 to below 1 that look random and are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many different ones of the items, at random; they are moved to the front of `items`. */
export function drawFrom<Item>(items: Item[], count: number, random: () => number): Item[] {
  if (count > items.length) throw new RangeError(`${count} of ${items.length} can't be drawn`);
  for (let place = 0; place < count; place++) {
    const other = place + Math.floor(random() * (items.length - place));
    [items[place], items[other]] = [items[other] as Item, items[place] as Item];
  }
  return items.slice(0, count);
}
