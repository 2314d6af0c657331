import { isServerAway } from './refusals.ts';

/** What was carried is marked at least this often: whoever takes over does no more than that again. */
const markEveryMs = 1_000;

/** How items are carried from PostgreSQL to Temporal, one call each. */
export interface Carrying<Item> {
  readonly atOnceMax: number;
  /** False when the worker stops: what is not begun is left. */
  goOn(): boolean;
  carry(item: Item): Promise<unknown>;
  /** Records that they have arrived, so that nobody carries them again. */
  mark(items: readonly Item[]): Promise<unknown>;
  /** Records that one was refused, and when it is tried again. */
  refuse(item: Item, error: unknown): Promise<unknown>;
}

/**
 * Carries items, a few at once, outside of any transaction; answers for how many something was recorded. One that is refused
 * delays no other. When the server is away the rest is left, and its error is thrown if nothing was recorded.
 */
export async function carryEach<Item>(items: readonly Item[], carrying: Carrying<Item>): Promise<number> {
  const { atOnceMax, goOn, carry, mark, refuse } = carrying;
  const queue = [...items];
  let arrived: Item[] = [];
  let recorded = 0;
  let markedAt = performance.now();
  let away: Error | undefined;

  const markArrived = async () => {
    const batch = arrived;
    arrived = [];
    markedAt = performance.now();
    if (batch.length === 0) return;
    await mark(batch);
    recorded += batch.length;
  };
  const take = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      if (away !== undefined || !goOn()) return;
      try {
        await carry(item);
        arrived.push(item);
      } catch (error) {
        if (isServerAway(error)) {
          away = error instanceof Error ? error : new Error(String(error));
          return;
        }
        await refuse(item, error);
        recorded += 1;
      }
      if (performance.now() - markedAt >= markEveryMs) await markArrived();
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(atOnceMax, items.length) }, take));
  await markArrived();
  // PostgreSQL did not take what was to be recorded.
  for (const each of ended) if (each.status === 'rejected') throw each.reason as Error;
  if (recorded === 0 && away !== undefined) throw away;
  return recorded;
}
