-- Tells that an import has come to its end, in the transaction of it (trigger on import_run).
create or replace function notify_import() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, at, key, object)
  values (new.programme_id, 'import.finished', new.finished_at, new.id,
    jsonb_build_object('kind', new.kind, 'status', new.status, 'lines', new.lines_done, 'createdAt', new.started_at,
      'finishedAt', new.finished_at));
  return null;
end $$;
