import type { Db } from './database.ts';

/** Members of these whose profile is complete. */
export async function completeProfiles(db: Db, memberIds: readonly string[]): Promise<Set<string>> {
  if (memberIds.length === 0) return new Set();
  const rows = await db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM member WHERE id = ANY (${memberIds as string[]}::bigint[]) AND profile_completed_at IS NOT NULL`;
  return new Set(rows.map((row) => String(row.id)));
}

/** The expiry dates a question is about, both ends included. */
export interface MemberWindow {
  readonly memberId: string;
  readonly fromAt: number;
  readonly untilAt: number;
}

/** The points that have expired, or lapsed without activity, on a day in each window, in the order of the windows. */
export async function expiredPoints(db: Db, programmeId: number, windows: readonly MemberWindow[]): Promise<number[]> {
  if (windows.length === 0) return [];
  const rows = windows.map(({ memberId, fromAt, untilAt }, place) => ({
    place,
    member: memberId,
    from: new Date(fromAt).toISOString(),
    until: new Date(untilAt).toISOString(),
  }));
  const totals = await db.$queryRaw<{ place: number; total: bigint }[]>`
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
    GROUP BY r.place`;
  const totalAt = new Map(totals.map(({ place, total }) => [place, Number(total)]));
  return windows.map((_, place) => totalAt.get(place) ?? 0);
}

/** An order with enough of it kept. */
export interface KeptOrderWanted {
  readonly memberId: string;
  readonly minMinor: number;
  readonly untilAt: number;
  /** Only this one, when given. */
  readonly orderId?: string;
}

/** The member's first order that was placed in time and of which enough is kept, or nothing, for each that is wanted. */
export async function keptOrders(
  db: Db,
  programmeId: number,
  wanted: readonly KeptOrderWanted[],
): Promise<{ orderId?: string; placedAt?: number }[]> {
  if (wanted.length === 0) return [];
  const rows = wanted.map(({ memberId, minMinor, untilAt, orderId }, place) => ({
    ...{ place, member: memberId, min: minMinor, until: new Date(untilAt).toISOString(), order: orderId ?? null },
  }));
  const found = await db.$queryRaw<{ place: number; orderId: string; placedAt: Date }[]>`
    SELECT r.place, o.order_id AS "orderId", o.placed_at AS "placedAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r (place int, member bigint, min bigint, until timestamptz, "order" text)
    CROSS JOIN LATERAL (
      SELECT s.order_id, s.placed_at FROM sales_order s
      WHERE s.member_id = r.member AND s.programme_id = ${programmeId}::smallint AND s.placed_at <= r.until
        AND s.amount_minor - s.returned_minor >= r.min AND (r."order" IS NULL OR s.order_id = r."order")
      ORDER BY s.placed_at, s.id LIMIT 1) o`;
  const at = new Map(found.map(({ place, orderId, placedAt }) => [place, { orderId, placedAt: placedAt.getTime() }]));
  return wanted.map((_, place) => at.get(place) ?? {});
}

/** What a member has ordered and has left to spend. */
export interface ShoppingFiguresRow {
  readonly orders: number;
  readonly spentMinor: number;
  readonly points: number;
  /** Milliseconds; null before the first order. */
  readonly lastOrderAt: number | null;
}

/** The figures of these members, by id. */
export async function shoppingFigures(db: Db, memberIds: readonly string[]): Promise<Map<string, ShoppingFiguresRow>> {
  if (memberIds.length === 0) return new Map();
  const rows = await db.$queryRaw<(ShoppingFiguresRow & { id: string })[]>`
    SELECT m.id::text, m.orders_count AS orders, m.spent_minor::float8 AS "spentMinor",
      coalesce(b.available, 0)::float8 AS points, intake_ms(m.last_order_at)::float8 AS "lastOrderAt"
    FROM member m LEFT JOIN ledger.member_balance b ON b.programme_id = m.programme_id AND b.member_id = m.id
    WHERE m.id = ANY (${memberIds as string[]}::bigint[])`;
  return new Map(rows.map(({ id, ...figures }) => [id, figures]));
}

/** Where these members live; the programme's zone for those who have not said. */
export async function memberZones(
  db: Db,
  programmeId: number,
  memberIds: readonly string[],
): Promise<Map<string, string>> {
  if (memberIds.length === 0) return new Map();
  const rows = await db.$queryRaw<{ id: string; zone: string }[]>`
    SELECT m.id::text, coalesce(m.zone, p.zone) AS zone FROM member m JOIN programme p ON p.id = m.programme_id
    WHERE m.programme_id = ${programmeId}::smallint AND m.id = ANY (${memberIds as string[]}::bigint[])`;
  return new Map(rows.map(({ id, zone }) => [id, zone]));
}
