-- Why a coupon can't make this move; null when it can (modules/coupons/rules.ts says the same of orders that come by intake).
create or replace function ledger.coupon_objection(p_coupon ledger.coupon, p_kind text, p_request jsonb) returns jsonb
language plpgsql immutable as $$
declare
  v_at timestamptz := (p_request ->> 'at')::timestamptz;
begin
  if p_coupon.id is null then
    return ledger.coupon_refusal('COUPON_NOT_FOUND', 'there is no such coupon');
  elsif (p_request ->> 'memberId')::bigint <> p_coupon.member_id then
    return ledger.coupon_refusal('COUPON_NOT_YOURS', 'the coupon is another member''s');
  elsif p_coupon.status = 'cancelled' then
    return ledger.coupon_refusal('COUPON_CANCELLED', 'the coupon was cancelled');
  elsif p_kind = 'REFUND' and p_coupon.status <> 'redeemed' then
    return ledger.coupon_refusal('COUPON_NOT_USED', 'the coupon was not used');
  elsif p_kind <> 'REFUND' and p_coupon.status = 'redeemed' then
    return ledger.coupon_refusal('COUPON_USED', format('the coupon was used on order "%s"', p_coupon.order_id));
  elsif v_at > p_coupon.expires_at or p_kind = 'CANCEL' and p_coupon.status = 'expired' then
    return ledger.coupon_refusal('COUPON_EXPIRED', 'the coupon has expired');
  elsif p_kind = 'REDEEM' and coalesce((p_request ->> 'amountMinor')::bigint, 0) < p_coupon.min_order_minor then
    return ledger.coupon_refusal('COUPON_BELOW_MINIMUM', 'the order is below the amount the coupon asks for');
  end if;
  return null;
end $$;
