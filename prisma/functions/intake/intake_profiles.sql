-- Profiles that a batch decided on: a source of one estimated row, like intake_names.
create or replace function intake_profiles(p_list jsonb) returns setof intake_profile language sql volatile rows 1 as $$
  select * from jsonb_populate_recordset(null::intake_profile, p_list)
$$;
