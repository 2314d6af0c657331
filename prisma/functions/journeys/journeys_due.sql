-- The journeys that are live and have entries to decide on.
create or replace function journeys_due(p_now timestamptz) returns table (campaign_id int) language plpgsql stable
set enable_seqscan = off set enable_bitmapscan = off set jit = off as $$
begin
  return query select c.id from campaign c
    where c.lifecycle = 'journey' and c.status = 'live'
      and exists (select from journey_entry e where e.campaign_id = c.id and e.decided_at is null and e.due_at <= p_now)
    order by c.id;
end $$;
