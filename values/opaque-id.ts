// Ids of rows as others see them: of the same length, in no order that shows, and read back without a table. They keep nothing
// secret: what opens something has a key of its own.

const mask = (1n << 64n) - 1n;
const [first, second] = [0x9e3779b97f4a7c15n, 0xbf58476d1ce4e5b9n];
const [firstUndone, secondUndone] = [inverse(first), inverse(second)];
const form = /^([a-z]{3})_([0-9a-f]{16})$/;

/** `ntf_6c1f…`: what others call row `row` of a kind. */
export function opaqueId(prefix: string, row: bigint): string {
  return `${prefix}_${scramble(row).toString(16).padStart(16, '0')}`;
}

/** The row that is called so; undefined when it is no id of this kind. */
export function rowOf(prefix: string, id: string): bigint | undefined {
  const found = form.exec(id);
  if (found?.[1] !== prefix) return undefined;
  const row = unscramble(BigInt(`0x${found[2] ?? '0'}`));
  // Rows are counted from 1 by signed numbers.
  return row > 0n && row < 1n << 63n ? row : undefined;
}

const scramble = (row: bigint): bigint => fold((fold((row * first) & mask) * second) & mask);

const unscramble = (mixed: bigint): bigint => (fold((fold(mixed) * secondUndone) & mask) * firstUndone) & mask;

/** Undoes itself. */
function fold(bits: bigint): bigint {
  return bits ^ (bits >> 32n);
}

/** What an odd number is undone by when it is multiplied; each round doubles the digits that are right. */
function inverse(odd: bigint): bigint {
  let undone = odd;
  for (let round = 0; round < 6; round++) undone = (undone * (2n - odd * undone)) & mask;
  return undone & mask;
}
