-- True when one of the patterns matches the event (workflows/engine/event-pattern.ts). Unknown patterns wait for everything.
create or replace function event_awaited(p_waits_for jsonb, p_type text, p_data jsonb) returns boolean language sql immutable as $$
  select p_waits_for is null or exists (
    select from jsonb_array_elements(p_waits_for) w
    where w ->> 'type' = p_type and event_matches(p_data, coalesce(w -> 'where', '{}')))
$$;
