-- The same local time some days later, which are 23 or 25 hours long where the clock changes (values/calendar.ts, daysLater).
create or replace function days_later(p_at timestamptz, p_days int, p_zone text) returns timestamptz language sql immutable parallel safe as $$
  select ((p_at at time zone p_zone) + make_interval(days => p_days)) at time zone p_zone
$$;
