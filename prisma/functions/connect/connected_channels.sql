-- The channels by which a connected provider of the programme sends.
create or replace function connected_channels(p_programme_id int) returns text[] language sql stable as $$
  select coalesce(array_agg(distinct served.channel), '{}')
  from connection c cross join jsonb_array_elements_text(c.settings -> 'channels') served (channel)
  where c.programme_id = p_programme_id and c.kind = 'channel'
$$;
