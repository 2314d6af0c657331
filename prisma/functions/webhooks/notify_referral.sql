-- Tells that an invitation counts, in the transaction of it (trigger on referral).
create or replace function notify_referral() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, member_id, at, key, object, previous)
  values (new.programme_id, 'referral.approved', new.referrer_id, new.changed_at, new.id,
    jsonb_build_object('status', new.state, 'orderId', new.order_id, 'registeredAt', new.registered_at),
    jsonb_build_object('status', old.state));
  return null;
end $$;
