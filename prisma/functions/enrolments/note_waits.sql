-- Writes down what enrolments of a cohort wait for, and until when; answers how many waited for something else before. What a worker
-- says that was cut off and knows of less than is written down already (waits_place) is not taken, nor what a cohort says of those that
-- another one carries now. In the order in which others take such locks.
create or replace function note_waits(p_cohort_id bigint, p_waits jsonb) returns bigint language sql as $$
  with told as materialized (
    select (w ->> 'enrolmentId')::bigint as id, w -> 'waitsFor' as waits_for, (w ->> 'place')::int as place,
      'epoch'::timestamptz + (w ->> 'until')::float8 * interval '1 millisecond' as until
    from jsonb_array_elements(p_waits) w),
  changed as materialized (
    select en.id, told.waits_for, told.place, told.until, en.waits_for is distinct from told.waits_for as is_other
    from told join enrolment en on en.id = told.id
    where en.cohort_id = p_cohort_id
      and (en.waits_for is distinct from told.waits_for or en.waits_until is distinct from told.until)
      and (en.waits_for is null or en.waits_place <= told.place)
    order by en.id for no key update of en),
  noted as (
    update enrolment en set waits_for = changed.waits_for, waits_place = changed.place, waits_until = changed.until
    from changed where en.id = changed.id returning changed.is_other)
  select count(*) from noted where is_other
$$;
