-- The life of a campaign before and behind the time in which it runs: in review, scheduled, and no longer letting anybody in.
alter table campaign
  add column submitted_by text,
  add column submitted_at timestamptz(3),
  -- Of the version that was submitted: another one has to be looked at again.
  add column submitted_version integer,
  add column approved_by text,
  add column approved_at timestamptz(3),
  add column scheduled_for timestamptz(3),
  add column scheduled_by text,
  add column entry_closed_at timestamptz(3),
  -- When its last version says that it is over; null of one that has no end.
  add column runs_until timestamptz(3);

alter table campaign drop constraint campaign_status_known;
alter table campaign
  add constraint campaign_status_known
    check (status in ('draft', 'in_review', 'scheduled', 'live', 'paused', 'ended')) not valid,
  add constraint campaign_submitted_whole
    check ((submitted_at is null) = (submitted_by is null) and (submitted_at is null) = (submitted_version is null)) not valid,
  add constraint campaign_in_review_submitted check (status <> 'in_review' or submitted_at is not null) not valid,
  add constraint campaign_approved_submitted check (approved_at is null or submitted_at is not null) not valid,
  add constraint campaign_approved_whole check ((approved_at is null) = (approved_by is null)) not valid,
  add constraint campaign_scheduled_has_time
    check ((status = 'scheduled') = (scheduled_for is not null) and (scheduled_for is null) = (scheduled_by is null)) not valid;
create index campaign_scheduled on campaign (scheduled_for) where status = 'scheduled';

-- Which of its limits it was told of that they are nearly used up: once each.
alter table campaign_budget add column alerted text[] not null default '{}';

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
create trigger notify_changed after update of status, entry_closed_at on campaign
  for each row when (old.status is distinct from new.status or old.entry_closed_at is distinct from new.entry_closed_at)
  execute function notify_campaign();
