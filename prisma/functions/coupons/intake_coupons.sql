-- It answered jsonb with positional rows in 0.1.
drop function if exists intake_coupons(int, jsonb);

-- Coupons that orders of a batch name, as deciding needs them.
create or replace function intake_coupons(p_programme_id int, p_codes jsonb) returns json language sql stable as $$
  select coalesce(json_agg(r), '[]')
  from (
    select c.code, c.member_id::text as "memberId", c.name, c.benefit, c.min_order_minor as "minOrderMinor", c.status,
      c.order_id as "orderId", intake_ms(c.expires_at) as "expiresAt"
    from jsonb_array_elements_text(p_codes) n (code)
    join ledger.coupon c on c.programme_id = p_programme_id and c.code = n.code) r
$$;
