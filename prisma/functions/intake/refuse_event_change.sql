-- An event is a fact: never changed, never removed (trigger on event). It holds no personal data, so erasing a person need not
-- touch it.
create or replace function refuse_event_change() returns trigger language plpgsql as $$
begin
  raise exception 'event rows are never changed or removed' using errcode = '0A000';
end $$;
