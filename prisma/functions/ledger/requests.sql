-- A JSON array of requests, field names as in ledger.request, for callers outside the database.
create or replace function ledger.requests(p_items json) returns ledger.request[] language sql stable as $$
  select array_agg(r) from json_populate_recordset(null::ledger.request, p_items) r
$$;
