-- What an enrolment leaves behind, however it ended (trigger on enrolment): points set aside and neither taken nor given back go back to
-- their lots, and nothing is looked after or asked for it any more.
create or replace function end_journey() returns trigger language plpgsql as $$
declare
  v_requests ledger.request[];
begin
  -- Only a journey has anything of the kind.
  if not exists (select from campaign c where c.id = new.campaign_id and c.lifecycle = 'journey') then return null; end if;
  delete from journey_watch w where w.enrolment_id = new.id;
  delete from journey_call c where c.enrolment_id = new.id;
  select array_agg(row(new.programme_id, h.member_id, 'release:' || t.idem_key, date_trunc('milliseconds', programme_now()), null, null, null,
    t.idem_key, null, t.source_type, t.source_id, t.actor, t.reason)::ledger.request order by t.id)
  into v_requests
  from step s
  join ledger.txn t on t.programme_id = s.programme_id and t.idem_key = 'step:' || s.key
  join ledger.hold h on h.txn_id = t.id and h.captured + h.released < h.amount
  where s.enrolment_id = new.id and s.kind = 'hold';
  if v_requests is not null then
    perform from ledger.release_batch(v_requests);
  end if;
  return null;
end $$;
