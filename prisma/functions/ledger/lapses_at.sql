-- The last millisecond of the local day that lies the period behind the day of `p_last`; null without a rule. A lot's own
-- beginning counts as well as the member's activity: points that came without it, a gift, have a whole period too.
-- modules/programme/rules-inactivity.ts says the same; a test holds them together.
create or replace function ledger.lapses_at(p_months int, p_days int, p_zone text, p_last timestamptz) returns timestamptz
language sql immutable as $$
  select ((p_last at time zone p_zone)::date + make_interval(months => coalesce(p_months, 0), days => coalesce(p_days, 0) + 1))
    at time zone p_zone - interval '1 millisecond'
$$;
