-- What an earlier move under this key says to a request; null when there is none.
create or replace function ledger.coupon_replay(p_programme_id int, p_key text, p_hash bytea) returns jsonb language sql stable as $$
  select case when m.request_hash = p_hash then ledger.coupon_answer(c, true)
    else ledger.coupon_refusal('IDEMPOTENCY_KEY_REUSED', 'the key was used before with another request') end
  from ledger.coupon_move m join ledger.coupon c on c.id = m.coupon_id
  where m.programme_id = p_programme_id and m.key = p_key
$$;
