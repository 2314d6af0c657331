import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import { withOwnAccounts } from './rows-own-accounts.ts';

const lotRow = z.object({
  ...{ memberId: z.bigint(), remaining: z.number(), isOpen: z.boolean(), expiresAt: z.number().nullable() },
});

/** Points of members as they were earned, with what is left of them. */
export function readLotFacts(db: Db, ids: readonly bigint[]) {
  return readRows(
    lotRow,
    db.$queryRaw`
      SELECT l.member_id AS "memberId", l.remaining::float8, l.state = 'ACTIVE' AS "isOpen",
        CASE WHEN isfinite(l.expires_at) THEN intake_ms(l.expires_at)::float8 END AS "expiresAt"
      FROM ledger.lot l WHERE l.member_id = ANY (${ids as bigint[]}::bigint[]) AND l.state <> 'CLOSED' ORDER BY l.id`,
  );
}

const earningRow = z.object({ memberId: z.bigint(), points: z.number(), at: z.number(), source: z.string() });

/** What members were given points for, those of accounts that were merged into them among it. */
export function readEarnings(db: Db, ids: readonly bigint[]) {
  return readRows(
    earningRow,
    db.$queryRaw`
      ${withOwnAccounts(ids)}
      SELECT o.heir AS "memberId", t.amount::float8 AS points, intake_ms(t.effective_at)::float8 AS at, t.source_type AS source
      FROM own o JOIN ledger.txn t ON t.member_id = o.id AND t.kind = 'EARN' ORDER BY t.id`,
  );
}

const redeemedRow = z.object({ memberId: z.bigint(), points: z.number(), at: z.number() });

/** What members used of their points; what was given back of it counts against. */
export function readRedeemed(db: Db, ids: readonly bigint[]) {
  return readRows(
    redeemedRow,
    db.$queryRaw`
      ${withOwnAccounts(ids)}
      SELECT o.heir AS "memberId", (CASE t.kind WHEN 'REFUND' THEN -t.amount ELSE t.amount END)::float8 AS points,
        intake_ms(t.effective_at)::float8 AS at
      FROM own o JOIN ledger.txn t ON t.member_id = o.id AND t.kind IN ('SPEND', 'CAPTURE', 'REFUND') ORDER BY t.id`,
  );
}
