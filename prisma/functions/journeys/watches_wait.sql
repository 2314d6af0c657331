-- Whether something that journeys look after is due by time alone: asked ten times a second, whatever the statistics say.
create or replace function watches_wait(p_now timestamptz) returns boolean language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set jit = off as $$
begin
  return exists (select from journey_watch w where w.look_at <= p_now);
end $$;
