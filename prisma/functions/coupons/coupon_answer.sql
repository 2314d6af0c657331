-- The answer to a request that was carried out, now or under the same key before.
create or replace function ledger.coupon_answer(p_coupon ledger.coupon, p_replayed boolean) returns jsonb language sql stable as $$
  select jsonb_build_object('ok', true, 'couponId', p_coupon.id::text, 'code', p_coupon.code,
    'expiresAt', intake_ms(p_coupon.expires_at), 'replayed', p_replayed)
$$;
