-- Takes gifts back, each once: their points wherever they are by now or, with p_unused_only, what is left of them; their coupons as far
-- as they can still be used. The members are locked in their order; the next statements see what was committed until then.
create or replace function take_back_gifts(p_gift_ids bigint[], p_unused_only boolean, p_reason text, p_at timestamptz) returns void
language plpgsql set enable_seqscan = off set jit = off as $$
declare
  v_programme_id int;
  v_requests ledger.request[];
  v_coupons jsonb;
begin
  perform ledger.lock_members(array(select g.member_id from gift g where g.id = any (p_gift_ids)));
  for v_programme_id in
    select distinct g.programme_id from gift g where g.id = any (p_gift_ids) and g.taken_back_at is null order by 1
  loop
    select array_agg(row(v_programme_id, g.member_id, 'back:gift:' || g.id, p_at, w.points, null, null, t.idem_key, null, t.source_type,
      t.source_id, t.actor, p_reason)::ledger.request order by g.id)
    into v_requests
    from gift g
    join ledger.txn t on t.id = g.txn_id
    join ledger.lot l on l.id = g.txn_id
    left join ledger.reversal_cap c on c.orig_txn_id = g.txn_id
    cross join lateral ledger.lot_now(l.id) n
    cross join lateral (select coalesce(c.reversed, 0) + n.expired as gone) r
    cross join lateral (select case when p_unused_only then r.gone + n.remaining else t.amount end as points) w
    where g.id = any (p_gift_ids) and g.programme_id = v_programme_id and g.taken_back_at is null and w.points > r.gone;
    if v_requests is not null then
      perform from ledger.clawback_batch(v_requests);
    end if;

    select jsonb_agg(jsonb_build_object('code', c.code, 'key', 'back:gift:' || g.id, 'at', p_at, 'reason', p_reason,
      'actor', coalesce('campaign:' || c.campaign_id, 'gift')) order by g.id)
    into v_coupons
    from gift g join ledger.coupon c on c.id = g.coupon_id
    where g.id = any (p_gift_ids) and g.programme_id = v_programme_id and g.taken_back_at is null and c.status = 'issued';
    if v_coupons is not null then
      perform ledger.coupon_move_batch(v_programme_id, 'CANCEL', v_coupons);
    end if;
  end loop;
  update gift set taken_back_at = p_at, taken_reason = p_reason where id = any (p_gift_ids) and taken_back_at is null;
end $$;
