import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { readRows } from '../../platform/rows.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { type OrderNow, orderNow } from './answer-details.ts';

export interface OrderFilter {
  readonly orderId?: string | undefined;
  /** The shop's id. */
  readonly memberId?: string | undefined;
  readonly statuses?: readonly OrderNow['status'][] | undefined;
  /** Placed not before this instant, and before that one. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Only those before this row: the last of the page before. */
  readonly before?: string | undefined;
  readonly limit: number;
}

export interface OrderPage {
  readonly orders: readonly OrderNow[];
  readonly next: string | undefined;
}

const figure = z.number();
const row = z.object({
  ...{ rowId: z.string(), memberId: z.string(), orderId: z.string(), amountMinor: figure, placedMinor: figure },
  ...{ returnedMinor: figure, points: figure, exactPoints: z.string().nullable(), placedAt: z.date() },
  ...{ cancelledAt: z.date().nullable(), tier: z.string(), birthMonth: z.int().nullable() },
});

/** Rows a page looks at, for filters that no index knows. */
const lookedAtMax = 20_000;

/** Orders as they stand, the latest to arrive first. */
export async function listOrders(
  db: Db,
  { id: programmeId, definition }: StoredProgramme,
  filter: OrderFilter,
): Promise<OrderPage> {
  const { orderId = null, memberId = null, statuses, before = null, limit } = filter;
  const [from, to, wanted] = [filter.from ?? null, filter.to ?? null, statuses === undefined ? null : [...statuses]];
  const rows = await readRows(
    row,
    db.$queryRaw`
      WITH page AS MATERIALIZED (
        SELECT o.* FROM sales_order o
        WHERE o.programme_id = ${programmeId}::smallint AND (${orderId}::text IS NULL OR o.order_id = ${orderId})
          AND (${before}::text IS NULL OR o.id < ${before}::bigint)
          AND (${memberId}::text IS NULL OR o.member_id = (
            SELECT m.id FROM member m WHERE m.programme_id = ${programmeId}::smallint AND m.external_id = ${memberId}))
        ORDER BY o.id DESC LIMIT ${lookedAtMax}::int),
      told AS (
        SELECT g.*, CASE WHEN g.cancelled_at IS NOT NULL THEN 'cancelled'
          WHEN g.returned_minor > 0 AND g.returned_minor >= g.amount_minor THEN 'returned' ELSE 'placed' END AS status
        FROM page g)
      SELECT t.id::text AS "rowId", m.external_id AS "memberId", t.order_id AS "orderId", t.amount_minor::float8 AS "amountMinor",
        coalesce(t.placed_minor, t.amount_minor)::float8 AS "placedMinor", t.returned_minor::float8 AS "returnedMinor",
        t.points::float8, t.exact_points AS "exactPoints", t.placed_at AS "placedAt", t.cancelled_at AS "cancelledAt", m.tier,
        extract(month FROM p.birthday)::int AS "birthMonth"
      FROM told t JOIN member m ON m.id = t.member_id LEFT JOIN member_profile p ON p.member_id = m.id
      WHERE (${from}::timestamptz IS NULL OR t.placed_at >= ${from}::timestamptz)
        AND (${to}::timestamptz IS NULL OR t.placed_at < ${to}::timestamptz)
        AND (${wanted}::text[] IS NULL OR t.status = ANY (${wanted}::text[]))
      ORDER BY t.id DESC LIMIT ${limit + 1}::int`,
  );
  const page = rows.slice(0, limit);
  const orders = page.map((each) => orderNow(each, definition)).filter((order) => order !== undefined);
  return { orders, next: rows.length > limit ? page.at(-1)?.rowId : undefined };
}

/** One order as it stands; throws ORDER_NOT_FOUND. */
export async function showOrder(db: Db, programme: StoredProgramme, orderId: string): Promise<OrderNow> {
  const { orders } = await listOrders(db, programme, { orderId, limit: 1 });
  const [order] = orders;
  if (order !== undefined) return order;
  throw new PerennialError('ORDER_NOT_FOUND', `There is no order "${orderId}".`, { field: 'orderId' });
}
