import { asError } from './errors.ts';

/** Does `work` for each item, a few at a time, also when it fails for some; answers the first error. */
export async function forEachConcurrently<Item>(
  items: readonly Item[],
  atOnceMax: number,
  work: (item: Item) => Promise<unknown>,
): Promise<{ readonly failed: Error | undefined }> {
  let failed: Error | undefined;
  const queue = [...items];
  const take = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        await work(item);
      } catch (error) {
        failed ??= asError(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnceMax, items.length) }, take));
  return { failed };
}
