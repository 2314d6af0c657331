-- An event is a fact: never changed, never removed (trigger on event); details that are kept no longer go, and what an erasure takes out.
create or replace function refuse_event_change() returns trigger language plpgsql as $$
begin
  -- Retention takes details away, and nothing else: purge_event_details, which its owner alone can be.
  if tg_op = 'UPDATE' and current_setting('perennial.purge', true) = 'event' then return null; end if;
  if tg_op = 'UPDATE' and is_erasing() then return null; end if;
  raise exception 'event rows are never changed or removed' using errcode = '0A000';
end $$;
