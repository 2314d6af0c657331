-- The name it had in 0.1.
drop function if exists intake_standings(intake_standing[]);

-- The figures of members that a batch decided on: a source of one estimated row, like intake_names.
create or replace function intake_members(p_standings intake_standing[]) returns setof intake_standing language sql volatile rows 1 as $$
  select * from unnest(p_standings)
$$;
