-- A cohort is named in its enrolments by an update that touches no index (HOT): 10,000 of them were 2.9 s under load when each
-- wrote seven index entries. Those who wait are in a queue of their own, and a cohort names whom it was made of.
lock table enrolment, cohort in access exclusive mode;

create table enrolment_queue (
  campaign_version_id int not null,
  enrolment_id bigint not null,
  constraint enrolment_queue_pkey primary key (campaign_version_id, enrolment_id)
);
-- Rows come and go: autovacuum takes away what has gone at every round of it (a minute), from the first thousand rows on, at full
-- speed, and without the lock that shortens the file.
alter table enrolment_queue set (
  autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 0,
  vacuum_truncate = off);
insert into enrolment_queue (campaign_version_id, enrolment_id)
select campaign_version_id, id from enrolment where cohort_id is null and status = 'active' order by campaign_version_id, id;

-- Read for every wake-up of a cohort, changed never: kept as it is, and out of a row that changes when it is long.
alter table cohort add column enrolment_ids bigint[];
alter table cohort alter column enrolment_ids set storage external;
update cohort set enrolment_ids = made.enrolment_ids
from (select cohort_id, array_agg(id order by id) as enrolment_ids from enrolment where cohort_id is not null group by cohort_id) made
where made.cohort_id = cohort.id;
update cohort set enrolment_ids = '{}' where enrolment_ids is null;
-- No default: whoever makes a cohort says of whom, also a statement that began before this migration and ends after it.
alter table cohort alter column enrolment_ids set not null;

drop index enrolment_cohort_id_idx;
drop index enrolment_without_cohort;
-- Room on a row's page for its next version.
alter table enrolment set (fillfactor = 50);

-- What follows is as prisma/functions has it.

-- Puts active enrolments that have no cohort into the queue from which cohorts are made: by whatever way they entered.
create or replace function queue_enrolments() returns trigger language plpgsql as $$
begin
  insert into enrolment_queue (campaign_version_id, enrolment_id)
  select campaign_version_id, id from entered where cohort_id is null and status = 'active';
  return null;
end $$;
create trigger enrolment_waits after insert on enrolment referencing new table as entered
  for each statement execute function queue_enrolments();

-- The enrolments of a cohort: those it was made of and that have not gone to another one since. One statement with its caller's,
-- so that it costs as many look-ups as the cohort has members.
create or replace function cohort_enrolments(p_cohort_id bigint) returns setof enrolment language sql stable as $$
  select en.* from cohort c join enrolment en on en.id = any (c.enrolment_ids)
  where c.id = p_cohort_id and en.cohort_id = c.id
$$;

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

-- Gives enrolments of a cohort to new ones of the same version, each of at most p_size_max, because all together do not fit into
-- one payload. Who has been moved already stays where he is, so that it may be called twice. What a pause holds stays marked.
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
    update enrolment en set cohort_id = p.id
    from (select id, unnest(enrolment_ids) as enrolment_id from planned) p where en.id = p.enrolment_id)
  select count(*) from made
$$;

-- Ends these cohorts and gathers their active enrolments into new ones of at most p_size_max, marked as rebuilt: the relay then
-- starts each from its enrolments' past. A step that an old workflow still asks for finds its enrolment in another cohort. What
-- a pause holds stays marked as held, so that a resume reaches it. Answers how many ended, how many were made, and for how many
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
    update enrolment en set cohort_id = p.id
    from (select id, unnest(enrolment_ids) as enrolment_id from planned) p where en.id = p.enrolment_id
    returning en.id)
  select (select count(*) from old), (select count(*) from made), (select count(*) from moved)
$$;
