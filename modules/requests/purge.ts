import type { Db } from '../../platform/database.ts';

/** A page is one short statement. */
const rowsMax = 1_000;

/** Removes a page of a programme's answers that are kept no longer; how many went. Real time, as they were kept by it. */
export async function purgeAnswers(db: Db, programmeId: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM idempotent_answer WHERE programme_id = ${programmeId}::smallint AND key IN (
      SELECT key FROM idempotent_answer
      WHERE programme_id = ${programmeId}::smallint AND kept_until < clock_timestamp() ORDER BY kept_until LIMIT ${rowsMax}::int)`;
}
