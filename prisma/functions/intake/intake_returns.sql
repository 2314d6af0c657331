-- Returned orders that a batch decided on: a source of one estimated row, like intake_names.
create or replace function intake_returns(p_programme_id int, p_list jsonb) returns setof intake_return language sql volatile rows 1 as $$
  select p_programme_id::smallint, r.order_id, r.returned_minor, r.was from jsonb_populate_recordset(null::intake_return, p_list) r
$$;
