import type { Invariant } from '../ledger/invariant.ts';

/** The invariants of coupons and their moves. */
export const couponInvariants: readonly Invariant[] = [
  {
    name: 'coupons-are-moves',
    by: 'coupon',
    says: 'a coupon is in the state its latest move left it in, and has all its moves, numbered from its issue',
    sql: `
      SELECT coalesce(c.programme_id, m.programme_id) AS programme_id, format('coupon %s (%s)', coalesce(c.id, m.coupon_id), c.status) AS detail
      FROM (SELECT * FROM ledger.coupon WHERE {of id}) c FULL JOIN (
        SELECT coupon_id, min(programme_id) AS programme_id, count(*) AS moves, min(seq) AS first, max(seq) AS last,
          (array_agg(kind ORDER BY seq))[1] AS born, (array_agg(kind ORDER BY seq DESC) FILTER (WHERE kind <> 'MOVE'))[1] AS latest,
          (array_agg(order_id ORDER BY seq DESC))[1] AS order_id
        FROM ledger.coupon_move WHERE {of coupon_id} GROUP BY coupon_id) m ON m.coupon_id = c.id
      WHERE c.id IS NULL OR m.coupon_id IS NULL OR m.born <> 'ISSUE' OR m.first <> 1 OR m.last <> m.moves OR c.moves <> m.moves
        OR c.status <> CASE m.latest WHEN 'ISSUE' THEN 'issued' WHEN 'REFUND' THEN 'issued' WHEN 'REDEEM' THEN 'redeemed'
          WHEN 'EXPIRE' THEN 'expired' WHEN 'CANCEL' THEN 'cancelled' END
        OR c.order_id IS DISTINCT FROM CASE m.latest WHEN 'REDEEM' THEN m.order_id END`,
  },
  {
    name: 'coupons-are-used-once',
    by: 'coupon',
    says: 'a coupon is used once, unless the use was taken back before the next',
    sql: `
      SELECT programme_id, format('coupon %s', coupon_id) AS detail FROM (
        SELECT programme_id, coupon_id, kind, seq,
          lag(kind) OVER (PARTITION BY coupon_id ORDER BY seq) AS before FROM ledger.coupon_move WHERE {of coupon_id} AND kind <> 'MOVE') m
      WHERE kind = 'REDEEM' AND before IN ('REDEEM', 'CANCEL') OR kind = 'REFUND' AND before <> 'REDEEM'
        OR kind IN ('EXPIRE', 'CANCEL') AND before NOT IN ('ISSUE', 'REFUND') OR kind = 'ISSUE' AND before IS NOT NULL`,
  },
  {
    name: 'coupon-moves-have-owners',
    by: 'coupon',
    says: "a move of a coupon is in the coupon's programme, of the member whose it was then, and a redemption names its order",
    sql: `
      SELECT m.programme_id, format('move %s (%s)', m.id, m.kind) AS detail
      FROM ledger.coupon_move m JOIN ledger.coupon c ON c.id = m.coupon_id
      WHERE {of m.coupon_id} AND (m.programme_id <> c.programme_id OR m.member_id <> coalesce((
          -- Until it is moved on, it is whose the latest move of the kind, or its issue, says.
          SELECT o.member_id FROM ledger.coupon_move o WHERE o.coupon_id = m.coupon_id AND o.kind IN ('ISSUE', 'MOVE') AND o.seq <= m.seq
          ORDER BY o.seq DESC LIMIT 1), 0)
        OR c.member_id <> (
          SELECT o.member_id FROM ledger.coupon_move o WHERE o.coupon_id = m.coupon_id ORDER BY o.seq DESC LIMIT 1)
        OR m.kind = 'REDEEM' AND (m.order_id IS NULL OR m.at > c.expires_at))`,
  },
];
