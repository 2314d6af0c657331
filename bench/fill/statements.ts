/** One statement of the fill: for members `$2` to `$3` of the fill, by number, of programme `$1`; nothing is drawn by chance. */
export interface FillStatement {
  readonly table: string;
  readonly sql: string;
}

/** Of every member: what a shop of some years has. */
export const eachMember = { events: 10, orders: 4, lots: 4, messages: 2 } as const;

/** The ids of members follow their numbers, so that everything else can name them without a look. */
const numbers = 'generate_series($2::int, $3::int) n';
const memberId = `($4::bigint + n)`;
const orderId = `($5::bigint + n::bigint * ${eachMember.orders} + k)`;
const orderAt = `(timestamptz '2024-01-01' + make_interval(mins => (n % 500000) + k * 260000))`;
const points = `(10 + (n * 7 + k * 13) % 490)`;
/** The first lot of every member has expired, and was swept. */
const expireId = `($6::bigint + n)`;

/**
 * Rows of every table that grows, as the product writes them: orders with their events, earns with lots and postings, an expiry,
 * two campaigns (one everybody was in, one for every other member), their steps, messages and coupons.
 */
export const fillStatements: readonly FillStatement[] = [
  {
    table: 'member',
    sql: `
      INSERT INTO member (id, programme_id, external_id, joined_at, last_order_at, orders_count, spent_minor)
      SELECT ${memberId}, $1::smallint, 'f-' || n, timestamptz '2023-06-01', timestamptz '2025-06-01', ${eachMember.orders}, 40000 FROM ${numbers}`,
  },
  {
    table: 'member_profile',
    sql: `
      INSERT INTO member_profile (member_id, email, name, updated_at)
      SELECT ${memberId}, 'f' || n || '@example.com', 'Member ' || n, timestamptz '2023-06-01' FROM ${numbers}`,
  },
  {
    table: 'event',
    sql: `
      INSERT INTO event (programme_id, event_id, type, member_id, occurred_at, received_at, content_hash, data, result)
      SELECT $1::smallint, 'f-' || n || '-' || k, CASE WHEN k < ${eachMember.orders} THEN 'order.placed' ELSE 'checkin.done' END, ${memberId},
        ${orderAt}, ${orderAt}, decode(repeat('00', 32), 'hex'), jsonb_build_object('orderId', 'O-' || n || '-' || k, 'amountMinor', 10000), '{}'
      FROM ${numbers}, generate_series(0, ${eachMember.events - 1}) k`,
  },
  {
    table: 'sales_order',
    sql: `
      INSERT INTO sales_order (programme_id, order_id, member_id, amount_minor, currency, placed_at, points, earn_key)
      SELECT $1::smallint, 'O-' || n || '-' || k, ${memberId}, 10000, 'GBP', ${orderAt}, ${points}, 'order:O-' || n || '-' || k
      FROM ${numbers}, generate_series(0, ${eachMember.orders - 1}) k`,
  },
  {
    table: 'ledger.txn',
    sql: `
      INSERT INTO ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id, actor, result)
      SELECT ${orderId}, $1::smallint, 'order:O-' || n || '-' || k, decode(repeat('00', 32), 'hex'), 'EARN', ${memberId}, ${points}, ${orderAt}, 'order',
        'O-' || n || '-' || k, 'fill', jsonb_build_object('points', ${points})
      FROM ${numbers}, generate_series(0, ${eachMember.lots - 1}) k
      UNION ALL
      SELECT ${expireId}, $1::smallint, 'expire:' || n, decode(repeat('00', 32), 'hex'), 'EXPIRE', ${memberId}, ${points}, timestamptz '2025-07-01', 'expiry', '1', 'sweep', '{}'
      FROM ${numbers}, (VALUES (0)) v (k)`,
  },
  {
    table: 'ledger.posting',
    sql: `
      INSERT INTO ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
      SELECT ${orderId}, s, $1::smallint, CASE s WHEN 0 THEN 'ISSUANCE' ELSE 'MEMBER_AVAILABLE' END, CASE s WHEN 1 THEN ${memberId} END,
        CASE s WHEN 0 THEN -1 ELSE 1 END * ${points}
      FROM ${numbers}, generate_series(0, ${eachMember.lots - 1}) k, generate_series(0, 1) s
      UNION ALL
      SELECT ${expireId}, s, $1::smallint, CASE s WHEN 0 THEN 'BREAKAGE' ELSE 'MEMBER_AVAILABLE' END, CASE s WHEN 1 THEN ${memberId} END,
        CASE s WHEN 0 THEN 1 ELSE -1 END * ${points}
      FROM ${numbers}, (VALUES (0)) v (k), generate_series(0, 1) s`,
  },
  {
    table: 'ledger.lot',
    sql: `
      INSERT INTO ledger.lot (id, programme_id, member_id, earn_txn_id, state, earned, remaining, expired, available_at, expires_at)
      SELECT ${orderId}, $1::smallint, ${memberId}, ${orderId}, CASE k WHEN 0 THEN 'CLOSED' ELSE 'ACTIVE' END, ${points},
        CASE k WHEN 0 THEN 0 ELSE ${points} END, CASE k WHEN 0 THEN ${points} ELSE 0 END, ${orderAt},
        CASE k WHEN 0 THEN timestamptz '2025-06-30' ELSE timestamptz '2027-01-01' + make_interval(days => k * 30) END
      FROM ${numbers}, generate_series(0, ${eachMember.lots - 1}) k`,
  },
  {
    table: 'ledger.lot_move',
    sql: `
      INSERT INTO ledger.lot_move (txn_id, lot_id, remaining_delta)
      SELECT ${expireId}, ${orderId}, -${points} FROM ${numbers}, (VALUES (0)) v (k)`,
  },
  {
    table: 'ledger.member_balance',
    sql: `
      INSERT INTO ledger.member_balance (programme_id, member_id, available, version, active_at)
      SELECT $1::smallint, ${memberId}, sum(${points}) FILTER (WHERE k > 0), ${eachMember.lots + 1}, max(${orderAt})
      FROM ${numbers}, generate_series(0, ${eachMember.lots - 1}) k GROUP BY n`,
  },
  {
    table: 'enrolment',
    sql: `
      INSERT INTO enrolment (id, programme_id, campaign_id, campaign_version_id, member_id, occurrence, status, reason, shadow, enrolled_at, ended_at)
      SELECT $7::bigint + n::bigint * 2 + c, $1::smallint, ($8::int[])[1 + c], ($9::int[])[1 + c], ${memberId}, 1, e.status,
        CASE e.status WHEN 'done' THEN 'paid ' || n % 977 || ' points' WHEN 'exited' THEN 'ordered' WHEN 'failed' THEN 'no such coupon' END,
        n % 10 = 3, timestamptz '2025-01-01' + make_interval(mins => n % 200000),
        CASE WHEN e.status <> 'active' THEN timestamptz '2025-09-01' END
      FROM ${numbers} CROSS JOIN generate_series(0, 1) c
      CROSS JOIN LATERAL (
        SELECT CASE WHEN n % 20 < 3 THEN 'exited' WHEN n % 50000 = 7 THEN 'failed' WHEN n % 20 < 8 AND c = 1 THEN 'active' ELSE 'done' END AS status) e
      WHERE c = 0 OR n % 2 = 0`,
  },
  {
    table: 'step',
    sql: `
      INSERT INTO step (programme_id, key, enrolment_id, member_id, name, kind, outcome, story_at, performed_at)
      SELECT $1::smallint, 'f-' || n || '-' || c || '-' || s, $7::bigint + n::bigint * 2 + c, ${memberId},
        (ARRAY['welcome', 'gift', 'first-order'])[1 + s], (ARRAY['message', 'grant', 'ask'])[1 + s],
        CASE WHEN s = 1 THEN jsonb_build_object('kind', 'applied', 'data', jsonb_build_object('points', 50 + n % 3))
          WHEN s = 0 AND n % 25 = 1 THEN '{"kind": "skipped", "reason": "no consent for 3 days"}'::jsonb
          ELSE '{"kind": "applied", "data": {}}'::jsonb END,
        timestamptz '2025-01-02', timestamptz '2025-01-02'
      FROM ${numbers} CROSS JOIN generate_series(0, 1) c CROSS JOIN generate_series(0, 2) s WHERE c = 0 OR n % 2 = 0`,
  },
  {
    table: 'message',
    sql: `
      INSERT INTO message (programme_id, key, member_id, enrolment_id, campaign_id, campaign_version_id, channel, class, template, locale,
        status, reason, message_id, reserved_at, not_before, subject, sent_at, left_at)
      SELECT $1::smallint, 'f-' || n || '-' || c || '-m', ${memberId}, $7::bigint + n::bigint * 2 + c, ($8::int[])[1 + c], ($9::int[])[1 + c],
        'email', 'marketing', 'welcome', 'en-GB', m.status, CASE m.status WHEN 'bounced' THEN '550 no such user' END,
        'f-' || $1::int || '-' || n || '-' || c || '@example.com', timestamptz '2025-01-02', timestamptz '2025-01-02', 'Welcome', m.sent_at, m.sent_at
      FROM ${numbers} CROSS JOIN generate_series(0, 1) c
      CROSS JOIN LATERAL (
        SELECT CASE WHEN n % 33 = 2 THEN 'bounced' ELSE 'sent' END AS status, timestamptz '2025-01-02' AS sent_at) m
      WHERE c = 0 OR n % 2 = 0`,
  },
  {
    table: 'referral',
    sql: `
      INSERT INTO referral (programme_id, referrer_id, referee_id, code, registered_at, changed_at)
      SELECT $1::smallint, ${memberId} - 1, ${memberId}, 'F' || n, timestamptz '2024-02-01', timestamptz '2024-02-01' FROM ${numbers} WHERE n % 10 = 2`,
  },
  {
    table: 'ledger.coupon',
    sql: `
      INSERT INTO ledger.coupon (id, programme_id, member_id, code, name, benefit, campaign_id, enrolment_id, status, moves, issued_at, expires_at)
      SELECT $10::bigint + n, $1::smallint, ${memberId},
        translate(to_char(n, 'FM0000-0000-0000'), '0123456789', 'ABCDEFGHJK'), 'Ten off', '{"kind": "amount", "amountMinor": 1000}',
        ($8::int[])[2], $7::bigint + n::bigint * 2 + 1, 'issued', 1, timestamptz '2025-01-02', timestamptz '2027-01-02'
      FROM ${numbers} WHERE n % 2 = 0`,
  },
  {
    table: 'ledger.coupon_move',
    sql: `
      INSERT INTO ledger.coupon_move (programme_id, coupon_id, seq, kind, key, request_hash, member_id, at, actor)
      SELECT $1::smallint, $10::bigint + n, 1, 'ISSUE', 'f-coupon-' || n, decode(repeat('00', 32), 'hex'), ${memberId}, timestamptz '2025-01-02', 'fill'
      FROM ${numbers} WHERE n % 2 = 0`,
  },
];
