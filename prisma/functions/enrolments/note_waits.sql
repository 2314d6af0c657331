-- Writes down what these enrolments wait for; answers how many waited for something else before. In the order in which others
-- take such locks.
create or replace function note_waits(p_waits jsonb) returns bigint language sql as $$
  with told as materialized (
    select (w ->> 'enrolmentId')::bigint as id, w -> 'waitsFor' as waits_for from jsonb_array_elements(p_waits) w),
  changed as materialized (
    select en.id, told.waits_for from told join enrolment en on en.id = told.id
    where en.waits_for is distinct from told.waits_for order by en.id for no key update of en),
  noted as (
    update enrolment en set waits_for = changed.waits_for from changed where en.id = changed.id returning en.id)
  select count(*) from noted
$$;
