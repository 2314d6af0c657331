import type { Batcher } from './batcher.ts';
import type { DryBatcher } from './dry-batcher.ts';
import type { Entry } from './entries.ts';

/** Entries written together. */
export const batchSize = 1_000;
/** Batches a batcher may have waiting, so that a file is not read into memory. */
const batchesWaitingMax = 2;

/** Gathers a batcher's entries into batches and feeds them to it, one after the other. */
export class BatchFeeder {
  readonly batcher: Batcher | DryBatcher;
  #entries: Entry[] = [];
  #waiting: Promise<void>[] = [];

  constructor(batcher: Batcher | DryBatcher) {
    this.batcher = batcher;
  }

  /** Adds entries that have to be written together; true when a batch is full. */
  add(entries: readonly Entry[]): boolean {
    this.#entries.push(...entries);
    return this.#entries.length >= batchSize;
  }

  /** Sends what was gathered on its way; waits while too much is waiting. */
  async flush(): Promise<void> {
    if (this.#entries.length > 0) {
      const entries = this.#entries;
      this.#entries = [];
      const before = this.#waiting.at(-1) ?? Promise.resolve();
      const taken = before.then(() => this.batcher.take(entries));
      // Whoever waits next hears of a failure; until then it is not unhandled.
      taken.catch(() => undefined);
      this.#waiting.push(taken);
    }
    while (this.#waiting.length > batchesWaitingMax) await this.#waiting.shift();
  }

  async end(): Promise<void> {
    for (const taken of this.#waiting) await taken;
  }
}
