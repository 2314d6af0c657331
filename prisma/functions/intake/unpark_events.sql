-- Events that wait for these members, in the order they happened; called by whoever makes a member known, before it reads anything
-- else. The lock of each name stands to the end of the transaction, so that an order that comes at this moment either is here or
-- finds its member (park_events). 7003 is the class of such locks.
create or replace function unpark_events(p_programme_id int, p_members text[])
returns table (id bigint, fact jsonb) language plpgsql set enable_seqscan = off set enable_bitmapscan = off set jit = off as $$
begin
  perform pg_advisory_xact_lock(7003, l.key)
  from (select distinct hashtext(p_programme_id || ' ' || name) as key from unnest(p_members) m (name) order by 1) l;
  return query
  select p.id, p.fact from parked_event p
  where p.programme_id = p_programme_id and p.member = any (p_members) and p.status = 'waiting'
  order by p.fact ->> 'at', p.id for update;
end $$;
