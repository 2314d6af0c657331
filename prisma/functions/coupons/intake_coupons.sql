-- Coupons that orders of a batch name, as deciding needs them.
create or replace function intake_coupons(p_programme_id int, p_codes jsonb) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_array(c.code, c.member_id::text, c.name, c.benefit, c.min_order_minor, c.status,
    c.order_id, intake_ms(c.expires_at))), '[]')
  from jsonb_array_elements_text(p_codes) n (code)
  join ledger.coupon c on c.programme_id = p_programme_id and c.code = n.code
$$;
