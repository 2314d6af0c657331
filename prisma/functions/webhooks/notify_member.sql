-- Tells of another tier or status of a member, in the transaction of it (trigger on member).
create or replace function notify_member() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, member_id, at, object, previous)
  select new.programme_id, c.type, new.id, programme_now(),
    jsonb_build_object('status', lower(new.status), 'tier', new.tier, 'joinedAt', new.joined_at), c.previous
  from (values ('tier.changed', new.tier is distinct from old.tier, jsonb_build_object('tier', old.tier)),
    ('member.status_changed', new.status is distinct from old.status, jsonb_build_object('status', lower(old.status))))
    c (type, changed, previous)
  where c.changed;
  return null;
end $$;
