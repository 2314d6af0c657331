-- It answered jsonb with positional rows in 0.1.
drop function if exists intake_read(int, jsonb);

-- What deciding on a batch needs, as one document of named rows; instants are milliseconds, ids are text.
-- `aliases` says who of the names was merged into whom: such a one is read as the member it is now. `members` by name, locked in the order of their ids when `lock` is set; `newIds` for the names nobody has; and what
-- intake_read_orders gives. Rows are json_agg of a named row: named jsonb objects take twice as long to make (measured).
create or replace function intake_read(p_programme_id int, p_wanted jsonb) returns json language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_material = off
  set enable_bitmapscan = off set jit = off set plan_cache_mode = force_generic_plan as $$
declare
  v_ids bigint[] := array(
    select m.id from intake_names(p_programme_id, p_wanted -> 'members') n
    join member m on m.programme_id = n.programme_id and m.external_id = n.name);
  v_known int := cardinality(v_ids);
  v_aliases json;
  v_members json;
  v_new_ids json;
begin
  if exists (select from intake_ids(v_ids) i (id) join member m on m.id = i.id where m.merged_into is not null) then
    select json_agg(r) into v_aliases
    from (
      select m.external_id as name, h.external_id as "memberId"
      from intake_ids(v_ids) i (id) join member m on m.id = i.id join member h on h.id = heir_of(m.id) where m.merged_into is not null) r;
    v_ids := array(select distinct heir_of(i.id) from intake_ids(v_ids) i (id));
  end if;
  -- The lock has a statement of its own: a statement that locks and reads at once would read what was before the lock.
  if (p_wanted -> 'lock')::boolean then
    perform from intake_ids(v_ids) i (id) join member m on m.id = i.id order by m.id for no key update of m;
    if exists (select from intake_ids(v_ids) i (id) join member m on m.id = i.id where m.merged_into is not null) then
      raise exception 'INTAKE_STALE: a member was merged' using errcode = 'PI001';
    end if;
  end if;
  select coalesce(json_agg(r), '[]') into v_members
  from (
    select m.external_id as "externalId", m.id::text, m.status, m.tier, m.tier_floor as "tierFloor", m.orders_count as "ordersCount", m.spent_minor as "spentMinor",
      intake_ms(m.last_order_at) as "lastOrderAt", intake_ms(m.profile_completed_at) as "profileCompletedAt",
      extract(month from p.birthday)::int as "birthMonth"
    from intake_ids(v_ids) i (id) join member m on m.id = i.id left join member_profile p on p.member_id = m.id) r;
  select coalesce(json_agg(nextval('member_id_seq')::text), '[]') into v_new_ids
  from generate_series(1, jsonb_array_length(p_wanted -> 'members') - v_known);
  return (
    select row_to_json(a)
    from (select v_aliases as aliases, v_members as members, v_new_ids as "newIds", o.* from intake_read_orders(p_programme_id, p_wanted) o) a);
end $$;
