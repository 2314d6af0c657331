import { forEachConcurrently } from '../platform/each-of.ts';
import { asError } from '../platform/errors.ts';
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
  let arrived: Item[] = [];
  let recorded = 0;
  let markedAt = performance.now();
  let away: Error | undefined;
  let isBroken = false;

  const record = async (batch: readonly Item[], write: () => Promise<unknown>) => {
    try {
      await write();
      recorded += batch.length;
    } catch (error) {
      // PostgreSQL did not take it: what is not begun is left.
      isBroken = true;
      throw error;
    }
  };
  const markArrived = async () => {
    const batch = arrived;
    arrived = [];
    markedAt = performance.now();
    if (batch.length > 0) await record(batch, () => mark(batch));
  };
  const { failed } = await forEachConcurrently(items, atOnceMax, async (item) => {
    if (away !== undefined || isBroken || !goOn()) return;
    try {
      await carry(item);
      arrived.push(item);
    } catch (error) {
      if (isServerAway(error)) {
        away = asError(error);
        return;
      }
      await record([item], () => refuse(item, error));
    }
    if (performance.now() - markedAt >= markEveryMs) await markArrived();
  });
  await markArrived();
  if (failed !== undefined) throw failed;
  if (recorded === 0 && away !== undefined) throw away;
  return recorded;
}
