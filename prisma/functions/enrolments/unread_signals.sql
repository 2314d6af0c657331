-- Events that have come for these enrolments, and what was told to them alone, that nobody has brought to their cohort yet, in the order they were written. Of
-- each enrolment all but the latest p_each_max are marked as given up. By index whatever the statistics say.
create or replace function unread_signals(p_enrolment_ids bigint[], p_each_max int)
returns table (id bigint, enrolment_id text, event_id text, type text, at timestamptz, data jsonb, given_up boolean) language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  return query
  select w.id, w.enrolment_id::text, coalesce(e.event_id, 'told:' || w.id), coalesce(e.type, w.told ->> 'type'),
    coalesce(e.occurred_at, w.created_at), coalesce(e.data, w.told -> 'data'),
    row_number() over (partition by w.enrolment_id order by coalesce(e.occurred_at, w.created_at) desc, e.event_id desc, w.id desc) > p_each_max
  from unnest(p_enrolment_ids) x (id)
  join signal_outbox w on w.enrolment_id = x.id and w.delivered_at is null
  left join event e on e.id = w.event_id
  where e.id is not null or w.signal = 'told'
  order by w.id;
end $$;
