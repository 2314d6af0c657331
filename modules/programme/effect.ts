import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import { addDays, localDay, startOfLocalDay } from '../../values/calendar.ts';
import type { EarningTerms } from './rules-earning.ts';
import { type EarningEffect, effectOfRules } from './rules-effect.ts';

/** What new rules would have made of the orders of the last days. */
export interface RecentEffect extends EarningEffect {
  /** The first instant that is counted. */
  readonly from: Date;
  readonly to: Date;
  /** Of more orders than are counted the latest: see ordersMax. */
  readonly isPart: boolean;
}

const days = 30;
/** Orders that are reckoned anew at once: a second or two. */
export const ordersMax = 50_000;

const orderRow = z.object({
  ...{ orderId: z.string(), memberId: z.string(), tier: z.string() },
  ...{ amountMinor: z.bigint(), placedAt: z.date(), month: z.int().nullable() },
});

/** The same orders by both rules; today and the 29 days before it, in the zone of the programme. Writes nothing. */
export async function effectOnRecentOrders(
  db: Db,
  programmeId: number,
  { before, after, now }: { readonly before: EarningTerms; readonly after: EarningTerms; readonly now: Date },
): Promise<RecentEffect> {
  const from = startOfLocalDay(addDays(localDay(now, before.zone), 1 - days), before.zone);
  const rows = await readRows(
    orderRow,
    db.$queryRaw`
      SELECT o.order_id AS "orderId", m.external_id AS "memberId", m.tier, o.amount_minor AS "amountMinor",
        o.placed_at AS "placedAt", extract(month FROM p.birthday)::int AS month
      FROM sales_order o JOIN member m ON m.id = o.member_id LEFT JOIN member_profile p ON p.member_id = m.id
      WHERE o.programme_id = ${programmeId}::smallint AND o.placed_at >= ${from} AND o.placed_at <= ${now}
        AND o.cancelled_at IS NULL AND o.currency = ${before.currency}
      ORDER BY o.placed_at DESC, o.id DESC LIMIT ${ordersMax + 1}`,
  );
  const orders = rows.slice(0, ordersMax).map(({ amountMinor, month, ...order }) => ({
    ...order,
    amountMinor: Number(amountMinor),
    birthday: month === null ? null : { month },
  }));
  return { from, to: now, isPart: rows.length > ordersMax, ...effectOfRules(before, after, orders) };
}
