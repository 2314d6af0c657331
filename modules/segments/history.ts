import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRows } from '../../platform/rows.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { readSegments, requireSegment } from './rows.ts';

/** A day of a segment that is watched. */
export interface SegmentDay {
  /** `2026-11-25` of the programme's calendar. */
  readonly day: string;
  readonly entered: number;
  readonly left: number;
}

/** Who came into a segment and who fell out, as far as it was watched. */
export interface SegmentHistory {
  /** Since when it is watched; null while nobody waits for it. */
  readonly watchedAt: Date | null;
  /** Members inside, as they are kept; null while it is not watched. */
  readonly inside: number | null;
  /** Oldest first, days without any move left out. */
  readonly days: readonly SegmentDay[];
  readonly entered: number;
  readonly left: number;
  readonly latest: readonly { readonly member: string; readonly move: 'entered' | 'left'; readonly at: Date }[];
}

/** Days that can be looked back, and moves that are named. */
export const historyDaysMax = 90;
const latestMax = 10;

const dayRow = z.object({ day: z.string(), entered: z.int(), left: z.int() });
const moveRow = z.object({ member: z.string(), move: z.enum(['entered', 'left']), at: z.date() });
const insideRow = z.object({ inside: z.int() });

/** The comings and goings of a segment in the last days, as members were told of; who was in when it began to be watched has not come in. */
export async function segmentHistory(
  db: Db,
  { id: programmeId, definition: { zone } }: StoredProgramme,
  code: string,
  { days, now }: { readonly days: number; readonly now: Date },
): Promise<SegmentHistory> {
  const { id, watchedAt } = requireSegment(await readSegments(db, programmeId), code);
  const rows = await readRows(
    dayRow,
    db.$queryRaw`
      SELECT to_char(e.occurred_at AT TIME ZONE ${zone}::text, 'YYYY-MM-DD') AS day,
        (count(*) FILTER (WHERE e.type = 'segment.entered'))::int AS entered,
        (count(*) FILTER (WHERE e.type = 'segment.left'))::int AS left
      FROM event e
      WHERE e.programme_id = ${programmeId}::smallint AND e.type IN ('segment.entered', 'segment.left') AND e.data ->> 'segment' = ${code}::text
        AND e.occurred_at >= ((${now}::timestamptz AT TIME ZONE ${zone}::text)::date - ${days - 1}::int)::timestamp AT TIME ZONE ${zone}::text
      GROUP BY 1 ORDER BY 1`,
  );
  const latest = await readRows(
    moveRow,
    db.$queryRaw`
      SELECT m.external_id AS member, substr(e.type, 9) AS move, e.occurred_at AS at
      FROM event e JOIN member m ON m.id = e.member_id
      WHERE e.programme_id = ${programmeId}::smallint AND e.type IN ('segment.entered', 'segment.left') AND e.data ->> 'segment' = ${code}::text
      ORDER BY e.occurred_at DESC, e.id DESC LIMIT ${latestMax}::int`,
  );
  const kept = await readOnlyRow(
    insideRow,
    db.$queryRaw`SELECT count(*)::int AS inside FROM segment_member WHERE segment_id = ${id}::int AND left_at IS NULL`,
  );
  return {
    ...{ watchedAt, inside: watchedAt === null ? null : kept.inside, days: rows, latest },
    entered: rows.reduce((sum, row) => sum + row.entered, 0),
    left: rows.reduce((sum, row) => sum + row.left, 0),
  };
}
