const sizeAtFirst = 1 << 16;
/** Beyond this many numbers, new ones are not remembered: 32 million take 1 GB. */
const countMax = 32_000_000;

/** Texts that were seen, by a hash of 53 bits: 16 to 32 bytes for each, whatever its length. */
export class NumberSet {
  #slots = new Float64Array(sizeAtFirst);
  #count = 0;

  /** True when the text was added before. */
  hasOrAdd(text: string): boolean {
    const hash = hashOf(text);
    if (this.#find(hash)) return true;
    if (this.#count >= countMax) return false;
    if ((this.#count + 1) * 2 > this.#slots.length) this.#grow();
    this.#put(hash);
    this.#count += 1;
    return false;
  }

  #find(hash: number): boolean {
    return this.#slots[this.#slotOf(hash)] === hash;
  }

  #put(hash: number): void {
    this.#slots[this.#slotOf(hash)] = hash;
  }

  /** Where a hash stands, or the free place for it. */
  #slotOf(hash: number): number {
    const last = this.#slots.length - 1;
    let slot = hash % this.#slots.length;
    while (this.#slots[slot] !== 0 && this.#slots[slot] !== hash) slot = slot === last ? 0 : slot + 1;
    return slot;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Float64Array(before.length * 2);
    for (const hash of before) if (hash !== 0) this.#put(hash);
  }
}

/** Two FNV-1a hashes as one number, never 0. */
function hashOf(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return (low >>> 0) + (high >>> 12) * 0x1_0000_0000 + 1;
}
