-- True when the data has every field of the pattern's where, equal (workflows/engine/event-pattern.ts, EventPattern).
create or replace function event_matches(p_data jsonb, p_where jsonb) returns boolean language sql immutable as $$
  select not exists (select from jsonb_each(p_where) w where p_data -> w.key is distinct from w.value)
$$;
