-- The enrolments of a cohort: those it was made of and that have not gone to another one since. One statement with its caller's,
-- so that it costs as many look-ups as the cohort has members.
create or replace function cohort_enrolments(p_cohort_id bigint) returns setof enrolment language sql stable as $$
  select en.* from cohort c join enrolment en on en.id = any (c.enrolment_ids)
  where c.id = p_cohort_id and en.cohort_id = c.id
$$;
