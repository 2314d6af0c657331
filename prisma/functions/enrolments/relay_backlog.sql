-- Whether there is anything to carry to Temporal: asked ten times a second, whatever the statistics say. A planner that believes
-- many rows wait reads the table until it meets one, and there is none.
create or replace function relay_backlog() returns table (enrolments boolean, cohorts boolean, signals boolean) language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set jit = off as $$
begin
  return query select
    exists (select from enrolment_queue),
    exists (select from cohort where started_at is null and ended_at is null
      and (start_after is null or start_after <= clock_timestamp())),
    exists (select from signal_outbox where delivered_at is null and not can_wait
      and (retry_after is null or retry_after <= clock_timestamp()));
end $$;
