-- The name it had in 0.1, where only intake_write called it.
drop function if exists enrol_and_wake(int, bigint[], timestamptz, boolean);

-- Called in the ingest transaction once its event rows are written and its members locked: enrols members whom an event
-- brings into a campaign that is live, or paused (they wait in it), ends those that it takes out by an exit rule, and writes a signal for every other active enrolment
-- that listens. Everything counts by its own time: what happened before the launch, or since nobody is let in any more, brings nobody in, and what happened before a
-- member came in neither ends nor wakes an enrolment, while what happened since then does, though it was heard of earlier than
-- the event that brought them in. Answers the new enrolments. p_enrol false (imports of the past) only signals.
create or replace function enrol_and_signal(p_programme_id int, p_event_ids bigint[], p_now timestamptz, p_enrol boolean default true)
returns table (event_id bigint, campaign_id int, enrolment_id bigint) language plpgsql as $$
#variable_conflict use_column
declare
  v_types text[];
  v_events bigint[] := '{}';
  v_campaigns int[] := '{}';
  v_enrolments bigint[] := '{}';
begin
  -- Most batches concern no campaign, and an import of orders must not pay for looking closer.
  v_types := (
    select array_agg(distinct e.type) from event e
    where e.id = any (p_event_ids)
      and exists (select from campaign c where c.programme_id = p_programme_id and c.status in ('live', 'paused')));
  if not exists (
    select from campaign c join campaign_version v on v.campaign_id = c.id
    where c.programme_id = p_programme_id and c.status in ('live', 'paused')
      and (v.listens_to && v_types or v.trigger_type = any (v_types) or v.door_types && v_types)) then
    return;
  end if;

  if p_enrol then
    with entrance as (
      select c.id as campaign_id, c.launched_at, c.entry_closed_at, v.id as version_id, v.trigger_type, v.trigger_where, v.reentry_days
      from campaign c join campaign_version v on v.campaign_id = c.id and v.version = c.current_version
      where c.programme_id = p_programme_id and c.status in ('live', 'paused') and v.trigger_type is not null),
    hit as (
      select distinct on (t.campaign_id, e.member_id) t.*, e.member_id, e.id, e.event_id, e.type, e.occurred_at
      from event e join entrance t on t.trigger_type = e.type and event_matches(e.data, t.trigger_where)
      where e.id = any (p_event_ids) and e.occurred_at >= coalesce(t.launched_at, '-infinity')
        and e.occurred_at < coalesce(t.entry_closed_at, 'infinity')
      order by t.campaign_id, e.member_id, e.occurred_at, e.id),
    allowed as (
      select h.*, coalesce(latest.occurrence, 0) + 1 as occurrence
      from hit h left join lateral (
        select en.occurrence, en.ended_at from enrolment en
        where en.campaign_id = h.campaign_id and en.member_id = h.member_id
        order by en.occurrence desc limit 1) latest on true
      where latest.occurrence is null or days_later(latest.ended_at, h.reentry_days, member_zone(h.member_id)) <= h.occurred_at),
    entered as (
      insert into enrolment (programme_id, campaign_id, campaign_version_id, member_id, occurrence, input, shadow, enrolled_at, entered_at)
      select p_programme_id, a.campaign_id, a.version_id, a.member_id, a.occurrence,
        jsonb_build_object('eventId', a.event_id, 'eventType', a.type, 'eventRowId', a.id, 'occurredAt', intake_ms(a.occurred_at)),
        is_held_out(a.version_id, a.member_id), p_now, least(a.occurred_at, p_now)
      from allowed a order by a.id
      -- Once per occurrence: a second transaction with the same trigger enrols nobody.
      on conflict (campaign_id, member_id, occurrence) do nothing
      returning id, campaign_id, (input ->> 'eventRowId')::bigint as event_row_id)
    select coalesce(array_agg(n.event_row_id order by n.id), '{}'), coalesce(array_agg(n.campaign_id order by n.id), '{}'),
      coalesce(array_agg(n.id order by n.id), '{}')
    into v_events, v_campaigns, v_enrolments from entered n;

    if exists (select from campaign c where c.programme_id = p_programme_id and c.lifecycle = 'journey' and c.status in ('live', 'paused')) then
      insert into journey_entry (programme_id, campaign_id, member_id, source, event_id, at, due_at, created_at)
      select p_programme_id, c.id, e.member_id, 'event:' || e.id, e.id, e.occurred_at, p_now, p_now
      from campaign c join campaign_version v on v.campaign_id = c.id and v.version = c.current_version
      join event e on e.id = any (p_event_ids) and e.type = any (v.door_types)
      where c.programme_id = p_programme_id and c.lifecycle = 'journey' and c.status in ('live', 'paused')
        and e.occurred_at >= coalesce(c.launched_at, '-infinity') and e.occurred_at < coalesce(c.entry_closed_at, 'infinity')
      order by e.id, c.id
      on conflict (campaign_id, member_id, source) do nothing;
    end if;
  end if;

  -- Of an enrolment that several events meet, the first one with an exit rule ends it: here, at the event's own time and
  -- not before its story's last step. Its cohort learns of it when it next wakes; only the last one of a cohort calls it, to close.
  with news as materialized (
    select e.id, e.member_id, e.type, e.data, e.occurred_at from event e where e.id = any (p_event_ids)
    union all
    -- Heard of before the event that brought them in, though it happened later.
    select e.id, e.member_id, e.type, e.data, e.occurred_at
    from enrolment en join event e on e.member_id = en.member_id and e.occurred_at > en.entered_at
    where en.id = any (v_enrolments) and e.id <> all (p_event_ids)),
  heard as materialized (
    select e.id as event_row_id, e.occurred_at, en.id as enrolment_id,
      (select x.rule ->> 'reason' from jsonb_array_elements(v.exit_on) with ordinality x (rule, place)
        where x.rule ->> 'type' = e.type and event_matches(e.data, coalesce(x.rule -> 'where', '{}'))
        order by x.place limit 1) as exit_reason
    from news e
    join enrolment en on en.member_id = e.member_id and en.status = 'active'
    join campaign_version v on v.id = en.campaign_version_id and e.type = any (v.listens_to)
    left join unnest(v_enrolments, v_events) started (id, event_row_id) on started.id = en.id
    where e.occurred_at >= coalesce(en.entered_at, '-infinity')
      and (started.id is null or (e.occurred_at, e.id) > (en.entered_at, started.event_row_id))
      and (e.id = any (p_event_ids) or started.id is not null)),
  leaving as materialized (
    select distinct on (h.enrolment_id) h.* from heard h
    where h.exit_reason is not null and h.occurred_at <= p_now order by h.enrolment_id, h.occurred_at, h.event_row_id),
  -- In the order in which others take such locks.
  locked as materialized (
    select en.id from enrolment en where en.id in (select l.enrolment_id from leaving l) and en.status = 'active'
    order by en.id for no key update),
  ended as (
    update enrolment en
    set status = 'exited', reason = l.exit_reason, blocked_reason = null, blocked_at = null,
      ended_at = greatest(l.occurred_at, en.enrolled_at, (select max(s.story_at) from step s where s.enrolment_id = en.id))
    from locked join leaving l on l.enrolment_id = locked.id
    where en.id = locked.id
    returning en.id, en.cohort_id, l.event_row_id),
  emptied as (
    select min(d.id) as id from ended d
    where d.cohort_id is not null and not exists (
      select from cohort_enrolments(d.cohort_id) en where en.status = 'active' and en.id not in (select o.id from ended o))
    group by d.cohort_id),
  told as (
    select h.event_row_id, h.enrolment_id, h.exit_reason from heard h
    where not exists (select from leaving l where l.enrolment_id = h.enrolment_id)
    union all
    select l.event_row_id, l.enrolment_id, l.exit_reason from leaving l join emptied on emptied.id = l.enrolment_id)
  insert into signal_outbox (programme_id, enrolment_id, event_id, exit_reason, created_at)
  select p_programme_id, t.enrolment_id, t.event_row_id, t.exit_reason, p_now from told t
  order by t.event_row_id, t.enrolment_id
  on conflict (enrolment_id, event_id) do nothing;

  return query select * from unnest(v_events, v_campaigns, v_enrolments);
end $$;
