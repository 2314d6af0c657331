-- Tells that an export has come to its end, in the transaction of it (trigger on data_export).
create or replace function notify_export() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, at, key, object)
  values (new.programme_id, 'export.finished', new.finished_at, new.id,
    jsonb_build_object('kind', new.kind, 'format', new.format, 'status', new.status, 'rows', new.rows, 'createdAt', new.created_at,
      'expiresAt', new.expires_at));
  return null;
end $$;
