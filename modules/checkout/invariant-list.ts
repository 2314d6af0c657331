import type { Invariant } from '../ledger/invariant.ts';

/** The invariants of redemptions. */
export const redemptionInvariants: readonly Invariant[] = [
  {
    name: 'redemptions-are-points',
    by: 'member',
    says: 'of a redemption as much is held, used and given back as the ledger has for it',
    sql: `
      SELECT r.programme_id, format('redemption %s (%s)', r.public_id, r.status) AS detail
      FROM redemption r
      LEFT JOIN ledger.hold h ON h.txn_id = r.hold_txn_id
      LEFT JOIN ledger.txn c ON c.programme_id = r.programme_id AND c.idem_key = 'capture:' || r.public_id
      LEFT JOIN ledger.reversal_cap v ON v.orig_txn_id = c.id
      WHERE {of r.member_id} AND (r.captured_points <> coalesce(c.amount, 0) OR r.refunded_points <> coalesce(v.reversed, 0)
        OR (r.status = 'held') <> coalesce(h.captured + h.released < h.amount, false)
        OR r.hold_txn_id IS NOT NULL AND h.amount IS DISTINCT FROM r.points)`,
  },
];
