import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

const dueRow = z.object({ id: z.int(), programmeId: z.int(), code: z.string() });
export type DueSegment = z.infer<typeof dueRow>;
/** Segments swept in one go; the next look takes the others. */
const dueMax = 50;

/** Segments that are watched and whose members were last looked at before an instant, the longest first. */
export async function readDueSegments(db: Db, before: Date): Promise<DueSegment[]> {
  return readRows(
    dueRow,
    db.$queryRaw`
      SELECT id, programme_id AS "programmeId", code FROM segment
      WHERE watched_at IS NOT NULL AND coalesce(swept_at, watched_at) <= ${before}::timestamptz
      ORDER BY coalesce(swept_at, watched_at), id LIMIT ${dueMax}::int`,
  );
}
