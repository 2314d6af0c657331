import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

/** A lot as programs read it. */
export interface LotNow {
  readonly rowId: string;
  readonly memberId: string;
  readonly status: 'pending' | 'active' | 'closed';
  readonly earned: number;
  /** Nothing of one past its end. */
  readonly left: number;
  readonly held: number;
  readonly earnedAt: Date;
  readonly availableAt: Date;
  readonly expiresAt: Date | null;
  readonly source: { readonly type: string; readonly id: string };
}

export interface LotFilter {
  /** The shop's id. */
  readonly memberId: string;
  readonly statuses?: readonly LotNow['status'][] | undefined;
  readonly now: Date;
  /** Only those behind this one: the last of the page before. */
  readonly after?: { readonly expiresAt: Date | null; readonly rowId: string } | undefined;
  readonly limit: number;
}

const row = z.object({
  rowId: z.string(),
  memberId: z.string(),
  status: z.enum(['pending', 'active', 'closed']),
  earned: z.number(),
  left: z.number(),
  held: z.number(),
  earnedAt: z.date(),
  availableAt: z.date(),
  expiresAt: z.date().nullable(),
  sourceType: z.string(),
  sourceId: z.string(),
});

/** A member's lots in the order in which they are spent: those that end first, first. */
export async function listLots(db: Db, programmeId: number, filter: LotFilter): Promise<LotNow[]> {
  const { memberId, statuses, now, after, limit } = filter;
  const states = statuses?.map((status) => status.toUpperCase()) ?? null;
  const end = after === undefined ? null : (after.expiresAt?.toISOString() ?? 'infinity');
  const rows = await readRows(
    row,
    db.$queryRaw`
      SELECT l.id::text AS "rowId", m.external_id AS "memberId", lower(l.state::text) AS status, l.earned::float8,
        (CASE WHEN l.state <> 'PENDING' AND l.expires_at <= ${now}::timestamptz THEN 0 ELSE l.remaining END + coalesce(u.back, 0))::float8
          AS left, (l.held - coalesce(u.held, 0))::float8 AS held,
        t.effective_at AS "earnedAt", l.available_at AS "availableAt", nullif(l.expires_at, 'infinity') AS "expiresAt",
        CASE WHEN c.code IS NULL THEN t.source_type ELSE 'campaign' END AS "sourceType", coalesce(c.code, t.source_id) AS "sourceId"
      FROM member m JOIN ledger.lot l ON l.member_id = m.id JOIN ledger.txn t ON t.id = l.earn_txn_id
      LEFT JOIN LATERAL (
        SELECT x.held, x.back FROM ledger.run_out(l.programme_id, l.member_id, ${now}::timestamptz) x
        WHERE l.held > 0 AND x.lot_id = l.id) u ON true
      LEFT JOIN enrolment n ON t.source_type = 'enrolment' AND n.id = CASE WHEN t.source_id ~ '^[0-9]{1,18}$' THEN t.source_id::bigint END
      LEFT JOIN campaign c ON c.id = n.campaign_id
      WHERE m.programme_id = ${programmeId}::smallint AND m.external_id = ${memberId}
        AND (${states}::text[] IS NULL OR l.state::text = ANY (${states}::text[]))
        AND (${end}::text IS NULL OR (l.expires_at, l.id) > (${end}::timestamptz, ${after?.rowId ?? '0'}::bigint))
      ORDER BY l.expires_at, l.id LIMIT ${limit}::int`,
  );
  return rows.map(({ sourceType, sourceId, ...lot }) => ({ ...lot, source: { type: sourceType, id: sourceId } }));
}
