-- What deciding on a batch needs, as one document; instants are milliseconds, ids are text.
-- `members` by name, locked in the order of their ids when `lock` is set; `newIds` for the names nobody has; the profiles of
-- `profiles`; known `events` by id; `orders` by number and, for the names at the `desk`, all with something left;
-- `keys` the ledger knows, `coupons` by code; referral `codes` with the members whose they are.
create or replace function intake_read(p_programme_id int, p_wanted jsonb) returns jsonb language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_material = off
  set enable_bitmapscan = off set jit = off as $$
declare
  v_ids bigint[] := array(
    select m.id from intake_names(p_programme_id, p_wanted -> 'members') n
    join member m on m.programme_id = n.programme_id and m.external_id = n.name);
  v_answer jsonb;
begin
  -- The lock has a statement of its own: a statement that locks and reads at once would read what was before the lock.
  if (p_wanted -> 'lock')::boolean then
    perform from intake_ids(v_ids) i (id) join member m on m.id = i.id order by m.id for no key update of m;
  end if;
  v_answer := jsonb_build_object(
    'members', (
      select coalesce(jsonb_agg(jsonb_build_array(m.external_id, m.id::text, m.status, m.tier, m.orders_count, m.spent_minor,
        intake_ms(m.last_order_at), intake_ms(m.profile_completed_at), extract(month from p.birthday)::int)), '[]')
      from intake_ids(v_ids) i (id) join member m on m.id = i.id left join member_profile p on p.member_id = m.id),
    'newIds', (
      select coalesce(jsonb_agg(nextval('member_id_seq')::text), '[]')
      from generate_series(1, jsonb_array_length(p_wanted -> 'members') - cardinality(v_ids))));
  return v_answer || intake_read_orders(p_programme_id, p_wanted);
end $$;
