import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

/** The expiry dates a question is about, both ends included. */
export interface MemberWindow {
  readonly memberId: string;
  readonly fromAt: number;
  readonly untilAt: number;
}

const totalRow = z.object({ place: z.int(), total: z.bigint() });

/** The points that have expired, or lapsed without activity, on a day in each window, in the order of the windows. */
export async function expiredPoints(db: Db, programmeId: number, windows: readonly MemberWindow[]): Promise<number[]> {
  if (windows.length === 0) return [];
  const rows = windows.map(({ memberId, fromAt, untilAt }, place) => ({
    place,
    member: memberId,
    from: new Date(fromAt).toISOString(),
    until: new Date(untilAt).toISOString(),
  }));
  const totals = await readRows(
    totalRow,
    db.$queryRaw`
      SELECT r.place, -sum(m.remaining_delta)::bigint AS total
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r (place int, member bigint, "from" timestamptz, until timestamptz)
      JOIN ledger.txn t ON t.member_id = r.member AND t.programme_id = ${programmeId}::smallint AND t.kind = 'EXPIRE'
        AND t.effective_at >= r."from"
      JOIN ledger.lot_move m ON m.txn_id = t.id
      JOIN ledger.lot l ON l.id = m.lot_id
      -- A lot does not say when it lapsed; the sweep's transaction does.
      CROSS JOIN LATERAL (
        SELECT CASE t.source_type WHEN 'inactivity' THEN to_timestamp(t.source_id::bigint / 1000.0) ELSE l.expires_at END AS at) ended
      WHERE ended.at >= r."from" AND ended.at <= r.until
      GROUP BY r.place`,
  );
  const totalAt = new Map(totals.map(({ place, total }) => [place, Number(total)]));
  return windows.map((_, place) => totalAt.get(place) ?? 0);
}
