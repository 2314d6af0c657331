-- Takes what names or tells of a person out of a page of rows of one table that is not sealed. Answers how many.
create or replace function erase_rows(p_erasure erasure, p_table text, p_names text[], p_max int) returns int
language plpgsql set jit = off as $$
declare
  ids bigint[] := p_erasure.member_ids;
  v_count int;
begin
  case p_table
    when 'event' then
      update event e
      set data = erased_data(e.type, e.data), result = erased_data('order.', e.result), content_hash = sha256(int8send(e.id)),
        event_id = case when mentions(e.event_id, p_names) then 'erased-' || e.id else e.event_id end
      where e.id = any (array(select o.id from event o where o.member_id = any (ids) and o.content_hash <> sha256(int8send(o.id)) order by o.id limit p_max));
    when 'message' then
      update message m set subject = null, variables = '{}', live = null, provider_id = null,
        reason = case when m.reason is not null then 'erased' end,
        -- What a journey knows of its member.
        only_if = case when m.only_if ->> 'kind' <> 'journey' then m.only_if end
      where m.id = any (array(select o.id from message o
        where o.member_id = any (ids) and (o.subject is not null or o.variables <> '{}' or o.live is not null or o.provider_id is not null or o.reason <> 'erased'
          or o.only_if ->> 'kind' = 'journey')
        order by o.id limit p_max));
    when 'inbox_message' then
      delete from inbox_message i
      where i.message_id = any (array(select o.message_id from inbox_message o where o.member_id = any (ids) order by o.message_id limit p_max));
    when 'mail_report' then
      update mail_report r set address = null, named_mail = null, detail = '', suppressed = case when r.suppressed is not null then 'erased' end
      where r.programme_id = p_erasure.programme_id and (r.address is not null or r.named_mail is not null or r.detail <> '')
        and (r.message_id in (select m.id from message m where m.member_id = any (ids)) or lower(r.address) = any (p_names));
    when 'channel_report' then
      update channel_report r set address = null, reason = '', suppressed = case when r.suppressed is not null then 'erased' end
      where r.programme_id = p_erasure.programme_id and (r.address is not null or r.reason <> '')
        and r.message_id in (select m.id from message m where m.member_id = any (ids));
    when 'enrolment' then
      update enrolment e set input = '{}', goes_on_from = null, waits_for = null, blocked_reason = case when e.blocked_at is not null then 'erased' end,
        reason = case when e.reason is not null then 'erased' end
      where e.id = any (array(select o.id from enrolment o where o.member_id = any (ids) and (o.input <> '{}' or o.waits_for is not null or o.reason <> 'erased')
        order by o.id limit p_max));
    when 'journey_entry' then
      update journey_entry j set fields = '{}', source = case when j.event_id is null then 'erased:' || j.id else j.source end
      where j.id = any (array(select o.id from journey_entry o
        where o.member_id = any (ids) and (o.fields <> '{}' or o.event_id is null and o.source <> 'erased:' || o.id) order by o.id limit p_max));
    when 'journey_watch' then
      delete from journey_watch w where w.enrolment_id in (select e.id from enrolment e where e.member_id = any (ids));
    when 'journey_call' then
      delete from journey_call c where c.member_id = any (ids);
    when 'signal_outbox' then
      update signal_outbox s set exit_reason = 'erased'
      where s.exit_reason <> 'erased' and s.enrolment_id in (select e.id from enrolment e where e.member_id = any (ids));
    when 'review_case' then
      update review_case r
      set status = case r.status when 'open' then 'rejected' else r.status end, decided_at = coalesce(r.decided_at, programme_now()),
        decided_by = coalesce(r.decided_by, 'erasure'), note = null, reasons = '{}', facts = '{}', key = 'erased:' || r.id
      where r.id = any (array(select o.id from review_case o
        where (o.member_id = any (ids) or o.programme_id = p_erasure.programme_id and o.facts ->> 'member' = any (p_names)) and o.key <> 'erased:' || o.id
        order by o.id limit p_max));
    when 'adjustment' then
      update adjustment a set reason = 'erased', key = 'erased:' || a.id, status = case a.status when 'waiting' then 'rejected' else a.status end
      where a.member_id = any (ids) and a.reason <> 'erased';
    when 'referral' then
      update referral r set reasons = '{}' where (r.referee_id = any (ids) or r.referrer_id = any (ids)) and r.reasons <> '{}';
    when 'gift' then
      update gift g set taken_reason = 'erased' where g.member_id = any (ids) and g.taken_reason <> 'erased';
    when 'member_merge' then
      update member_merge g set moved = null, reason = 'erased', left_behind = '{}'
      where (g.from_id = any (ids) or g.into_id = any (ids)) and g.reason <> 'erased';
    when 'redemption' then
      update redemption r set idem_key = 'erased:' || r.id where r.member_id = any (ids) and r.idem_key <> 'erased:' || r.id;
    when 'shop_order' then
      update shop_order s set state = jsonb_set(without_texts(s.state), '{memberId}', 'null'), problem = null
      where s.programme_id = p_erasure.programme_id and s.state ->> 'memberId' = any (p_names);
    when 'parked_event' then
      delete from parked_event e where e.programme_id = p_erasure.programme_id and e.member = any (p_names);
    when 'notification' then
      update notification n set object = without_texts(n.object), previous = without_texts(n.previous)
      where n.member_id = any (ids) and (n.object <> without_texts(n.object) or n.previous <> without_texts(n.previous));
    when 'notification_outbox' then
      update notification_outbox n set object = without_texts(n.object), previous = without_texts(n.previous)
      where n.member_id = any (ids) and (n.object <> without_texts(n.object) or n.previous <> without_texts(n.previous));
    when 'webhook_delivery' then
      update webhook_delivery d set last_error = null
      where d.last_error is not null and d.sequence in (select n.sequence from notification n where n.member_id = any (ids));
    when 'idempotent_answer' then
      delete from idempotent_answer a
      where a.programme_id = p_erasure.programme_id and (mentions(a.body::text, p_names) or mentions(a.headers::text, p_names) or mentions(a.key, p_names));
    when 'import_reject' then
      update import_reject j set value = '', content = '', cells = '{}', detail = 'erased', fix = 'erased'
      where j.import_id in (select i.id from import_run i where i.programme_id = p_erasure.programme_id)
        and (mentions(j.content, p_names) or mentions(j.value, p_names) or mentions(array_to_string(j.cells, ' '), p_names) or mentions(j.detail, p_names));
    when 'import_run' then
      update import_run i set problem = null where i.programme_id = p_erasure.programme_id and mentions(i.problem::text, p_names);
    when 'upload' then
      -- Of an import that is at work the file stays to its end, and goes then as uploads do.
      delete from upload u
      where u.programme_id = p_erasure.programme_id
        and not exists (select from import_run i where i.upload_id = u.id and i.status in ('queued', 'running'))
        and exists (select from upload_part t, unnest(p_names) n where t.upload_id = u.id and position(convert_to(n, 'UTF8') in t.content) > 0);
    when 'data_export' then
      delete from data_export x
      where x.programme_id = p_erasure.programme_id and (x.member_id = any (ids) or mentions(x.filter::text, p_names) or mentions(x.problem::text, p_names)
        or exists (select from data_export_part t, unnest(p_names) n where t.export_id = x.id and position(convert_to(n, 'UTF8') in t.content) > 0));
    when 'connection' then
      update connection c set last_problem = null
      where c.programme_id = p_erasure.programme_id and mentions(c.last_problem::text, p_names);
  end case;
  get diagnostics v_count = row_count;
  return v_count;
end $$;
