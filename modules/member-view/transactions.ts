import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows, vouchedFor } from '../../platform/rows.ts';
import type { BalanceNow } from './members-now.ts';

/** A transaction of the ledger as programs read it. */
export interface TransactionView {
  readonly rowId: string;
  readonly memberId: string;
  readonly kind: string;
  /** Negative takes. */
  readonly points: number;
  readonly at: Date;
  readonly recordedAt: Date;
  readonly source: { readonly type: string; readonly id: string };
  readonly orderId: string | null;
  /** Its code. */
  readonly campaign: string | null;
  readonly actor: string;
  readonly reason: string | null;
  /** The transaction it takes back or goes on with. */
  readonly reverses: string | null;
  readonly lots: readonly { readonly lotId: string; readonly points: number; readonly expiresAt: Date | null }[];
  readonly balance: BalanceNow;
}

export interface TransactionFilter {
  readonly rowId?: string;
  readonly memberId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Only those before this row: the last of the page before. */
  readonly before?: string | undefined;
  readonly limit: number;
}

const row = z.object({
  rowId: z.string(),
  memberId: z.string(),
  kind: z.string(),
  points: z.number(),
  at: z.date(),
  recordedAt: z.date(),
  sourceType: z.string(),
  sourceId: z.string(),
  orderId: z.string().nullable(),
  campaign: z.string().nullable(),
  actor: z.string(),
  reason: z.string().nullable(),
  reverses: z.string().nullable(),
  lots: vouchedFor<{ lotId: string; points: number; expiresAt: string | null }[]>(),
  after: vouchedFor<Omit<BalanceNow, 'version'>>(),
  version: z.number(),
});

/** Rows a page looks at, for filters that no index knows. */
const lookedAtMax = 20_000;

/** Transactions, latest first; `next` goes on behind the last one that was looked at. */
export async function listTransactions(
  db: Db,
  programmeId: number,
  filter: TransactionFilter,
): Promise<{ readonly transactions: readonly TransactionView[]; readonly next: string | undefined }> {
  const { rowId = null, memberId = null, orderId = null, kinds, before = null, limit } = filter;
  const wanted = kinds?.map((kind) => kind.toUpperCase()) ?? null;
  const [from, to] = [filter.from ?? null, filter.to ?? null];
  const rows = await readRows(
    row,
    db.$queryRaw`
      WITH page AS MATERIALIZED (
        SELECT t.* FROM ledger.txn t
        WHERE t.programme_id = ${programmeId}::smallint AND (${rowId}::text IS NULL OR t.id = ${rowId}::bigint)
          AND (${before}::text IS NULL OR t.id < ${before}::bigint)
          AND (${memberId}::text IS NULL OR t.member_id = (
            SELECT m.id FROM member m WHERE m.programme_id = ${programmeId}::smallint AND m.external_id = ${memberId}))
        ORDER BY t.id DESC LIMIT ${lookedAtMax}::int),
      found AS (
        SELECT g.*, CASE WHEN g.kind = 'EXPIRE' AND g.idem_key LIKE 'expire:inactive:%' THEN 'LAPSE' ELSE g.kind END AS told
        FROM page g
        WHERE (${orderId}::text IS NULL OR g.source_type = 'order' AND g.source_id = ${orderId}
            OR g.source_type = 'event' AND EXISTS (
              SELECT 1 FROM event e WHERE e.programme_id = g.programme_id AND e.event_id = g.source_id AND e.data ->> 'orderId' = ${orderId}))
          AND (${from}::timestamptz IS NULL OR g.effective_at >= ${from}::timestamptz)
          AND (${to}::timestamptz IS NULL OR g.effective_at < ${to}::timestamptz))
      SELECT f.id::text AS "rowId", m.external_id AS "memberId", lower(f.told) AS kind,
        (CASE WHEN f.kind = 'MOVE' THEN (f.result ->> 'points')::bigint ELSE f.amount END * CASE WHEN f.kind IN ('MOVE', 'EARN', 'CONFIRM', 'RELEASE', 'REFUND') OR f.kind = 'ADJUST' AND l.id IS NOT NULL
          THEN 1 ELSE -1 END)::float8 AS points,
        f.effective_at AS at, f.recorded_at AS "recordedAt", f.source_type AS "sourceType", f.source_id AS "sourceId",
        CASE WHEN f.source_type = 'order' THEN f.source_id ELSE e.data ->> 'orderId' END AS "orderId", c.code AS campaign,
        f.actor, f.reason, f.ref_txn_id::text AS reverses,
        coalesce((
          SELECT json_agg(json_build_object('lotId', v.lot_id::text,
            'points', CASE WHEN f.kind = 'CAPTURE' THEN v.held_delta ELSE v.remaining_delta END,
            'expiresAt', CASE WHEN isfinite(o.expires_at) THEN o.expires_at END) ORDER BY v.lot_id)
          FROM ledger.lot_move v JOIN ledger.lot o ON o.id = v.lot_id WHERE v.txn_id = f.id), '[]') AS lots,
        f.result AS after,
        (b.version - (SELECT count(*) FROM ledger.txn n WHERE n.member_id = f.member_id AND n.id > f.id))::float8 AS version
      FROM found f JOIN member m ON m.id = f.member_id
      JOIN ledger.member_balance b ON b.programme_id = f.programme_id AND b.member_id = f.member_id
      LEFT JOIN ledger.lot l ON l.id = f.id
      LEFT JOIN event e ON f.source_type = 'event' AND e.programme_id = f.programme_id AND e.event_id = f.source_id
      LEFT JOIN enrolment n ON f.source_type = 'enrolment' AND n.id = CASE WHEN f.source_id ~ '^[0-9]{1,18}$' THEN f.source_id::bigint END
      LEFT JOIN campaign c ON c.id = n.campaign_id
      WHERE ${wanted}::text[] IS NULL OR f.told = ANY (${wanted}::text[])
      ORDER BY f.id DESC LIMIT ${limit + 1}::int`,
  );
  const page = rows.slice(0, limit);
  return { transactions: page.map(viewOf), next: rows.length > limit ? page.at(-1)?.rowId : undefined };
}

function viewOf({ sourceType, sourceId, after, version, lots, ...rest }: z.infer<typeof row>): TransactionView {
  const { available, pending, held, debt } = after;
  return {
    ...rest,
    source: rest.campaign === null ? { type: sourceType, id: sourceId } : { type: 'campaign', id: rest.campaign },
    lots: lots.map(({ expiresAt, ...lot }) => ({ ...lot, expiresAt: expiresAt === null ? null : new Date(expiresAt) })),
    balance: { available, pending, held, debt, version },
  };
}
