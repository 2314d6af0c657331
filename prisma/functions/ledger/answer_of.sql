-- One answer: a refusal when there is a code, the first answer when the key was known, else what has just been posted.
create or replace function ledger.answer_of(p_ord int, p_code text, p_message text, p_prior_id bigint, p_prior jsonb, p_txn_id bigint,
  p_points bigint, p_pending bigint, p_available bigint, p_held bigint, p_debt bigint) returns ledger.answer
language sql immutable as $$
  select case
    when p_code is not null then row(p_ord, false, p_code, coalesce(p_message, case p_code
        when 'KEY_INVALID' then 'key must have 1 to 200 characters'
        when 'IDEMPOTENCY_KEY_REUSED' then 'this key was used before with another content: send the same content, or a new key'
        when 'TIME_INVALID' then 'at must be a date'
        when 'MEMBER_NOT_FOUND' then 'no such member in this programme'
        when 'MEMBER_NOT_ACTIVE' then 'the member is not active'
        when 'POINTS_INVALID' then 'points must be a whole number from 1 to 1,000,000,000,000'
        when 'REASON_REQUIRED' then 'reason must say why'
        when 'EXPIRY_INVALID' then 'expiresAt must be later than the points are available'
        else p_code end),
      null, null, null, null, null, null, false)::ledger.answer
    when p_prior_id is not null then row(p_ord, true, null, null, p_prior_id, (p_prior->>'points')::bigint,
      (p_prior->>'pending')::bigint, (p_prior->>'available')::bigint, (p_prior->>'held')::bigint,
      (p_prior->>'debt')::bigint, true)::ledger.answer
    else row(p_ord, true, null, null, p_txn_id, p_points, p_pending, p_available, p_held, p_debt, false)::ledger.answer
  end
$$;
