-- Tells who has entered a campaign, in the transaction of it (trigger on enrolment).
create or replace function notify_entered() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, member_id, at, key, object)
  select e.programme_id, 'enrolment.entered', e.member_id, e.enrolled_at, e.id, jsonb_build_object('campaign', p.code,
    'version', v.version, 'occurrence', e.occurrence, 'status', e.status, 'heldOut', e.shadow, 'enrolledAt', e.enrolled_at)
  from entered e
  join campaign p on p.id = e.campaign_id
  join campaign_version v on v.id = e.campaign_version_id
  order by e.id;
  return null;
end $$;
