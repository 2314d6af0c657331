-- The first answer as it is kept with the transaction; `askedAt` when a closed period moved the effective time.
create or replace function ledger.result(p_points bigint, p_pending bigint, p_available bigint, p_held bigint, p_debt bigint,
  p_asked timestamptz, p_effective timestamptz) returns jsonb language sql stable as $$
  select case when p_asked = p_effective
    then jsonb_build_object('points', p_points, 'pending', p_pending, 'available', p_available, 'held', p_held, 'debt', p_debt)
    else jsonb_build_object('points', p_points, 'pending', p_pending, 'available', p_available, 'held', p_held, 'debt', p_debt,
      'askedAt', p_asked) end
$$;
