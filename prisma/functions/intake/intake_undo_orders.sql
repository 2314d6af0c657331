-- Orders of which nothing is kept any more: what was given for them is taken back, and coupons used on them may be used again.
create or replace function intake_undo_orders(p_programme_id int, p_orders text[], p_reason text, p_now timestamptz) returns void
language plpgsql as $$
begin
  -- First: a coupon that was used on the order comes back to the member, as it is no gift for it.
  perform take_back_gifts_of_orders(p_programme_id, p_orders, p_reason, p_now);
  perform intake_return_coupons(p_programme_id, p_orders, p_reason, p_now);
end $$;
