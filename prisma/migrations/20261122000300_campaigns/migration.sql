-- Campaigns, enrolments, cohorts, wake-ups and steps: what Prisma's schema cannot say.
-- No foreign keys on enrolment, step and wake_up: each insert would lock its campaign version's row, which every enrolment
-- of a campaign shares. Their only writers are enrol_and_wake, the relay and perform.

alter table campaign
  add constraint campaign_status_known check (status in ('draft', 'live', 'paused', 'ended')),
  add constraint campaign_ended_has_time check ((status = 'ended') = (ended_at is not null));

alter table campaign_version
  add constraint campaign_version_reentry_positive check (reentry_days >= 0);

alter table enrolment
  add constraint enrolment_status_known
    check (status in ('active', 'done', 'exited', 'cancelled', 'failed', 'suppressed', 'skipped')),
  add constraint enrolment_ended_has_time check ((status = 'active') = (ended_at is null)),
  add constraint enrolment_occurrence_positive check (occurrence >= 1);

-- 500 is cohortSizeMax of workflows/contract.ts.
alter table cohort add constraint cohort_size_bounded check (size between 1 and 500);

alter table wake_up
  add constraint wake_up_event_or_signal check ((event_id is null) = (signal in ('resumed', 'cancelled') and signal is not null)),
  add constraint wake_up_exit_needs_event check (exit_reason is null or event_id is not null);

alter table step add constraint step_key_bounded check (length(key) between 1 and 200);

-- What the relay looks for, ten times a second: small indexes of what is still to be done.
create index enrolment_without_cohort on enrolment (campaign_version_id, id) where cohort_id is null and status = 'active';
create index cohort_not_started on cohort (id) where started_at is null and ended_at is null;
create index wake_up_not_delivered on wake_up (id) where delivered_at is null;
-- What an event and a step look for.
create index enrolment_active_member on enrolment (member_id) where status = 'active';
create index wake_up_exit on wake_up (enrolment_id) where exit_reason is not null;
create index cohort_held on cohort (campaign_version_id) where held_at is not null;

-- Versions, steps and the audit trail are facts: never changed, never removed.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% rows are never changed or removed', tg_table_name using errcode = '0A000';
end $$;
create trigger campaign_version_is_fact before update or delete on campaign_version
  for each row execute function refuse_change();
create trigger step_is_fact before update or delete on step for each row execute function refuse_change();
create trigger audit_event_is_fact before update or delete on audit_event for each row execute function refuse_change();

-- True when the data has every field of the pattern's where, equal (domain/campaign.ts, EventPattern).
create function event_matches(p_data jsonb, p_where jsonb) returns boolean language sql immutable as $$
  select not exists (select from jsonb_each(p_where) w where p_data -> w.key is distinct from w.value)
$$;

-- Called in the ingest transaction once its event rows are written and its members locked: enrols members whom an event
-- brings into a live campaign and writes a wake-up for every active enrolment that listens. The event that starts an
-- enrolment does not wake it, later events of the same batch do. Answers the new enrolments.
-- p_enrol false (imports of the past) only wakes.
create function enrol_and_wake(p_programme_id int, p_event_ids bigint[], p_now timestamptz, p_enrol boolean default true)
returns table (event_id bigint, campaign_id int, enrolment_id bigint) language plpgsql as $$
#variable_conflict use_column
declare
  v_events bigint[] := '{}';
  v_campaigns int[] := '{}';
  v_enrolments bigint[] := '{}';
begin
  -- Most batches concern no campaign, and an import of orders must not pay for looking closer.
  if not exists (
    select from campaign c join campaign_version v on v.campaign_id = c.id
    where c.programme_id = p_programme_id and c.status in ('live', 'paused')
      and (v.listens_to && (select array_agg(distinct e.type) from event e where e.id = any (p_event_ids))
           or v.trigger_type in (select e.type from event e where e.id = any (p_event_ids)))) then
    return;
  end if;

  if p_enrol then
    with entrance as (
      select c.id as campaign_id, v.id as version_id, v.trigger_type, v.trigger_where, v.reentry_days
      from campaign c join campaign_version v on v.campaign_id = c.id and v.version = c.current_version
      where c.programme_id = p_programme_id and c.status = 'live' and v.trigger_type is not null),
    hit as (
      select distinct on (t.campaign_id, e.member_id) t.*, e.member_id, e.id, e.event_id, e.type
      from event e join entrance t on t.trigger_type = e.type and event_matches(e.data, t.trigger_where)
      where e.id = any (p_event_ids)
      order by t.campaign_id, e.member_id, e.id),
    allowed as (
      select h.*, coalesce(latest.occurrence, 0) + 1 as occurrence
      from hit h left join lateral (
        select en.occurrence, en.ended_at from enrolment en
        where en.campaign_id = h.campaign_id and en.member_id = h.member_id
        order by en.occurrence desc limit 1) latest on true
      where latest.occurrence is null or latest.ended_at + make_interval(hours => 24 * h.reentry_days) <= p_now),
    entered as (
      insert into enrolment (programme_id, campaign_id, campaign_version_id, member_id, occurrence, input, shadow, enrolled_at)
      select p_programme_id, a.campaign_id, a.version_id, a.member_id, a.occurrence,
        jsonb_build_object('eventId', a.event_id, 'eventType', a.type, 'eventRowId', a.id),
        is_held_out(a.version_id, a.member_id), p_now
      from allowed a order by a.id
      -- Once per occurrence: a second transaction with the same trigger enrols nobody.
      on conflict (campaign_id, member_id, occurrence) do nothing
      returning id, campaign_id, (input ->> 'eventRowId')::bigint as event_row_id)
    select coalesce(array_agg(n.event_row_id order by n.id), '{}'), coalesce(array_agg(n.campaign_id order by n.id), '{}'),
      coalesce(array_agg(n.id order by n.id), '{}')
    into v_events, v_campaigns, v_enrolments from entered n;
  end if;

  insert into wake_up (programme_id, enrolment_id, event_id, exit_reason, created_at)
  select p_programme_id, en.id, e.id,
    (select x.rule ->> 'reason' from jsonb_array_elements(v.exit_on) with ordinality x (rule, place)
      where x.rule ->> 'type' = e.type and event_matches(e.data, coalesce(x.rule -> 'where', '{}'))
      order by x.place limit 1),
    p_now
  from event e
  join enrolment en on en.member_id = e.member_id and en.status = 'active'
  join campaign_version v on v.id = en.campaign_version_id and e.type = any (v.listens_to)
  left join unnest(v_enrolments, v_events) started (id, event_row_id) on started.id = en.id
  where e.id = any (p_event_ids) and (started.id is null or e.id > started.event_row_id)
  order by e.id, en.id
  on conflict (enrolment_id, event_id) do nothing;

  return query select * from unnest(v_events, v_campaigns, v_enrolments);
end $$;

-- Gathers active enrolments of a version that have no cohort yet into cohorts of at most p_size_max, in the order they
-- entered. Answers the cohorts made. The relay starts their workflows afterwards.
create function form_cohorts(p_version_id int, p_size_max int, p_cohorts_max int, p_now timestamptz)
returns setof bigint language sql as $$
  with picked as materialized (
    select id, programme_id from enrolment
    where campaign_version_id = p_version_id and cohort_id is null and status = 'active'
    order by id limit p_size_max * p_cohorts_max
    for update skip locked),
  placed as (select id, programme_id, (row_number() over (order by id) - 1) / p_size_max as place from picked),
  planned as materialized (
    select place, min(programme_id) as programme_id, count(*) as size, nextval(pg_get_serial_sequence('cohort', 'id')) as id
    from placed group by place),
  made as (
    insert into cohort (id, programme_id, campaign_version_id, size, created_at)
    select id, programme_id, p_version_id, size, p_now from planned
    returning id),
  joined as (
    update enrolment en set cohort_id = planned.id
    from placed join planned using (place) where en.id = placed.id)
  select id from made order by id
$$;

-- The gate every batch of steps passes: waits for a pause, resume or cancel of the campaign that is under way and answers the
-- campaign's status, which then stands until the batch commits. A shared advisory lock, because share locks on one campaign
-- row would let a stream of steps starve the marketer's pause. 7001 is the class of campaign locks.
create function enter_campaign(p_campaign_id int) returns text language plpgsql as $$
declare
  v_status text;
begin
  perform pg_advisory_xact_lock_shared(7001, p_campaign_id);
  select status into v_status from campaign where id = p_campaign_id;
  return v_status;
end $$;
