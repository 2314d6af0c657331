import type { Database } from '../../platform/database.ts';

/** All that a merchant could see of a programme's members, orders, events and points, by the shop's own ids, as hashes. */
export async function figuresOf(
  database: Database,
  programmeId: number,
): Promise<Record<string, string | null> | undefined> {
  const [row] = await database.$queryRaw<Record<string, string | null>[]>`
    WITH own AS (SELECT * FROM member WHERE programme_id = ${programmeId}::int)
    SELECT
      (SELECT md5(string_agg(concat_ws('|', external_id, tier, orders_count, spent_minor, joined_at, last_order_at), ';'
        ORDER BY external_id)) FROM own) AS members,
      (SELECT md5(string_agg(concat_ws('|', o.order_id, m.external_id, o.amount_minor, o.returned_minor, o.points, o.placed_at), ';'
        ORDER BY o.order_id)) FROM sales_order o JOIN own m ON m.id = o.member_id) AS orders,
      (SELECT md5(string_agg(concat_ws('|', e.event_id, e.type, e.data, e.result, e.occurred_at), ';'
        ORDER BY e.event_id)) FROM event e JOIN own m ON m.id = e.member_id) AS events,
      (SELECT md5(string_agg(concat_ws('|', m.external_id, b.available, b.pending, b.debt), ';'
        ORDER BY m.external_id)) FROM ledger.member_balance b JOIN own m ON m.id = b.member_id) AS balances,
      (SELECT md5(string_agg(concat_ws('|', m.external_id, l.earned, l.remaining, l.state, l.expires_at), ';'
        ORDER BY m.external_id, l.expires_at, l.earned, l.remaining)) FROM ledger.lot l JOIN own m ON m.id = l.member_id) AS lots`;
  return row;
}
