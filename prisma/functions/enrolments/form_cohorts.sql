-- Gathers active enrolments of a version that have no cohort yet into cohorts of at most p_size_max, in the order they
-- entered. Answers the cohorts made. The relay starts their workflows afterwards.
create or replace function form_cohorts(p_version_id int, p_size_max int, p_cohorts_max int, p_now timestamptz)
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
