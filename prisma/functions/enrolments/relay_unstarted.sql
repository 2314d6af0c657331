-- Cohorts to start now, the oldest first: their workflow is not known to run, and was not refused of late. By index whatever the
-- statistics say.
create or replace function relay_unstarted(p_cohorts_max int)
returns table (id bigint, rebuilt boolean, start_attempts smallint, campaign_version_id int) language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set jit = off as $$
begin
  return query
  select c.id, c.rebuilt, c.start_attempts, c.campaign_version_id from cohort c
  where c.started_at is null and c.ended_at is null and (c.start_after is null or c.start_after <= clock_timestamp())
  order by c.id limit p_cohorts_max;
end $$;
