-- Before 0.2.0 it did not tell which signals call.
drop function if exists relay_signals(int);

-- Signals to deliver now, in the order they were written: those whose cohort has not started, and those that Temporal refused of
-- late, wait. cohort_id is null where nobody is left to hear it; what is for one cohort, whichever carries the enrolment now, comes to that. An event that the story does not wait for, by what it was last
-- known to wait for, does not call: its cohort reads it when it next wakes (activities/advance.ts has why none is missed). By index
-- whatever the statistics say.
create or replace function relay_signals(p_signals_max int)
returns table (id bigint, enrolment_id text, cohort_id text, signal text, attempts int, reason text, event_id text, type text,
  at timestamptz, data jsonb, calls boolean) language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  return query
  select w.id, w.enrolment_id::text,
    case when c.ended_at is null and (w.cohort_id is not null or en.status = 'active' or w.signal = 'cancelled' or w.exit_reason is not null) then c.id::text end,
    nullif(w.signal, 'told'), w.attempts::int, en.reason, coalesce(e.event_id, case when w.told is not null then 'told:' || w.id end),
    coalesce(e.type, w.told ->> 'type'), coalesce(e.occurred_at, w.created_at), coalesce(e.data, w.told -> 'data'),
    w.event_id is null or w.exit_reason is not null or en.status <> 'active' or event_awaited(en.waits_for, e.type, e.data)
  from signal_outbox w
  join enrolment en on en.id = w.enrolment_id
  left join cohort c on c.id = coalesce(w.cohort_id, en.cohort_id)
  left join event e on e.id = w.event_id
  where w.delivered_at is null and not w.can_wait and (w.retry_after is null or w.retry_after <= clock_timestamp())
    and (c.started_at is not null or case when w.cohort_id is null then en.status <> 'active' else c.ended_at is not null end)
  order by w.id limit p_signals_max;
end $$;
