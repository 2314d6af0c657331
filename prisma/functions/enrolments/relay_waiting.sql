-- How many enrolments of each campaign version wait for a cohort, counted up to p_count_max of them in all. Those that have ended
-- while they waited count too: form_cohorts lets go of them.
create or replace function relay_waiting(p_count_max int) returns table (campaign_version_id int, waiting int) language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set jit = off as $$
begin
  return query
  select w.campaign_version_id, count(*)::int
  from (select q.campaign_version_id from enrolment_queue q limit p_count_max) w
  group by w.campaign_version_id order by w.campaign_version_id;
end $$;
