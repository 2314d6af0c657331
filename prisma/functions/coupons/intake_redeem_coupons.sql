-- Redeems the coupons a batch's orders were decided to use. INTAKE_STALE: one has been used or cancelled meanwhile.
create or replace function intake_redeem_coupons(p_programme_id int, p_redemptions jsonb) returns void language plpgsql as $$
begin
  if exists (
    select from jsonb_array_elements(ledger.coupon_move_batch(p_programme_id, 'REDEEM', p_redemptions)) a
    where not (a -> 'ok')::boolean) then
    raise exception 'INTAKE_STALE: a coupon has changed' using errcode = 'PI001';
  end if;
end $$;
