-- How many active enrolments of each campaign version wait for a cohort, counted up to p_count_max of them in all.
create or replace function relay_waiting(p_count_max int) returns table (campaign_version_id int, waiting int) language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set jit = off as $$
begin
  return query
  select w.campaign_version_id, count(*)::int
  from (
    select en.campaign_version_id from enrolment en where en.cohort_id is null and en.status = 'active' limit p_count_max) w
  group by w.campaign_version_id order by w.campaign_version_id;
end $$;
