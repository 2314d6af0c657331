-- Gathers enrolments of a version that wait in the queue into cohorts of at most p_size_max, in the order they entered, and lets go
-- of those that have ended while they waited. One that somebody is changing stays in the queue. Answers the cohorts made; the
-- relay starts their workflows afterwards. By index whatever the statistics say.
create or replace function form_cohorts(p_version_id int, p_size_max int, p_cohorts_max int, p_now timestamptz)
returns setof bigint language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  return query
  with picked as materialized (
    select en.id, en.programme_id, en.status = 'active' and en.cohort_id is null as is_waiting
    from enrolment_queue q join enrolment en on en.id = q.enrolment_id
    where q.campaign_version_id = p_version_id
    order by q.enrolment_id limit p_size_max * p_cohorts_max
    for no key update of en skip locked),
  placed as (
    select p.id, p.programme_id, (row_number() over (order by p.id) - 1) / p_size_max as place from picked p where p.is_waiting),
  planned as materialized (
    select nextval(pg_get_serial_sequence('cohort', 'id')) as id, g.programme_id, g.enrolment_ids
    from (
      select min(p.programme_id) as programme_id, array_agg(p.id order by p.id) as enrolment_ids
      from placed p group by p.place order by p.place) g),
  made as (
    insert into cohort as c (id, programme_id, campaign_version_id, size, enrolment_ids, created_at)
    select p.id, p.programme_id, p_version_id, cardinality(p.enrolment_ids), p.enrolment_ids, p_now from planned p
    returning c.id),
  joined as (
    update enrolment en set cohort_id = p.id
    from (select m.id, unnest(m.enrolment_ids) as enrolment_id from planned m) p where en.id = p.enrolment_id),
  taken as (
    delete from enrolment_queue q using picked p where q.campaign_version_id = p_version_id and q.enrolment_id = p.id)
  select m.id from made m order by m.id;
end $$;
