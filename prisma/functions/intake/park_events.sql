-- Keeps events whose member nobody knows yet, each once by its id; answers what is kept under those ids. INTAKE_STALE: a member
-- has joined since it was looked for; whoever asks looks again.
create or replace function park_events(p_programme_id int, p_facts jsonb, p_now timestamptz, p_until timestamptz)
returns table (event_id text, content_hash text, until_at timestamptz, status text) language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set jit = off as $$
declare
  v_members text[] := array(select distinct f ->> 'memberId' from jsonb_array_elements(p_facts) f);
begin
  perform pg_advisory_xact_lock(7003, l.key)
  from (select distinct hashtext(p_programme_id || ' ' || name) as key from unnest(v_members) m (name) order by 1) l;
  if exists (select from member m where m.programme_id = p_programme_id and m.external_id = any (v_members)) then
    raise exception 'INTAKE_STALE: a member has joined' using errcode = 'PI001';
  end if;
  insert into parked_event (programme_id, event_id, member, fact, parked_at, until_at)
  select p_programme_id, f ->> 'id', f ->> 'memberId', f, p_now, p_until from jsonb_array_elements(p_facts) f
  on conflict on constraint parked_event_programme_id_event_id_key do nothing;
  return query
  select p.event_id, p.fact ->> 'contentHash', p.until_at, p.status from parked_event p
  where p.programme_id = p_programme_id and p.event_id in (select f ->> 'id' from jsonb_array_elements(p_facts) f);
end $$;
