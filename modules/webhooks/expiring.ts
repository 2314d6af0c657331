import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';

/** Days before points expire that it is told. */
export const expiringDays = 30;
/** Members and instants of a page. */
const pageMax = 1_000;

const countRow = z.object({ count: z.int() });

/** Tells of a page of points that expire soon; 0 when all have been told of. */
export async function notifyExpiring(db: Db, programmeId: number, now: Date): Promise<number> {
  const { count } = await readOnlyRow(
    countRow,
    db.$queryRaw`
      SELECT notify_expiring(${programmeId}::int, ${now}::timestamptz, ${expiringDays}::int, ${pageMax}::int) AS count`,
  );
  return count;
}
