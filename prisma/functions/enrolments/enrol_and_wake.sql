-- What 0.1.0 calls enrol_and_signal. Goes with the release after the next.
create or replace function enrol_and_wake(p_programme_id int, p_event_ids bigint[], p_now timestamptz, p_enrol boolean default true)
returns table (event_id bigint, campaign_id int, enrolment_id bigint) language sql as $$
  select * from enrol_and_signal(p_programme_id, p_event_ids, p_now, p_enrol)
$$;
