-- Moves coupons that can be used, or come back with their order, to another account of the same person; answers which.
create or replace function move_coupons(p_programme_id int, p_from bigint, p_into bigint, p_coupon_ids bigint[], p_now timestamptz,
  p_actor text, p_reason text) returns jsonb language plpgsql set enable_seqscan = off set jit = off as $$
declare
  v_moved jsonb;
begin
  perform from ledger.coupon c where c.id = any (p_coupon_ids) and c.member_id = p_from order by c.code for update;
  with moved as (
    insert into ledger.coupon_move (programme_id, coupon_id, kind, key, request_hash, member_id, order_id, at, actor, reason)
    select c.programme_id, c.id, 'MOVE', format('move:coupon:%s/%s', c.id, c.moves + 1),
      ledger.coupon_hash('MOVE', jsonb_build_object('couponId', c.id)), p_into, c.order_id, p_now, p_actor, p_reason
    from ledger.coupon c
    where c.id = any (p_coupon_ids) and c.member_id = p_from and c.programme_id = p_programme_id and c.status in ('issued', 'redeemed')
    order by c.id returning coupon_id)
  select coalesce(jsonb_agg(coupon_id), '[]') into v_moved from moved;
  return v_moved;
end $$;
