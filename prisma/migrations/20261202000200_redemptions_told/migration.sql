-- What a member's open holds are, whoever asks for the member's points.
create index hold_of_member on ledger.hold (member_id, expires_at) where captured + released < amount;

-- Tells that points of a redemption were used, or that its hold has run out, in the transaction of it (triggers on redemption).
create or replace function notify_redemption() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, member_id, at, object, previous)
  select new.programme_id, 'redemption.' || new.status, new.member_id, programme_now(),
    jsonb_strip_nulls(jsonb_build_object('id', new.public_id, 'orderId', new.order_id))
      || jsonb_build_object('status', new.status, 'points', new.points, 'amountMinor', new.amount_minor, 'currency', p.currency,
        'capturedPoints', new.captured_points, 'refundedPoints', new.refunded_points, 'expiresAt', new.expires_at,
        'createdAt', new.created_at),
    case tg_op when 'UPDATE' then jsonb_build_object('status', old.status) end
  from programme p where p.id = new.programme_id;
  return null;
end $$;

-- For rows, with a condition: most updates of a redemption tell nothing.
create trigger redemption_captured_at_once after insert on redemption
for each row when (new.status = 'captured') execute function notify_redemption();
create trigger redemption_notifies after update on redemption
for each row when (old.status is distinct from new.status and (new.status = 'captured' or new.status = 'expired'))
execute function notify_redemption();
