import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRow, readRows, vouchedFor } from '../../platform/rows.ts';
import type { JsonObject } from '../../values/json.ts';
import { titleOf } from './event-entries.ts';
import type { MemberPhrase } from './wording.ts';

/** What a member has: to spend, not yet available, on hold, and owed. */
export interface PointsBalance {
  readonly available: number;
  readonly pending: number;
  readonly held: number;
  readonly debt: number;
}

/** Points of one earn that are still there. */
export interface LotView {
  readonly id: string;
  readonly state: 'PENDING' | 'ACTIVE' | 'CLOSED';
  readonly earned: number;
  readonly left: number;
  readonly held: number;
  readonly earnedAt: Date;
  readonly availableAt: Date;
  /** null never expires. */
  readonly expiresAt: Date | null;
  /** When they lapse without activity, where that comes before `expiresAt`. */
  readonly lapsesAt?: Date;
  /** The end without the programme's days of grace, where those are in `expiresAt`. */
  readonly officialEnd?: Date;
  /** What they were earned by: `{ type: "order", id: "536365" }`. */
  readonly source: { readonly type: string; readonly id: string };
  /** The same as a person reads it: the order by its number, an event by what happened. */
  readonly cause: MemberPhrase;
  readonly reason: string | null;
}

export interface HoldView {
  readonly points: number;
  /** The redemption that holds them, and the order it is for; null of a hold that is no redemption's. */
  readonly redemptionId: string | null;
  readonly orderId: string | null;
  readonly expiresAt: Date;
}

/** Open lots of a member that are read at most, soonest expiry first. */
const lotsMax = 200;
const holdsMax = 50;

const rawBalance = z.object({ available: z.bigint(), pending: z.bigint(), held: z.bigint(), debt: z.bigint() });
const rawHold = z.object({
  ...{ points: z.bigint(), expiresAt: z.date() },
  ...{ redemptionId: z.string().nullable(), orderId: z.string().nullable() },
});

/**
 * The member's balance at `now`, when the member last earned or redeemed, and open holds; points past their end are none, and holds past
 * theirs hold nothing, swept or not.
 */
export async function readBalance(
  db: Db,
  programmeId: number,
  memberId: bigint,
  now: Date,
): Promise<{ balance: PointsBalance; unswept: number; activeAt: Date | null; holds: HoldView[] }> {
  const [row, standing, holds] = await Promise.all([
    db.ledgerBalance.findUnique({ where: { programmeId_memberId: { programmeId, memberId } } }),
    readRow(
      rawBalance,
      db.$queryRaw`
        SELECT available, pending, held, debt
        FROM ledger.balance_at(${programmeId}::int, ${memberId}::bigint, ${now}::timestamptz)`,
    ),
    readRows(
      rawHold,
      db.$queryRaw`
        SELECT h.amount - h.captured - h.released AS points, h.expires_at AS "expiresAt", r.public_id AS "redemptionId",
          r.order_id AS "orderId"
        FROM ledger.hold h LEFT JOIN redemption r ON r.hold_txn_id = h.txn_id
        WHERE h.programme_id = ${programmeId}::smallint AND h.member_id = ${memberId} AND h.amount > h.captured + h.released
          AND h.expires_at > ${now}::timestamptz
        ORDER BY h.expires_at LIMIT ${holdsMax}`,
    ),
  ]);
  const balance = {
    available: Number(standing?.available ?? 0n),
    pending: Number(standing?.pending ?? 0n),
    held: Number(standing?.held ?? 0n),
    debt: Number(standing?.debt ?? 0n),
  };
  return {
    balance,
    unswept: Number(row?.available ?? 0n) - balance.available,
    activeAt: row?.activeAt ?? null,
    holds: holds.map((hold) => ({ ...hold, points: Number(hold.points) })),
  };
}

const rawLot = z.object({
  id: z.bigint(),
  state: z.enum(['PENDING', 'ACTIVE', 'CLOSED']),
  earned: z.bigint(),
  remaining: z.bigint(),
  held: z.bigint(),
  available_at: z.date(),
  expires_at: z.date().nullable(),
  effective_at: z.date(),
  source_type: z.string(),
  source_id: z.string(),
  reason: z.string().nullable(),
  event_type: z.string().nullable(),
  event_data: vouchedFor<JsonObject | null>(),
});

/** The member's open lots with what they were earned by, in spending order; of those past their end only what is on hold. */
export async function readLots(db: Db, programmeId: number, memberId: bigint, now: Date): Promise<LotView[]> {
  const rows = await readRows(
    rawLot,
    db.$queryRaw`
      SELECT l.id, l.state::text AS state, l.earned, e.remaining, e.held, l.available_at,
             nullif(l.expires_at, 'infinity') AS expires_at, t.effective_at, t.source_type, t.source_id, t.reason,
             v.type AS event_type, v.data AS event_data
      FROM ledger.lot l JOIN ledger.txn t ON t.id = l.earn_txn_id
      LEFT JOIN LATERAL (
        SELECT x.held, x.back FROM ledger.run_out(l.programme_id, l.member_id, ${now}::timestamptz) x
        WHERE l.held > 0 AND x.lot_id = l.id) u ON true
      CROSS JOIN LATERAL (
        SELECT CASE WHEN l.state <> 'PENDING' AND l.expires_at <= ${now}::timestamptz THEN 0 ELSE l.remaining END + coalesce(u.back, 0)
          AS remaining, l.held - coalesce(u.held, 0) AS held) e
      LEFT JOIN event v ON t.source_type = 'event' AND v.programme_id = l.programme_id AND v.event_id = t.source_id
      WHERE l.programme_id = ${programmeId}::smallint AND l.member_id = ${memberId} AND l.state <> 'CLOSED' AND e.remaining + e.held > 0
      ORDER BY l.expires_at, l.id LIMIT ${lotsMax}`,
  );
  return rows.map((row) => ({
    id: String(row.id),
    state: row.state,
    earned: Number(row.earned),
    left: Number(row.remaining),
    held: Number(row.held),
    earnedAt: row.effective_at,
    availableAt: row.available_at,
    expiresAt: row.expires_at,
    source: { type: row.source_type, id: row.source_id },
    cause: causeOf(row),
    reason: row.reason,
  }));
}

/** An event's id says nothing to anybody: what happened does. */
function causeOf({ source_type: type, source_id: id, event_type, event_data }: z.infer<typeof rawLot>): MemberPhrase {
  if (event_type !== null) return titleOf({ type: event_type, data: event_data ?? {} });
  return { key: 'points.source', params: { type, id: type === 'event' ? '' : id } };
}
