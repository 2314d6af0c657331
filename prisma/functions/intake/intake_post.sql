-- It knew no raises before orders could be amended.
drop function if exists intake_post(int, intake_event[], jsonb);

-- Posts a batch's points turn by turn: even turns give, odd turns take back. What comes in an even turn with the clawbacks
-- gives back points that were used on an order. Raises are what amendments added to orders, dated as these.
create or replace function intake_post(p_programme_id int, p_events intake_event[], p_clawbacks jsonb, p_raises jsonb) returns void
language plpgsql as $$
declare
  v_turn int;
  v_refunds boolean;
  v_requests ledger.request[];
  v_refused jsonb;
begin
  -- Several batches in one transaction: all their members first, or two transactions wait for each other.
  if jsonb_array_length(p_clawbacks) > 0 then
    perform ledger.lock_members(array(select member_id from unnest(p_events)));
  end if;
  for v_turn, v_refunds, v_requests in
    select r.turn, r.refunds, array_agg(r.request order by r.place)
    from (
      select coalesce(e.turn, 0) as turn, false as refunds, e.ordinality as place, row(p_programme_id, e.member_id,
        coalesce(e.earn_key, 'earn:order:' || e.order_id), e.at, e.points, e.available_at, e.expires_at, null, null,
        coalesce(e.source_type, 'order'), coalesce(e.source_id, e.order_id), 'intake', null)::ledger.request as request
      from unnest(p_events) with ordinality e
      where e.points > 0
      union all
      select r.turn, false, row_number() over (), row(p_programme_id, r.member_id, r.key, r.at, r.points, r.available_at, r.expires_at, null,
        null, 'order', r.order_id, 'intake', null)::ledger.request
      from jsonb_to_recordset(p_raises) r (member_id bigint, order_id text, key text, at timestamptz, points bigint,
        available_at timestamptz, expires_at timestamptz, turn int)
      union all
      select c.turn, c.turn % 2 = 0, row_number() over (), row(p_programme_id, c.member_id, c.key, c.at, c.points, null, null, c.ref_key, null,
        'event', c.event_id, 'intake', null)::ledger.request
      from jsonb_populate_recordset(null::intake_clawback, p_clawbacks) c) r
    group by r.turn, r.refunds order by r.turn, r.refunds
  loop
    if v_refunds then
      select jsonb_agg(jsonb_build_object('code', a.code, 'message', a.message)) into v_refused
      from ledger.refund_batch(v_requests) a where not a.ok;
      if v_refused is not null then
        raise exception 'INTAKE_STALE: a redemption has changed' using errcode = 'PI001';
      end if;
    elsif v_turn % 2 = 0 then
      select jsonb_agg(jsonb_build_object('code', a.code, 'message', a.message)) into v_refused
      from ledger.earn_batch(v_requests) a where not a.ok;
    else
      -- REFERENCE_EXHAUSTED: the rules have changed between two returns, and the earlier one took as much already.
      select jsonb_agg(jsonb_build_object('code', a.code, 'message', a.message)) into v_refused
      from ledger.clawback_batch(v_requests) a where not a.ok and a.code <> 'REFERENCE_EXHAUSTED';
    end if;
    if v_refused is not null then
      raise exception 'LEDGER_REFUSED %', v_refused using errcode = 'PI002';
    end if;
  end loop;
end $$;
