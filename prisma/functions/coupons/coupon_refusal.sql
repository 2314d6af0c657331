-- The answer to a request that was refused.
create or replace function ledger.coupon_refusal(p_code text, p_message text) returns jsonb language sql immutable as $$
  select jsonb_build_object('ok', false, 'code', p_code, 'message', p_message)
$$;
