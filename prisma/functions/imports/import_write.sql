-- Writes a batch of an import's batcher and the batcher's new place in the file, together or not at all, so that an import that was
-- killed goes on where each batcher stood. IMPORT_TAKEN: another process has moved the batcher on, or the import was cancelled.
drop function if exists import_write(int, int, int, jsonb, int, intake_event[], intake_standing[], jsonb, timestamptz);
create or replace function import_write(p_run_id int, p_batcher int, p_from_line int, p_place jsonb, p_programme_id int,
  p_events intake_event[], p_standings intake_standing[], p_rest jsonb, p_now timestamptz) returns void language plpgsql as $$
begin
  if cardinality(p_events) > 0 then
    perform intake_write(p_programme_id, p_events, p_standings, p_rest, p_now, false);
  end if;
  -- Last, because every batcher of the import waits for this row.
  update import_run
  set counts = jsonb_set(counts, array['batchers', p_batcher::text], p_place),
    lines_done = greatest(lines_done, (p_place ->> 'line')::int)
  where id = p_run_id and status = 'running' and (counts #>> array['batchers', p_batcher::text, 'line'])::int = p_from_line;
  if not found then
    raise exception 'IMPORT_TAKEN: another process imports this file' using errcode = 'PI003';
  end if;
end $$;
