-- Gives enrolments of a cohort to new ones of the same version, each of at most p_size_max, because all together do not fit into
-- one payload. Who has been moved already stays where he is, so that it may be called twice. What a pause holds stays marked. What they wait for is known again
-- when their stories have been run.
create or replace function move_to_new_cohorts(p_cohort_id bigint, p_enrolment_ids bigint[], p_size_max int, p_rebuilt boolean,
  p_now timestamptz) returns bigint language sql as $$
  with moving as materialized (
    select id from enrolment where id = any (p_enrolment_ids) and cohort_id = p_cohort_id order by id for no key update),
  placed as (select id, (row_number() over (order by id) - 1) / p_size_max as place from moving),
  planned as materialized (
    select array_agg(id order by id) as enrolment_ids, nextval(pg_get_serial_sequence('cohort', 'id')) as id
    from placed group by place),
  left_behind as (
    update cohort set size = greatest(1, size - (select count(*) from moving)) where id = p_cohort_id
    returning programme_id, campaign_version_id, paused_step_at),
  made as (
    insert into cohort (id, programme_id, campaign_version_id, size, enrolment_ids, created_at, paused_step_at, rebuilt)
    select p.id, l.programme_id, l.campaign_version_id, cardinality(p.enrolment_ids), p.enrolment_ids, p_now, l.paused_step_at,
      p_rebuilt
    from planned p cross join left_behind l
    returning id),
  moved as (
    update enrolment en set cohort_id = p.id, waits_for = null
    from (select id, unnest(enrolment_ids) as enrolment_id from planned) p where en.id = p.enrolment_id)
  select count(*) from made
$$;
