-- What has become of events that waited for their member: {id, status, reason}. One that is put before a person gets a case, once.
create or replace function settle_parked(p_programme_id int, p_settled jsonb, p_now timestamptz) returns void language sql as $$
  with settled as (
    update parked_event p set status = s.status, settled_at = p_now
    from jsonb_to_recordset(p_settled) s (id bigint, status text, reason text)
    where p.id = s.id and p.programme_id = p_programme_id
    returning p.event_id, p.member, p.fact, p.status, s.reason)
  insert into review_case (programme_id, key, subject, member_id, reasons, facts, opened_at)
  select p_programme_id, 'parked:' || s.event_id, 'parked-order', m.id, array[s.reason],
    jsonb_build_object('member', s.member, 'eventId', s.event_id, 'type', s.fact -> 'type', 'orderId', s.fact -> 'orderId',
      'amountMinor', s.fact -> 'amountMinor', 'occurredAt', s.fact -> 'at'), p_now
  from settled s left join member m on m.programme_id = p_programme_id and m.external_id = s.member
  where s.status = 'review'
  on conflict (programme_id, key) do nothing
$$;
