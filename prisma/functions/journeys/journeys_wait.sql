-- Whether a journey that is live has entries to decide on or doors to look at: asked ten times a second, whatever the statistics say. Of
-- a journey that is paused nothing is looked at, however much waits there.
create or replace function journeys_wait(p_now timestamptz) returns boolean language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set jit = off as $$
begin
  return exists (select from journeys_due(p_now))
    or exists (select from campaign c join journey_door d on d.campaign_id = c.id and d.due_at <= p_now where c.lifecycle = 'journey' and c.status = 'live' and c.entry_closed_at is null);
end $$;
