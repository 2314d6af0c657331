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

-- As prisma/functions has it: the trigger needs it before those are applied.
-- Puts active enrolments that have no cohort into the queue from which cohorts are made: by whatever way they entered.
create or replace function queue_enrolments() returns trigger language plpgsql as $$
begin
  insert into enrolment_queue (campaign_version_id, enrolment_id)
  select campaign_version_id, id from entered where cohort_id is null and status = 'active';
  return null;
end $$;
create trigger enrolment_waits after insert on enrolment referencing new table as entered
  for each statement execute function queue_enrolments();
