import { z } from 'zod';
import { redemptionAfter } from '../modules/checkout/rules-kept-share.ts';
import type { Database } from '../platform/database.ts';
import { readRows } from '../platform/rows.ts';

const usedRow = z.object({
  ...{ id: z.string(), orderId: z.string() },
  ...{ capturedPoints: z.number(), refundedPoints: z.number(), orderMinor: z.number(), keptMinor: z.number() },
});

/** Orders of the demo that were paid with points, of which not as much is back as is not kept: in however many parts it came back. */
export async function checkReturns(database: Database, programmeId: number): Promise<string[]> {
  const rows = await readRows(
    usedRow,
    database.$queryRaw`
      SELECT r.public_id AS id, o.order_id AS "orderId", r.captured_points::float8 AS "capturedPoints",
        r.refunded_points::float8 AS "refundedPoints", coalesce(o.placed_minor, o.amount_minor)::float8 AS "orderMinor",
        (CASE WHEN o.cancelled_at IS NULL THEN greatest(o.amount_minor - o.returned_minor, 0) ELSE 0 END)::float8 AS "keptMinor"
      FROM redemption r JOIN sales_order o ON o.programme_id = r.programme_id AND o.order_id = r.order_id
      WHERE r.programme_id = ${programmeId}::smallint AND r.captured_points > 0 AND o.amount_minor > 0`,
  );
  return rows
    .map(({ id, orderId, ...row }) => ({ id, orderId, ...row, owed: redemptionAfter(row, row) }))
    .filter(({ owed, capturedPoints, refundedPoints, orderMinor, keptMinor }) => {
      const isWhole = keptMinor === orderMinor;
      return owed !== 0 || (isWhole && refundedPoints > 0) || refundedPoints > capturedPoints;
    })
    .map(({ id, orderId, refundedPoints, owed }) => {
      return `returns-give-back: order ${orderId}, ${id}: ${refundedPoints} points are back, ${owed} are to come`;
    });
}
