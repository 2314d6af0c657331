-- The programme clock as a trigger reads it: where a stepped clock stands, else real time.
create or replace function programme_now() returns timestamptz language sql stable as $$
  select coalesce((select anchor_at from programme_clock where id = 1), clock_timestamp())
$$;
