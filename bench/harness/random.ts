/** So many different ones of the items, at random; they are moved to the front of `items`. */
export function drawFrom<Item>(items: Item[], count: number, random: () => number): Item[] {
  if (count > items.length) throw new RangeError(`${count} of ${items.length} can't be drawn`);
  for (let place = 0; place < count; place++) {
    const other = place + Math.floor(random() * (items.length - place));
    [items[place], items[other]] = [items[other] as Item, items[place] as Item];
  }
  return items.slice(0, count);
}
