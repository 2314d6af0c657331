-- The instant of a date as attributes and events carry it, as instantOfDate() of conditions/tests.ts reads it: a day is the beginning of
-- its square in the zone, a time says its offset. NULL where there is none, or something else: no date of a shop's own stops a segment.
create or replace function condition_instant(p_value jsonb, p_zone text) returns timestamptz language plpgsql stable strict as $$
declare
  v_text text := p_value #>> '{}';
begin
  if jsonb_typeof(p_value) <> 'string' then
    return null;
  elsif v_text ~ '^\d{4}-\d{2}-\d{2}$' then
    return v_text::date::timestamp at time zone p_zone;
  elsif v_text ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$' then
    return date_trunc('milliseconds', v_text::timestamptz);
  end if;
  return null;
exception
  when datetime_field_overflow or invalid_datetime_format or invalid_time_zone_displacement_value then
    return null;
end $$;
