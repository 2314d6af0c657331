-- Whether a call of a journey's is due: asked ten times a second, whatever the statistics say.
create or replace function journey_calls_wait() returns boolean language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set jit = off as $$
begin
  return exists (select from journey_call c where c.next_at <= clock_timestamp());
end $$;
