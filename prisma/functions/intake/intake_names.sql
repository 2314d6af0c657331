-- The names a batch asks about: with intake_ids, the source every look-up of a batch starts from. One estimated row each, and not
-- inlined: whatever the statistics say (a fresh database has none), a plan is one index probe for each row. The programme comes
-- with every row, because a constant would let a programme that is new to the statistics pass for a handful of rows to walk through.
create or replace function intake_names(p_programme_id int, p_list jsonb) returns setof intake_name language sql volatile rows 1 as $$
  select p_programme_id::smallint, jsonb_array_elements_text(p_list)
$$;
