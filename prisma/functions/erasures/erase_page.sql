-- Takes a page of what is kept of a person out of the database and answers how many rows that were, 0 when nothing is left. Of an erasure
-- that runs only; it may be called as often as one likes, so that it goes on wherever it was cut off.
create or replace function erase_page(p_erasure_id bigint, p_max int) returns int language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  v_erasure erasure;
  v_names text[];
  v_targets text[];
  v_kind text;
  v_count int;
begin
  select * into v_erasure from erasure e where e.id = p_erasure_id and e.status = 'running' for update;
  if not found then return 0; end if;
  perform set_config('perennial.erasing', p_erasure_id::text, true);
  v_names := array(
    select m.external_id from member m where m.id = any (v_erasure.member_ids)
    union select lower(btrim(p.email)) from member_profile p where p.member_id = any (v_erasure.member_ids) and p.email <> ''
    union select btrim(p.email) from member_profile p where p.member_id = any (v_erasure.member_ids) and p.email <> ''
    union select x ->> 2 from member_profile p, jsonb_array_elements(coalesce(p.mailboxes, '[]')) x where p.member_id = any (v_erasure.member_ids)
      and x ->> 2 <> ''
    union select p.phone from member_profile p where p.member_id = any (v_erasure.member_ids) and length(p.phone) > 5
    union select phone_number(p.phone) from member_profile p where p.member_id = any (v_erasure.member_ids) and phone_number(p.phone) <> ''
    union select x ->> 2 from member_profile p, jsonb_array_elements(coalesce(p.phones, '[]')) x where p.member_id = any (v_erasure.member_ids)
      and length(x ->> 2) > 5
    union select p.wechat_open_id from member_profile p where p.member_id = any (v_erasure.member_ids) and length(p.wechat_open_id) > 5
    union select p.push_token from member_profile p where p.member_id = any (v_erasure.member_ids) and length(p.push_token) > 5
    -- A short name is a word of many texts.
    union select p.name from member_profile p where p.member_id = any (v_erasure.member_ids) and length(p.name) > 5);
  v_targets := array(select 'review:' || r.id from review_case r where r.member_id = any (v_erasure.member_ids)
    or r.programme_id = v_erasure.programme_id and r.facts ->> 'member' = any (v_names)
    union all select 'adjustment:' || a.id from adjustment a where a.member_id = any (v_erasure.member_ids));
  foreach v_kind in array array['audit', 'txn', 'coupon-move', 'step'] loop
    v_count := erase_sealed(v_erasure, v_kind, v_names, v_targets, p_max);
    if v_count > 0 then return v_count; end if;
  end loop;
  foreach v_kind in array array['event', 'message', 'inbox_message', 'mail_report', 'channel_report', 'enrolment', 'journey_entry', 'journey_watch', 'journey_call', 'signal_outbox', 'review_case', 'adjustment', 'referral', 'gift',
    'member_merge', 'redemption', 'shop_order', 'parked_event', 'notification', 'notification_outbox', 'webhook_delivery', 'idempotent_answer',
    'import_reject', 'import_run', 'upload', 'data_export', 'connection'] loop
    v_count := erase_rows(v_erasure, v_kind, v_names, p_max);
    if v_count > 0 then return v_count; end if;
  end loop;
  return erase_mentions(v_erasure, v_names);
end $$;
