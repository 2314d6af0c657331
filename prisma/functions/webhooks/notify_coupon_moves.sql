-- Tells of what happened to coupons, in the transaction of it (trigger on ledger.coupon_move).
create or replace function notify_coupon_moves() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, member_id, at, object)
  select m.programme_id, 'coupon.' || k.type, m.member_id, m.at, jsonb_build_object('code', c.code, 'name', c.name,
    'campaign', p.code, 'benefit', c.benefit, 'minOrderMinor', c.min_order_minor, 'status', k.status, 'orderId', m.order_id,
    'issuedAt', c.issued_at, 'expiresAt', c.expires_at)
  from moved m
  join ledger.coupon c on c.id = m.coupon_id
  left join campaign p on p.id = c.campaign_id
  join (values ('ISSUE', 'issued', 'issued'), ('REDEEM', 'redeemed', 'redeemed'), ('REFUND', 'returned', 'issued'),
    ('EXPIRE', 'expired', 'expired'), ('CANCEL', 'cancelled', 'cancelled')) k (kind, type, status) on k.kind = m.kind
  order by m.id;
  return null;
end $$;
