-- It answered jsonb with positional rows in 0.1.
drop function if exists intake_write(int, intake_event[], intake_standing[], jsonb, timestamptz, boolean);

-- Writes a batch as it was decided on what intake_read answered: new members, events, orders and their changes, the members' figures,
-- points given and taken back, profiles, enrolments and signals; all of it or, with an error, nothing. INTAKE_STALE: a
-- figure it was decided on has changed since (only possible without `lock`). LEDGER_REFUSED: the ledger gave other words.
-- Answers the events' row ids and the new enrolments. `p_rest` holds what few batches have.
create or replace function intake_write(p_programme_id int, p_events intake_event[], p_standings intake_standing[], p_rest jsonb,
  p_now timestamptz, p_enrol boolean) returns json
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_material = off
  set enable_bitmapscan = off set jit = off set plan_cache_mode = force_generic_plan as $$
declare
  v_currency text := (select currency from programme where id = p_programme_id);
  v_exact_points jsonb := p_rest -> 'exactPoints';
  v_ids bigint[];
  v_written int;
begin
  insert into member (id, programme_id, external_id, joined_at, tier, orders_count, spent_minor, last_order_at)
  select n.id, p_programme_id, n.external_id, n.joined_at, n.tier, n.orders_count, n.spent_minor, n.last_order_at
  from jsonb_to_recordset(p_rest -> 'newMembers') n (id bigint, external_id text, joined_at timestamptz, tier text,
    orders_count int, spent_minor bigint, last_order_at timestamptz);

  update member m
  set tier = s.tier, orders_count = s.orders_count, spent_minor = s.spent_minor, last_order_at = s.last_order_at
  from intake_members(p_standings) s
  where m.id = s.id and m.orders_count = s.was_orders and m.spent_minor = s.was_spent
    -- What winds up is decided for who is not active, too.
    and (m.status = 'ACTIVE' or m.status = p_rest -> 'notActive' ->> m.id::text);
  get diagnostics v_written = row_count;
  if v_written < cardinality(p_standings) then
    raise exception 'INTAKE_STALE: a member has changed' using errcode = 'PI001';
  end if;

  with e as materialized (select * from unnest(p_events)),
  booked as (
    insert into sales_order (programme_id, order_id, member_id, amount_minor, currency, placed_at, points, exact_points, earn_key)
    select p_programme_id, e.order_id, e.member_id, e.amount_minor, v_currency, e.at, coalesce(e.points, 0), v_exact_points ->> e.order_id,
      case when e.points > 0 then 'earn:order:' || e.order_id end
    from e where e.order_id is not null),
  written as (
    insert into event (programme_id, event_id, type, member_id, occurred_at, received_at, content_hash, data, result)
    select p_programme_id, e.event_id, e.type, e.member_id, e.at, p_now, decode(e.hash, 'hex'),
      coalesce(e.data, jsonb_build_object('orderId', e.order_id, 'amountMinor', e.amount_minor, 'currency', v_currency,
        'points', coalesce(e.points, 0), 'first', e.first)),
      coalesce(e.result, jsonb_build_object('points', coalesce(e.points, 0)))
    from e returning id)
  select coalesce(array_agg(id order by id), '{}') into v_ids from written;

  -- Comings and goings of segments are of their own making.
  if exists (select from segment s where s.programme_id = p_programme_id and s.watched_at is not null)
    or exists (select from journey_watch w where w.programme_id = p_programme_id) then
    insert into segment_review (programme_id, member_id)
    select distinct p_programme_id, e.member_id from unnest(p_events) e where e.type not like 'segment.%';
  end if;

  update sales_order o
  set returned_minor = r.returned_minor, amount_minor = coalesce(r.amount_minor, o.amount_minor),
    placed_minor = coalesce(r.placed_minor, o.placed_minor), amended_at = coalesce(r.amended_at, o.amended_at),
    amended_by = coalesce(r.amended_by, o.amended_by), cancelled_at = coalesce(r.cancelled_at, o.cancelled_at),
    raise_keys = coalesce(r.raise_keys, o.raise_keys)
  from intake_returns(p_programme_id, p_rest -> 'returns') r
  where o.programme_id = r.programme_id and o.order_id = r.order_id and o.returned_minor = r.was
    and o.amount_minor = coalesce(r.was_amount, o.amount_minor);
  get diagnostics v_written = row_count;
  if v_written < jsonb_array_length(p_rest -> 'returns') then
    raise exception 'INTAKE_STALE: an order has changed' using errcode = 'PI001';
  end if;
  -- What a hold that has run out pins is there to be taken back: nobody owes points for want of a sweep.
  if jsonb_array_length(p_rest -> 'clawbacks') > 0 then
    perform ledger.release_run_out(p_programme_id, array(select member_id from unnest(p_events)), p_now);
  end if;
  if p_rest ? 'redemptions' then
    perform intake_redeem_coupons(p_programme_id, p_rest -> 'redemptions');
  end if;
  if p_rest ? 'returnedWhole' then
    perform intake_undo_orders(p_programme_id, array(select jsonb_array_elements_text(p_rest -> 'returnedWhole')),
      'the order was returned', p_now);
  end if;
  if p_rest ? 'cancelled' then
    perform intake_undo_orders(p_programme_id, array(select jsonb_array_elements_text(p_rest -> 'cancelled')),
      'the order was cancelled', p_now);
    perform intake_last_orders(p_programme_id, array(select jsonb_array_elements_text(p_rest -> 'cancelled')));
  end if;

  perform intake_post(p_programme_id, p_events, p_rest -> 'clawbacks', coalesce(p_rest -> 'raises', '[]'));
  if p_rest ? 'profiles' then
    perform intake_write_profiles(p_programme_id, p_rest);
  end if;
  return json_build_object(
    'eventIds', v_ids::text[],
    'enrolled', (
      select coalesce(json_agg(r), '[]')
      from (
        select e.event_id::text as "eventId", e.campaign_id as "campaignId", e.enrolment_id::text as "enrolmentId"
        from enrol_and_signal(p_programme_id, v_ids, p_now, p_enrol) e) r));
end $$;
