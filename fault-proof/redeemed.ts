import { z } from 'zod';
import { readOnlyRow } from '../platform/rows.ts';
import type { World } from './world.ts';

const redeemedRow = z.object({
  ...{ used: z.number(), late: z.number(), givenBack: z.number(), released: z.number(), expired: z.number() },
});

/** What became of points that were held at the checkout: how many of them. */
export type Redeemed = z.infer<typeof redeemedRow>;

export async function readRedeemed({ database }: World): Promise<Redeemed> {
  return readOnlyRow(
    redeemedRow,
    database.$queryRaw`
      SELECT coalesce(sum(r.captured_points), 0)::float8 AS used,
        coalesce(sum(r.captured_points) FILTER (WHERE r.hold_txn_id IS NOT NULL AND c.kind = 'SPEND'), 0)::float8 AS late,
        coalesce(sum(r.refunded_points), 0)::float8 AS "givenBack",
        coalesce(sum(r.points) FILTER (WHERE r.status = 'released'), 0)::float8 AS released,
        coalesce(sum(r.points) FILTER (WHERE r.status = 'expired'), 0)::float8 AS expired
      FROM redemption r
      LEFT JOIN ledger.txn c ON c.programme_id = r.programme_id AND c.idem_key = 'capture:' || r.public_id`,
  );
}
