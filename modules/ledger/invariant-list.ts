import type { Invariant } from './invariant.ts';

/** The invariants of the journal, the balances and the lots, as they must hold after every single transaction. */
export const invariants: readonly Invariant[] = [
  {
    name: 'postings-balance',
    by: 'transaction',
    says: 'the postings of a transaction come to zero, are at least two, and are in its programme and of its member',
    sql: `
      SELECT coalesce(t.programme_id, min(p.programme_id)) AS programme_id,
        format('transaction %s: %s postings, sum %s', coalesce(t.id, p.txn_id), count(p.txn_id), coalesce(sum(p.amount), 0)) AS detail
      FROM {txn} t FULL JOIN {posting} p ON p.txn_id = t.id
      GROUP BY t.id, p.txn_id, t.programme_id, t.member_id
      HAVING t.id IS NULL OR count(p.txn_id) < 2 OR sum(p.amount) <> 0
        OR bool_or(p.programme_id <> t.programme_id) OR bool_or(p.member_id <> t.member_id)`,
  },
  {
    name: 'amounts-are-postings',
    by: 'transaction',
    says: 'what a transaction puts into its accounts is its amount',
    sql: `
      SELECT t.programme_id, format('transaction %s (%s): amount %s, posted %s', t.id, t.kind, t.amount, sum(p.amount)) AS detail
      FROM {txn} t JOIN {posting} p ON p.txn_id = t.id AND p.amount > 0
      GROUP BY t.id, t.programme_id, t.kind, t.amount HAVING sum(p.amount) <> t.amount`,
  },
  {
    name: 'transactions-are-whole',
    by: 'transaction',
    says: 'a transaction is of a known kind, has the reference its kind needs and no other, and a reason where one is due',
    sql: `
      SELECT t.programme_id, format('transaction %s (%s)', t.id, t.kind) AS detail
      FROM {txn} t LEFT JOIN ledger.txn r ON r.id = t.ref_txn_id
      WHERE CASE
        WHEN t.kind IN ('EARN', 'SPEND', 'HOLD', 'EXPIRE', 'MOVE') THEN t.ref_txn_id IS NOT NULL
        WHEN t.kind IN ('ADJUST', 'FORFEIT') THEN t.ref_txn_id IS NOT NULL OR t.reason IS NULL
        WHEN t.kind = 'REVERT' AND t.reason IS NULL THEN true
        WHEN t.kind IN ('CONFIRM', 'CANCEL_PENDING', 'CLAWBACK', 'REVERT') THEN (r.kind, r.member_id) IS DISTINCT FROM ('EARN', t.member_id)
        WHEN t.kind IN ('CAPTURE', 'RELEASE') THEN (r.kind, r.member_id) IS DISTINCT FROM ('HOLD', t.member_id)
        WHEN t.kind = 'REFUND' THEN r.member_id IS DISTINCT FROM t.member_id OR r.kind NOT IN ('SPEND', 'CAPTURE')
        ELSE true END`,
  },
  {
    name: 'balances-are-postings',
    by: 'member',
    says: "a member's balance is the sum of the member's postings",
    sql: `
      SELECT programme_id, format('member %s', member_id) AS detail
      FROM (SELECT * FROM ledger.member_balance WHERE {of member_id}) b FULL JOIN (
        SELECT t.programme_id, t.member_id, sum(p.pending) AS pending, sum(p.available) AS available, sum(p.held) AS held, sum(p.debt) AS debt
        FROM ledger.txn t CROSS JOIN LATERAL (
          SELECT sum(amount) FILTER (WHERE account = 'MEMBER_PENDING') AS pending,
            sum(amount) FILTER (WHERE account = 'MEMBER_AVAILABLE') AS available,
            sum(amount) FILTER (WHERE account = 'MEMBER_HELD') AS held,
            sum(amount) FILTER (WHERE account = 'MEMBER_DEBT') AS debt
          FROM ledger.posting WHERE txn_id = t.id AND (member_id, programme_id) = (t.member_id, t.programme_id)) p
        WHERE {of t.member_id} GROUP BY t.programme_id, t.member_id) s USING (programme_id, member_id)
      WHERE (b.pending, b.available, b.held, -b.debt)
        IS DISTINCT FROM (coalesce(s.pending, 0), coalesce(s.available, 0), coalesce(s.held, 0), coalesce(s.debt, 0))`,
  },
  {
    name: 'balances-have-floors',
    by: 'member',
    everywhere: true,
    says: 'no balance is below zero, and a member in debt has nothing available',
    sql: `
      SELECT programme_id, format('member %s', member_id) AS detail FROM ledger.member_balance
      WHERE {of member_id} AND (pending < 0 OR available < 0 OR held < 0 OR debt < 0 OR debt > 0 AND available > 0)`,
  },
  {
    name: 'merged-accounts-are-empty',
    by: 'member',
    says: 'an account that was merged has nothing but what is held, until its holds are settled',
    sql: `
      SELECT b.programme_id, format('member %s', b.member_id) AS detail
      FROM ledger.member_balance b JOIN member m ON m.id = b.member_id
      WHERE {of b.member_id} AND m.status = 'MERGED' AND b.pending + b.available + b.debt > 0`,
  },
  {
    name: 'lots-move-whole',
    by: 'member',
    says: 'a lot that was moved is of an account that was merged, and begins and ends as the one it was moved from',
    sql: `
      SELECT l.programme_id, format('lot %s', l.id) AS detail
      FROM ledger.txn t CROSS JOIN LATERAL (SELECT * FROM ledger.lot WHERE id = t.id OFFSET 0) l
      LEFT JOIN ledger.lot o ON o.id = l.origin
      WHERE {of t.member_id} AND t.kind = 'MOVE'
        AND ((o.programme_id, o.available_at, o.expires_at) IS DISTINCT FROM (l.programme_id, l.available_at, l.expires_at)
          OR o.id >= l.id OR o.member_id = l.member_id)`,
  },
  {
    name: 'activity-is-in-the-journal',
    by: 'member',
    says: 'a member was last active when the journal says that the member last earned or redeemed',
    sql: `
      SELECT programme_id, format('member %s', member_id) AS detail
      FROM (SELECT * FROM ledger.member_balance WHERE {of member_id}) b FULL JOIN (
        SELECT programme_id, member_id, max(CASE WHEN kind = 'MOVE' THEN (result->>'activeAt')::timestamptz(3)
          ELSE coalesce((result->>'askedAt')::timestamptz(3), effective_at) END) AS active_at
        FROM ledger.txn
        WHERE {of member_id} AND (ledger.is_activity(kind, source_type) OR kind = 'MOVE' AND result ? 'activeAt')
        GROUP BY programme_id, member_id) a USING (programme_id, member_id)
      WHERE b.active_at IS DISTINCT FROM a.active_at`,
  },
  {
    name: 'balances-are-lots',
    by: 'member',
    says: "a member's balance is the sum of the member's lots",
    sql: `
      SELECT programme_id, format('member %s', member_id) AS detail
      FROM (SELECT * FROM ledger.member_balance WHERE {of member_id}) b FULL JOIN (
        SELECT programme_id, member_id, sum(remaining) FILTER (WHERE state = 'PENDING') AS pending,
          sum(remaining) FILTER (WHERE state = 'ACTIVE') AS available, sum(held) AS held
        FROM ledger.lot WHERE {of member_id} AND state <> 'CLOSED' GROUP BY programme_id, member_id) l USING (programme_id, member_id)
      WHERE (b.pending, b.available, b.held)
        IS DISTINCT FROM (coalesce(l.pending, 0), coalesce(l.available, 0), coalesce(l.held, 0))`,
  },
  {
    name: 'lots-are-moves',
    by: 'member',
    says: 'a lot is what was earned with all its moves applied, and knows what of it has expired',
    sql: `
      SELECT coalesce(l.programme_id, m.programme_id) AS programme_id, format('lot %s', coalesce(l.id, m.lot_id)) AS detail
      FROM (
        SELECT l.* FROM ledger.txn t CROSS JOIN LATERAL (SELECT * FROM ledger.lot WHERE id = t.id OFFSET 0) l
        WHERE {of t.member_id} AND t.kind IN ('EARN', 'ADJUST', 'MOVE')) l
      FULL JOIN (
        SELECT m.lot_id, min(t.programme_id) AS programme_id, sum(m.remaining_delta) AS remaining, sum(m.held_delta) AS held,
          -sum(m.remaining_delta + m.held_delta) FILTER (WHERE t.kind IN ('EXPIRE', 'FORFEIT')) AS expired
        FROM ledger.txn t CROSS JOIN LATERAL (SELECT * FROM ledger.lot_move WHERE txn_id = t.id OFFSET 0) m
        WHERE {of t.member_id} GROUP BY m.lot_id) m ON m.lot_id = l.id
      WHERE l.id IS NULL OR l.remaining <> l.earned + coalesce(m.remaining, 0) OR l.held <> coalesce(m.held, 0)
        OR l.expired <> coalesce(m.expired, 0)
        OR l.remaining < 0 OR l.held < 0 OR l.remaining + l.held > l.earned
        OR (l.state = 'CLOSED') <> (l.remaining + l.held = 0)`,
  },
  {
    name: 'lots-are-earned',
    by: 'transaction',
    says: 'every lot was earned, as it is, by the transaction of its id, and every earn has its lot',
    sql: `
      SELECT coalesce(t.programme_id, l.programme_id) AS programme_id, format('transaction %s', coalesce(t.id, l.id)) AS detail
      FROM {lot} l FULL JOIN (
        SELECT t.id, t.programme_id, t.member_id, t.amount FROM {txn} t
        WHERE t.kind = 'EARN' OR t.kind = 'ADJUST' AND (t.result->>'points')::bigint > 0 OR t.kind = 'MOVE' AND t.result ? 'origin') t ON t.id = l.id
      WHERE (t.id, t.id, t.programme_id, t.member_id, t.amount)
        IS DISTINCT FROM (l.id, l.earn_txn_id, l.programme_id, l.member_id, l.earned)`,
  },
  {
    name: 'moves-are-postings',
    by: 'transaction',
    says: "what a transaction moves in lots is what it posts to the member, and the lots are the member's own",
    sql: `
      SELECT coalesce(t.programme_id, born.programme_id) AS programme_id, format('transaction %s (%s)', coalesce(t.id, m.txn_id), t.kind) AS detail
      FROM {txn} t
      LEFT JOIN (
        SELECT txn_id, sum(amount) FILTER (WHERE account IN ('MEMBER_PENDING', 'MEMBER_AVAILABLE')) AS remaining,
          sum(amount) FILTER (WHERE account = 'MEMBER_HELD') AS held
        FROM {posting} p GROUP BY txn_id) p ON p.txn_id = t.id
      FULL JOIN (
        SELECT m.txn_id, sum(m.remaining_delta) AS remaining, sum(m.held_delta) AS held, min(l.member_id) AS first_member,
          max(l.member_id) AS last_member
        FROM {lot_move} m LEFT JOIN ledger.lot l ON l.id = m.lot_id GROUP BY m.txn_id) m ON m.txn_id = t.id
      LEFT JOIN ledger.lot born ON born.id = t.id
      WHERE t.id IS NULL OR coalesce(p.remaining, 0) <> coalesce(m.remaining, 0) + coalesce(born.earned, 0)
        OR coalesce(p.held, 0) <> coalesce(m.held, 0) OR m.first_member <> t.member_id OR m.last_member <> t.member_id`,
  },
  {
    name: 'terms-have-transactions',
    by: 'transaction',
    says: 'a hold and a cap are of the transaction of their id, and every hold has its terms',
    sql: `
      SELECT coalesce(t.programme_id, h.programme_id) AS programme_id, format('hold %s', coalesce(t.id, h.txn_id)) AS detail
      FROM {hold} h FULL JOIN (SELECT * FROM {txn} t WHERE kind = 'HOLD') t ON t.id = h.txn_id
      WHERE (t.id, t.programme_id, t.member_id, t.amount) IS DISTINCT FROM (h.txn_id, h.programme_id, h.member_id, h.amount)
      UNION ALL
      SELECT NULL, format('cap %s', c.orig_txn_id) FROM {cap} c LEFT JOIN {txn} t ON t.id = c.orig_txn_id WHERE t.id IS NULL`,
  },
  {
    name: 'holds-are-held',
    by: 'member',
    says: "what is open of a member's holds is what the member has held",
    sql: `
      SELECT programme_id, format('member %s', member_id) AS detail
      FROM (SELECT * FROM ledger.member_balance WHERE {of member_id}) b FULL JOIN (
        SELECT h.programme_id, h.member_id, sum(h.amount - h.captured - h.released) AS held
        FROM ledger.txn t CROSS JOIN LATERAL (SELECT * FROM ledger.hold WHERE txn_id = t.id OFFSET 0) h
        WHERE {of t.member_id} AND t.kind = 'HOLD' GROUP BY h.programme_id, h.member_id) h USING (programme_id, member_id)
      WHERE coalesce(b.held, 0) <> coalesce(h.held, 0)`,
  },
  {
    name: 'holds-are-settled-once',
    by: 'member',
    says: 'what was captured and released of a hold is in its captures and releases, and not more than was held',
    sql: `
      SELECT h.programme_id, format('hold %s', h.txn_id) AS detail
      FROM ledger.txn t CROSS JOIN LATERAL (SELECT * FROM ledger.hold WHERE txn_id = t.id OFFSET 0) h
      LEFT JOIN (
        SELECT ref_txn_id, sum(amount) FILTER (WHERE kind = 'CAPTURE') AS captured, sum(amount) FILTER (WHERE kind = 'RELEASE') AS released
        FROM ledger.txn WHERE {of member_id} AND kind IN ('CAPTURE', 'RELEASE') GROUP BY ref_txn_id) s ON s.ref_txn_id = h.txn_id
      WHERE {of t.member_id} AND t.kind = 'HOLD' AND (h.captured <> coalesce(s.captured, 0)
        OR h.captured + h.released > h.amount OR h.released < coalesce(s.released, 0)
        OR h.released > coalesce(s.released, 0) AND NOT EXISTS (
          SELECT FROM ledger.txn f WHERE f.member_id = h.member_id AND f.kind = 'FORFEIT' AND f.id > h.txn_id))`,
  },
  {
    name: 'reversals-have-caps',
    by: 'member',
    says: 'what was reversed of a transaction is in its reversals, and not more than its amount',
    sql: `
      SELECT t.programme_id, format('transaction %s', t.id) AS detail
      FROM ledger.txn t
      LEFT JOIN LATERAL (SELECT * FROM ledger.reversal_cap WHERE orig_txn_id = t.id OFFSET 0) c ON TRUE
      LEFT JOIN (
        SELECT ref_txn_id, sum(amount) AS reversed FROM ledger.txn
        WHERE {of member_id} AND kind IN ('REFUND', 'CLAWBACK', 'CANCEL_PENDING', 'REVERT') GROUP BY ref_txn_id) r ON r.ref_txn_id = t.id
      WHERE {of t.member_id} AND (c.orig_txn_id IS NOT NULL OR r.ref_txn_id IS NOT NULL)
        AND ((c.reversed, c.cap) IS DISTINCT FROM (r.reversed, t.amount) OR r.reversed > t.amount)`,
  },
  {
    name: 'points-are-conserved',
    by: 'programme',
    says: 'points issued = pending + available + held - debt + redeemed + expired + clawed back + adjusted + written off',
    sql: `
      SELECT o.programme_id, format('members have %s points more than the other side says', coalesce(b.points, 0) + o.points) AS detail
      FROM (
        SELECT programme_id, sum(points) AS points FROM (
          {noted}
          UNION ALL
          SELECT programme_id, amount FROM ledger.posting WHERE member_id IS NULL AND txn_id > {since}) known (programme_id, points)
        GROUP BY programme_id) o
      LEFT JOIN (
        SELECT programme_id, sum(pending + available + held - debt) AS points FROM ledger.member_balance
        GROUP BY programme_id) b USING (programme_id)
      WHERE coalesce(b.points, 0) + o.points <> 0`,
  },
  {
    name: 'keys-are-unique',
    by: 'member',
    says: 'a key has one transaction',
    sql: `
      SELECT programme_id, format('key %s: %s transactions', idem_key, count(*)) AS detail
      FROM ledger.txn WHERE {of member_id} GROUP BY programme_id, idem_key HAVING count(*) > 1`,
  },
  {
    name: 'keys-have-an-index',
    by: 'programme',
    says: 'the index that keeps keys unique is there, and whole',
    sql: `
      SELECT id AS programme_id, 'of ledger.txn (programme_id, idem_key)' AS detail FROM programme
      WHERE NOT EXISTS (
        SELECT FROM pg_index i WHERE i.indrelid = 'ledger.txn'::regclass AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
          AND pg_get_indexdef(i.indexrelid) LIKE '%(programme_id, idem_key)')`,
  },
  {
    name: 'order-of-recording',
    by: 'transaction',
    says: 'a transaction was not recorded more than an hour before the one ahead of it',
    sql: `
      SELECT programme_id, format('transaction %s', id) AS detail
      FROM (SELECT programme_id, id, recorded_at, lag(recorded_at) OVER (ORDER BY id) AS before FROM {txn} t) t
      WHERE recorded_at < coalesce(before, (SELECT b.recorded_at FROM ledger.txn b WHERE b.id < t.id ORDER BY b.id DESC LIMIT 1)) - interval '1 hour'`,
  },
];
