-- It had one reason before orders could be cancelled.
drop function if exists intake_return_coupons(int, text[], timestamptz);

-- Orders that came back whole or are cancelled give their coupons back, unless these have expired.
create or replace function intake_return_coupons(p_programme_id int, p_orders text[], p_reason text, p_now timestamptz) returns void language sql as $$
  insert into ledger.coupon_move (programme_id, coupon_id, kind, key, request_hash, member_id, order_id, at, actor, reason)
  select c.programme_id, c.id, 'REFUND', format('refund:coupon:%s/%s', c.id, c.moves + 1),
    ledger.coupon_hash('REFUND', jsonb_build_object('couponId', c.id)), c.member_id, c.order_id, p_now, 'intake', p_reason
  from ledger.coupon c
  where c.programme_id = p_programme_id and c.order_id = any (p_orders) and c.status = 'redeemed' and c.expires_at >= p_now
  order by c.id
$$;
