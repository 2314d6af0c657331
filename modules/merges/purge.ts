import type { Db } from '../../platform/database.ts';

/** A page is one short statement. */
const rowsMax = 500;

/** Forgets what undoing merges takes, former profiles among it, once they can't be undone; how many of a page did. */
export async function purgeMerges(db: Db, programmeId: number, now: Date): Promise<number> {
  return db.$executeRaw`
    UPDATE member_merge SET moved = NULL WHERE id IN (
      SELECT id FROM member_merge
      WHERE programme_id = ${programmeId}::smallint AND moved IS NOT NULL AND undoable_until <= ${now}::timestamptz
      ORDER BY undoable_until LIMIT ${rowsMax}::int)`;
}
