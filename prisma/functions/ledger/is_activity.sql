-- What renews a member's points where points lapse without activity: what the member earned or redeemed, a reservation included.
-- What a campaign gives (its source is an enrolment) and what staff or the clock do is nothing the member did.
create or replace function ledger.is_activity(p_kind text, p_source_type text) returns boolean language sql immutable as $$
  select p_kind in ('SPEND', 'HOLD') or p_kind = 'EARN' and p_source_type <> 'enrolment'
$$;
