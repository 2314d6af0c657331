-- Tells whose story has come to its end, and how, in the transaction of it (trigger on enrolment).
create or replace function notify_ended() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, member_id, at, key, object, previous)
  select new.programme_id, 'enrolment.ended', new.member_id, coalesce(new.ended_at, programme_now()), new.id,
    jsonb_build_object('campaign', p.code, 'version', v.version, 'occurrence', new.occurrence, 'status', new.status,
      'heldOut', new.shadow, 'enrolledAt', new.enrolled_at, 'endedAt', new.ended_at),
    jsonb_build_object('status', old.status)
  from campaign p join campaign_version v on v.id = new.campaign_version_id
  where p.id = new.campaign_id;
  return null;
end $$;
