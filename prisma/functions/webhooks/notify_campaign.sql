-- Tells that a campaign has another status, or lets nobody in any more, in the transaction of it (trigger on campaign).
create or replace function notify_campaign() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, at, key, object, previous)
  values (new.programme_id, 'campaign.changed', programme_now(), new.id,
    jsonb_build_object('campaign', new.code, 'status', new.status, 'version', new.current_version, 'scheduledFor', new.scheduled_for,
      'entryClosedAt', new.entry_closed_at),
    jsonb_build_object('status', old.status));
  return null;
end $$;
