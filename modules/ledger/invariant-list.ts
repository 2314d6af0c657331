/** Something that holds after every transaction. Its SQL gives a row (programme_id, detail) for every breach. */
export interface Invariant {
  readonly name: string;
  /** What a breach means, in words. */
  readonly says: string;
  /**
   * Of what is checked transaction by transaction, the tables are written `{txn}`, `{posting}`, `{lot}` and `{lot_move}`: a page
   * of transactions has rows of its own only. The others are of members, lots or all points, and are checked at once.
   */
  readonly sql: string;
}

/** Ids of transactions: behind the first, up to the last; without a last one, to the end. */
export interface TxnRange {
  readonly after: bigint;
  readonly through: bigint | null;
}

/** Which column of the tables of a page is the transaction's id. A lot has that of the one that earned it. */
const idOf = { txn: 'id', posting: 'txn_id', lot: 'id', lot_move: 'txn_id' } as const;
const placeholder = /\{(txn|posting|lot|lot_move)\}/g;

/** Whether the invariant can be checked a page of transactions at a time. */
export const isByTransaction = ({ sql }: Invariant): boolean => sql.includes('{txn}');

/** The invariant's SQL over the whole ledger, or over a page of its transactions. */
export function sqlOf({ sql }: Invariant, page?: TxnRange): string {
  return sql.replaceAll(placeholder, (_, table: keyof typeof idOf) => {
    if (page === undefined) return `ledger.${table}`;
    const id = idOf[table];
    const end = page.through === null ? '' : ` AND ${id} <= ${page.through}`;
    return `(SELECT * FROM ledger.${table} WHERE ${id} > ${page.after}${end})`;
  });
}

/** The invariants of the journal, the balances and the lots, as they must hold after every single transaction. */
export const invariants: readonly Invariant[] = [
  {
    name: 'postings-balance',
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
    says: 'what a transaction puts into its accounts is its amount',
    sql: `
      SELECT t.programme_id, format('transaction %s (%s): amount %s, posted %s', t.id, t.kind, t.amount, sum(p.amount)) AS detail
      FROM {txn} t JOIN {posting} p ON p.txn_id = t.id AND p.amount > 0
      GROUP BY t.id, t.programme_id, t.kind, t.amount HAVING sum(p.amount) <> t.amount`,
  },
  {
    name: 'transactions-are-whole',
    says: 'a transaction is of a known kind, has the reference its kind needs and no other, and a reason where one is due',
    sql: `
      SELECT t.programme_id, format('transaction %s (%s)', t.id, t.kind) AS detail
      FROM {txn} t LEFT JOIN ledger.txn r ON r.id = t.ref_txn_id
      WHERE CASE
        WHEN t.kind IN ('EARN', 'SPEND', 'HOLD', 'EXPIRE') THEN t.ref_txn_id IS NOT NULL
        WHEN t.kind IN ('ADJUST', 'FORFEIT') THEN t.ref_txn_id IS NOT NULL OR t.reason IS NULL
        WHEN t.kind IN ('CONFIRM', 'CANCEL_PENDING', 'CLAWBACK') THEN (r.kind, r.member_id) IS DISTINCT FROM ('EARN', t.member_id)
        WHEN t.kind IN ('CAPTURE', 'RELEASE') THEN (r.kind, r.member_id) IS DISTINCT FROM ('HOLD', t.member_id)
        WHEN t.kind = 'REFUND' THEN r.member_id IS DISTINCT FROM t.member_id OR r.kind NOT IN ('SPEND', 'CAPTURE')
        ELSE true END`,
  },
  {
    name: 'balances-are-postings',
    says: "a member's balance is the sum of the member's postings",
    sql: `
      SELECT programme_id, format('member %s', member_id) AS detail
      FROM ledger.member_balance b FULL JOIN (
        SELECT programme_id, member_id,
          sum(amount) FILTER (WHERE account = 'MEMBER_PENDING') AS pending,
          sum(amount) FILTER (WHERE account = 'MEMBER_AVAILABLE') AS available,
          sum(amount) FILTER (WHERE account = 'MEMBER_HELD') AS held,
          sum(amount) FILTER (WHERE account = 'MEMBER_DEBT') AS debt
        FROM ledger.posting WHERE member_id IS NOT NULL GROUP BY programme_id, member_id) s USING (programme_id, member_id)
      WHERE (b.pending, b.available, b.held, -b.debt)
        IS DISTINCT FROM (coalesce(s.pending, 0), coalesce(s.available, 0), coalesce(s.held, 0), coalesce(s.debt, 0))`,
  },
  {
    name: 'balances-have-floors',
    says: 'no balance is below zero, and a member in debt has nothing available',
    sql: `
      SELECT programme_id, format('member %s', member_id) AS detail FROM ledger.member_balance
      WHERE pending < 0 OR available < 0 OR held < 0 OR debt < 0 OR debt > 0 AND available > 0`,
  },
  {
    name: 'activity-is-in-the-journal',
    says: 'a member was last active when the journal says that the member last earned or redeemed',
    sql: `
      SELECT programme_id, format('member %s', member_id) AS detail
      FROM ledger.member_balance b FULL JOIN (
        SELECT programme_id, member_id, max(coalesce((result->>'askedAt')::timestamptz(3), effective_at)) AS active_at
        FROM ledger.txn WHERE ledger.is_activity(kind, source_type) GROUP BY programme_id, member_id) a USING (programme_id, member_id)
      WHERE b.active_at IS DISTINCT FROM a.active_at`,
  },
  {
    name: 'balances-are-lots',
    says: "a member's balance is the sum of the member's lots",
    sql: `
      SELECT programme_id, format('member %s', member_id) AS detail
      FROM ledger.member_balance b FULL JOIN (
        SELECT programme_id, member_id, sum(remaining) FILTER (WHERE state = 'PENDING') AS pending,
          sum(remaining) FILTER (WHERE state = 'ACTIVE') AS available, sum(held) AS held
        FROM ledger.lot GROUP BY programme_id, member_id) l USING (programme_id, member_id)
      WHERE (b.pending, b.available, b.held)
        IS DISTINCT FROM (coalesce(l.pending, 0), coalesce(l.available, 0), coalesce(l.held, 0))`,
  },
  {
    name: 'lots-are-moves',
    says: 'a lot is what was earned with all its moves applied, and knows what of it has expired',
    sql: `
      SELECT l.programme_id, format('lot %s', coalesce(l.id, m.lot_id)) AS detail
      FROM ledger.lot l FULL JOIN (
        SELECT m.lot_id, sum(m.remaining_delta) AS remaining, sum(m.held_delta) AS held,
          -sum(m.remaining_delta + m.held_delta) FILTER (WHERE t.kind IN ('EXPIRE', 'FORFEIT')) AS expired
        FROM ledger.lot_move m LEFT JOIN ledger.txn t ON t.id = m.txn_id GROUP BY m.lot_id) m
        ON m.lot_id = l.id
      WHERE l.id IS NULL OR l.remaining <> l.earned + coalesce(m.remaining, 0) OR l.held <> coalesce(m.held, 0)
        OR l.expired <> coalesce(m.expired, 0)
        OR l.remaining < 0 OR l.held < 0 OR l.remaining + l.held > l.earned
        OR (l.state = 'CLOSED') <> (l.remaining + l.held = 0)`,
  },
  {
    name: 'lots-are-earned',
    says: 'every lot was earned, as it is, by the transaction of its id, and every earn has its lot',
    sql: `
      SELECT coalesce(t.programme_id, l.programme_id) AS programme_id, format('transaction %s', coalesce(t.id, l.id)) AS detail
      FROM {lot} l FULL JOIN (
        SELECT t.id, t.programme_id, t.member_id, t.amount FROM {txn} t
        WHERE t.kind = 'EARN' OR t.kind = 'ADJUST' AND (t.result->>'points')::bigint > 0) t ON t.id = l.id
      WHERE (t.id, t.id, t.programme_id, t.member_id, t.amount)
        IS DISTINCT FROM (l.id, l.earn_txn_id, l.programme_id, l.member_id, l.earned)`,
  },
  {
    name: 'moves-are-postings',
    says: "what a transaction moves in lots is what it posts to the member, and the lots are the member's own",
    sql: `
      SELECT t.programme_id, format('transaction %s (%s)', t.id, t.kind) AS detail
      FROM {txn} t
      LEFT JOIN (
        SELECT txn_id, sum(amount) FILTER (WHERE account IN ('MEMBER_PENDING', 'MEMBER_AVAILABLE')) AS remaining,
          sum(amount) FILTER (WHERE account = 'MEMBER_HELD') AS held
        FROM {posting} p GROUP BY txn_id) p ON p.txn_id = t.id
      LEFT JOIN (
        SELECT m.txn_id, sum(m.remaining_delta) AS remaining, sum(m.held_delta) AS held, min(l.member_id) AS first_member,
          max(l.member_id) AS last_member
        FROM {lot_move} m JOIN ledger.lot l ON l.id = m.lot_id GROUP BY m.txn_id) m ON m.txn_id = t.id
      LEFT JOIN ledger.lot born ON born.id = t.id
      WHERE coalesce(p.remaining, 0) <> coalesce(m.remaining, 0) + coalesce(born.earned, 0)
        OR coalesce(p.held, 0) <> coalesce(m.held, 0) OR m.first_member <> t.member_id OR m.last_member <> t.member_id`,
  },
  {
    name: 'holds-are-held',
    says: "what is open of a member's holds is what the member has held",
    sql: `
      SELECT programme_id, format('member %s', member_id) AS detail
      FROM ledger.member_balance b FULL JOIN (
        SELECT programme_id, member_id, sum(amount - captured - released) AS held FROM ledger.hold
        GROUP BY programme_id, member_id) h USING (programme_id, member_id)
      WHERE coalesce(b.held, 0) <> coalesce(h.held, 0)`,
  },
  {
    name: 'holds-are-settled-once',
    says: 'what was captured and released of a hold is in its captures and releases, and not more than was held',
    sql: `
      SELECT h.programme_id, format('hold %s', h.txn_id) AS detail
      FROM ledger.hold h
      LEFT JOIN ledger.txn t ON t.id = h.txn_id AND t.kind = 'HOLD'
      LEFT JOIN (
        SELECT ref_txn_id, sum(amount) FILTER (WHERE kind = 'CAPTURE') AS captured, sum(amount) FILTER (WHERE kind = 'RELEASE') AS released
        FROM ledger.txn WHERE kind IN ('CAPTURE', 'RELEASE') GROUP BY ref_txn_id) s ON s.ref_txn_id = h.txn_id
      WHERE (t.member_id, t.amount) IS DISTINCT FROM (h.member_id, h.amount) OR h.captured <> coalesce(s.captured, 0)
        OR h.captured + h.released > h.amount OR h.released < coalesce(s.released, 0)
        OR h.released > coalesce(s.released, 0) AND NOT EXISTS (
          SELECT FROM ledger.txn f WHERE f.member_id = h.member_id AND f.kind = 'FORFEIT' AND f.id > h.txn_id)`,
  },
  {
    name: 'reversals-have-caps',
    says: 'what was reversed of a transaction is in its reversals, and not more than its amount',
    sql: `
      SELECT coalesce(o.programme_id, r.programme_id) AS programme_id, format('transaction %s', coalesce(c.orig_txn_id, r.ref_txn_id)) AS detail
      FROM ledger.reversal_cap c
      FULL JOIN (
        SELECT ref_txn_id, min(programme_id) AS programme_id, sum(amount) AS reversed FROM ledger.txn
        WHERE kind IN ('REFUND', 'CLAWBACK', 'CANCEL_PENDING') GROUP BY ref_txn_id) r ON r.ref_txn_id = c.orig_txn_id
      LEFT JOIN ledger.txn o ON o.id = coalesce(c.orig_txn_id, r.ref_txn_id)
      WHERE (c.reversed, c.cap) IS DISTINCT FROM (r.reversed, o.amount) OR r.reversed > o.amount`,
  },
  {
    name: 'points-are-conserved',
    says: 'points issued = pending + available + held - debt + redeemed + expired + clawed back + adjusted + written off',
    sql: `
      SELECT p.programme_id, format('%s points in members'' hands, %s on the other side', coalesce(b.points, 0), p.points) AS detail
      FROM (SELECT programme_id, sum(amount) AS points FROM ledger.posting WHERE member_id IS NULL GROUP BY programme_id) p
      LEFT JOIN (
        SELECT programme_id, sum(pending + available + held - debt) AS points FROM ledger.member_balance
        GROUP BY programme_id) b USING (programme_id)
      WHERE coalesce(b.points, 0) + p.points <> 0`,
  },
  {
    name: 'keys-are-unique',
    says: 'a key has one transaction',
    sql: `
      SELECT programme_id, format('key %s: %s transactions', idem_key, count(*)) AS detail
      FROM ledger.txn GROUP BY programme_id, idem_key HAVING count(*) > 1`,
  },
  {
    name: 'order-of-recording',
    says: 'a transaction was not recorded more than an hour before the one ahead of it',
    sql: `
      SELECT programme_id, format('transaction %s', id) AS detail
      FROM (SELECT programme_id, id, recorded_at, lag(recorded_at) OVER (ORDER BY id) AS before FROM ledger.txn) t
      WHERE recorded_at < before - interval '1 hour'`,
  },
];
