-- The same local time some days later, which are 23 or 25 hours long where the clock changes (values/calendar.ts, daysLater). A zone
-- that this server's own table of zones does not have yet has days of 24 hours: no fact is refused for it.
create or replace function days_later(p_at timestamptz, p_days int, p_zone text) returns timestamptz language plpgsql stable parallel safe as $$
begin
  return ((p_at at time zone p_zone) + make_interval(days => p_days)) at time zone p_zone;
exception when invalid_parameter_value then
  return p_at + make_interval(hours => 24 * p_days);
end $$;
