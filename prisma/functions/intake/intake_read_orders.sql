-- The name it had in 0.1.
drop function if exists intake_read_more(int, jsonb);

-- The parts of intake_read's answer that few batches ask for: profiles, events, orders, coupons, ledger keys and referral codes.
create or replace function intake_read_orders(p_programme_id int, p_wanted jsonb) returns jsonb language plpgsql as $$
declare
  v_answer jsonb := '{}';
begin
  if jsonb_array_length(p_wanted -> 'profiles') > 0 then
    v_answer := v_answer || jsonb_build_object('profiles', (
      select coalesce(jsonb_agg(jsonb_build_array(n.name, p.email, p.phone, p.name, p.birthday, m.zone, m.locale,
        m.tags, coalesce(p.attributes, '{}'))), '[]')
      from intake_names(p_programme_id, p_wanted -> 'profiles') n
      join member m on m.programme_id = n.programme_id and m.external_id = n.name
      left join member_profile p on p.member_id = m.id));
  end if;
  if jsonb_array_length(p_wanted -> 'events') > 0 then
    v_answer := v_answer || jsonb_build_object('events', (
      select coalesce(jsonb_agg(jsonb_build_array(e.event_id, e.id::text, encode(e.content_hash, 'hex'), e.result)), '[]')
      from intake_names(p_programme_id, p_wanted -> 'events') n
      join event e on e.programme_id = n.programme_id and e.event_id = n.name));
  end if;
  if jsonb_array_length(p_wanted -> 'orders') + jsonb_array_length(p_wanted -> 'desk') > 0 then
    v_answer := v_answer || jsonb_build_object('orders', (
      select coalesce(jsonb_agg(jsonb_build_array(o.order_id, o.member_id::text, o.amount_minor, o.returned_minor, o.points,
        intake_ms(o.placed_at))), '[]')
      from (
        select o.* from intake_names(p_programme_id, p_wanted -> 'orders') n
        join sales_order o on o.programme_id = n.programme_id and o.order_id = n.name
        union
        select o.* from intake_names(p_programme_id, p_wanted -> 'desk') n
        join member m on m.programme_id = n.programme_id and m.external_id = n.name
        join sales_order o on o.member_id = m.id and o.returned_minor < o.amount_minor) o));
  end if;
  if p_wanted ? 'coupons' then
    v_answer := v_answer || jsonb_build_object('coupons', intake_coupons(p_programme_id, p_wanted -> 'coupons'));
  end if;
  if jsonb_array_length(p_wanted -> 'keys') > 0 then
    v_answer := v_answer || jsonb_build_object('keys', (
      select coalesce(jsonb_agg(t.idem_key), '[]')
      from intake_names(p_programme_id, p_wanted -> 'keys') n
      join ledger.txn t on t.programme_id = n.programme_id and t.idem_key = n.name));
  end if;
  if jsonb_array_length(p_wanted -> 'codes') > 0 then
    v_answer := v_answer || jsonb_build_object('codes', (
      select coalesce(jsonb_agg(jsonb_build_array(c.code, m.id::text, m.status)), '[]')
      from intake_names(p_programme_id, p_wanted -> 'codes') n
      join referral_code c on c.code = n.name and c.programme_id = n.programme_id
      join member m on m.id = c.member_id));
  end if;
  return v_answer;
end $$;
