import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';

/** An order with enough of it kept. */
export interface KeptOrderWanted {
  readonly memberId: string;
  readonly minMinor: number;
  /** Absent: however long ago. */
  readonly fromAt?: number;
  readonly untilAt: number;
  /** Only this one, when given. */
  readonly orderId?: string;
}

const keptOrderRow = z.object({ place: z.int(), orderId: z.string(), placedAt: z.date() });

/** The member's first order that was placed in time and of which enough is kept, or nothing, for each that is wanted. */
export async function keptOrders(
  db: Db,
  programmeId: number,
  wanted: readonly KeptOrderWanted[],
): Promise<{ orderId?: string; placedAt?: number }[]> {
  if (wanted.length === 0) return [];
  const rows = wanted.map(({ memberId, minMinor, fromAt, untilAt, orderId }, place) => ({
    ...{ place, member: memberId, min: minMinor, order: orderId ?? null },
    from: fromAt === undefined ? null : new Date(fromAt).toISOString(),
    until: new Date(untilAt).toISOString(),
  }));
  const found = await readRows(
    keptOrderRow,
    db.$queryRaw`
      SELECT r.place, o.order_id AS "orderId", o.placed_at AS "placedAt"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r (place int, member bigint, min bigint, "from" timestamptz,
        until timestamptz, "order" text)
      CROSS JOIN LATERAL (
        SELECT s.order_id, s.placed_at FROM sales_order s
        WHERE s.member_id = r.member AND s.programme_id = ${programmeId}::smallint AND s.placed_at <= r.until
          AND s.placed_at >= coalesce(r."from", '-infinity')
          AND s.amount_minor - s.returned_minor >= r.min AND (r."order" IS NULL OR s.order_id = r."order")
        ORDER BY s.placed_at, s.id LIMIT 1) o`,
  );
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

const figuresRow = z.object({
  id: z.string(),
  orders: z.int(),
  spentMinor: z.number(),
  points: z.number(),
  lastOrderAt: z.number().nullable(),
});

/** The figures of these members at `now`, by id. */
export async function shoppingFigures(
  db: Db,
  now: Date,
  memberIds: readonly string[],
): Promise<Map<string, ShoppingFiguresRow>> {
  if (memberIds.length === 0) return new Map();
  const rows = await readRows(
    figuresRow,
    db.$queryRaw`
      SELECT m.id::text, m.orders_count AS orders, m.spent_minor::float8 AS "spentMinor",
        coalesce(ledger.spendable(m.programme_id, m.id, ${now}::timestamptz), 0)::float8 AS points,
        intake_ms(m.last_order_at)::float8 AS "lastOrderAt"
      FROM member m
      WHERE m.id = ANY (${memberIds as string[]}::bigint[])`,
  );
  return new Map(rows.map(({ id, ...figures }) => [id, figures]));
}
