-- Members' ids as a source of one estimated row, not inlined: why is with intake_names.
create or replace function intake_ids(p_ids bigint[]) returns setof bigint language sql volatile rows 1 as $$
  select unnest(p_ids)
$$;
