-- Orders that a batch decided stand otherwise now: a source of one estimated row, like intake_names. What is null stays as it is.
create or replace function intake_returns(p_programme_id int, p_list jsonb) returns setof intake_return language sql volatile rows 1 as $$
  select p_programme_id::smallint, r.order_id, r.returned_minor, r.was, r.was_amount, r.amount_minor, r.placed_minor, r.amended_at,
    r.amended_by, r.cancelled_at, r.raise_keys
  from jsonb_populate_recordset(null::intake_return, p_list) r
$$;
