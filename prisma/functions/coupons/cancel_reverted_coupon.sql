-- A coupon that a reversal has taken back, or found used, is withdrawn when it comes back from the order it was used on (trigger on
-- coupon_move).
create or replace function ledger.cancel_reverted_coupon() returns trigger language plpgsql as $$
begin
  insert into ledger.coupon_move (programme_id, coupon_id, kind, key, request_hash, member_id, at, actor, reason)
  select new.programme_id, new.coupon_id, 'CANCEL', format('reverted:coupon:%s/%s', new.coupon_id, new.seq + 1),
    ledger.coupon_hash('CANCEL', jsonb_build_object('couponId', new.coupon_id)), new.member_id, new.at, v.requested_by, v.reason
  from ledger.reverted_grant g join public.reversal v on v.id = g.reversal_id
  join ledger.coupon c on c.id = new.coupon_id
  where g.kind = 'coupon' and g.thing_id = new.coupon_id and c.status = 'issued' and new.at <= c.expires_at;
  return null;
end $$;
