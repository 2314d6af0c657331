-- Ends these cohorts and gathers their active enrolments into new ones of at most p_size_max, marked as rebuilt: the relay then
-- starts each from its enrolments' past. A step that an old workflow still asks for finds its enrolment in another cohort. What
-- a pause holds stays marked as held, so that a resume reaches it. What they wait for is known again when their stories have been run. Answers how many ended, how many were made, and for how many
-- enrolments.
create or replace function rebuild_cohorts(p_cohort_ids bigint[], p_size_max int, p_now timestamptz)
returns table (ended bigint, made bigint, enrolments bigint) language sql as $$
  with old as (
    update cohort set ended_at = p_now where id = any (p_cohort_ids) and ended_at is null
    returning id, programme_id, campaign_version_id, paused_step_at, enrolment_ids),
  picked as materialized (
    select en.id, old.programme_id, old.campaign_version_id, old.paused_step_at
    from old join enrolment en on en.id = any (old.enrolment_ids)
    where en.cohort_id = old.id and en.status = 'active' order by en.id
    for no key update of en),
  placed as (
    select id, programme_id, campaign_version_id, paused_step_at,
      (row_number() over (partition by campaign_version_id order by id) - 1) / p_size_max as place
    from picked),
  planned as materialized (
    select campaign_version_id, min(programme_id) as programme_id, array_agg(id order by id) as enrolment_ids,
      max(paused_step_at) as paused_step_at, nextval(pg_get_serial_sequence('cohort', 'id')) as id
    from placed group by campaign_version_id, place),
  made as (
    insert into cohort (id, programme_id, campaign_version_id, size, enrolment_ids, created_at, paused_step_at, rebuilt)
    select id, programme_id, campaign_version_id, cardinality(enrolment_ids), enrolment_ids, p_now, paused_step_at, true from planned
    returning id),
  moved as (
    update enrolment en set cohort_id = p.id, waits_for = null
    from (select id, unnest(enrolment_ids) as enrolment_id from planned) p where en.id = p.enrolment_id
    returning en.id)
  select (select count(*) from old), (select count(*) from made), (select count(*) from moved)
$$;
