/** Does `work` for each item, a few at a time; answers the items it was done for and the first error of the others. */
export async function forEachConcurrently<Item>(
  items: readonly Item[],
  atOnceMax: number,
  work: (item: Item) => Promise<unknown>,
): Promise<{ readonly done: Item[]; readonly failed: Error | undefined }> {
  const done: Item[] = [];
  let failed: Error | undefined;
  const queue = [...items];
  const take = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        await work(item);
        done.push(item);
      } catch (error) {
        failed ??= error instanceof Error ? error : new Error(String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnceMax, items.length) }, take));
  return { done, failed };
}
