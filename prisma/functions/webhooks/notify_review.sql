-- Tells of a case that was put before a person, and of its decision, in the transaction of it (triggers on review_case). Reasons, facts
-- and notes are left out: they may name somebody.
create or replace function notify_review() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, member_id, at, key, object, previous)
  values (new.programme_id, case when new.status = 'open' then 'review.opened' else 'review.decided' end, new.member_id,
    coalesce(new.decided_at, new.opened_at), new.id,
    jsonb_build_object('subject', replace(new.subject, '-', '_'), 'status', new.status, 'openedAt', new.opened_at,
      'decidedAt', new.decided_at),
    case tg_op when 'UPDATE' then jsonb_build_object('status', old.status) end);
  return null;
end $$;
