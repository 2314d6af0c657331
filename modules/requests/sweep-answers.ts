import type { Database } from '../../platform/database.ts';

/** Rows a statement removes. */
const pageSize = 5_000;
/** Pages of a call. */
const pagesMax = 200;

/** Removes answers that are kept no longer; how many went. Real time, as they were kept by it. */
export async function sweepAnswers(database: Database): Promise<number> {
  let removed = 0;
  for (let page = 0; page < pagesMax; page += 1) {
    const count = await database.$executeRaw`
      DELETE FROM idempotent_answer WHERE (programme_id, key) IN (
        SELECT programme_id, key FROM idempotent_answer WHERE kept_until < clock_timestamp() ORDER BY kept_until LIMIT ${pageSize})`;
    removed += count;
    if (count < pageSize) break;
  }
  return removed;
}
