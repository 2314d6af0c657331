import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';

/** Entries let go of in one statement. */
const leftOutMax = 5_000;

const countRow = z.object({ count: z.int() });

/** Lets go of a page of those who have come to the doors of a journey since an instant and were not decided on; answers how many. */
export async function leaveOutEntries(
  db: Db,
  {
    campaignId,
    since,
    reason,
    now,
  }: { readonly campaignId: number; readonly since: Date; readonly reason: string; readonly now: Date },
): Promise<number> {
  const row = await readOnlyRow(
    countRow,
    db.$queryRaw`
      WITH left_out AS (
        UPDATE journey_entry SET decided_at = ${now}::timestamptz, reason = ${reason}
        WHERE id = ANY (ARRAY(
          SELECT id FROM journey_entry
          WHERE campaign_id = ${campaignId}::int AND decided_at IS NULL AND created_at >= ${since}::timestamptz
          ORDER BY due_at, id LIMIT ${leftOutMax}::int FOR UPDATE SKIP LOCKED))
        RETURNING 1)
      SELECT count(*)::int AS count FROM left_out`,
  );
  return row.count;
}
