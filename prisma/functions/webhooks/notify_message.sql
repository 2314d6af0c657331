-- Tells what became of a message, in the transaction of it (trigger on message). Neither its text nor its address: those are the
-- member's own.
create or replace function notify_message() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, member_id, at, key, object, previous)
  select new.programme_id, 'message.' || case new.status when 'sent' then 'sent' when 'bounced' then 'bounced'
      when 'failed' then 'failed' when 'unknown' then 'failed' else 'dropped' end,
    new.member_id, coalesce(new.sent_at, programme_now()), new.id,
    jsonb_build_object('campaign', (select p.code from campaign p where p.id = new.campaign_id), 'enrolment', new.enrolment_id,
      'channel', new.channel, 'class', new.class, 'template', new.template, 'locale', new.locale, 'status', new.status,
      'reservedAt', new.reserved_at, 'sentAt', new.sent_at, 'attempts', new.attempts),
    jsonb_build_object('status', old.status);
  return null;
end $$;
