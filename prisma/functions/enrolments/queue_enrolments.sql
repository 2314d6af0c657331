-- Puts active enrolments that have no cohort into the queue from which cohorts are made: by whatever way they entered.
create or replace function queue_enrolments() returns trigger language plpgsql as $$
begin
  insert into enrolment_queue (campaign_version_id, enrolment_id)
  select campaign_version_id, id from entered where cohort_id is null and status = 'active';
  return null;
end $$;
