-- What a member has to spend at an instant: without lots past their end that no sweep has taken yet, which spend_round leaves alone, too.
create or replace function ledger.spendable(p_programme_id int, p_member_id bigint, p_now timestamptz) returns bigint
language sql stable as $$
  select b.available - coalesce((
    select sum(l.remaining) from ledger.lot l
    where l.member_id = p_member_id and l.state <> 'CLOSED' and l.state <> 'PENDING' and l.expires_at <= p_now), 0)::bigint
  from ledger.member_balance b where b.programme_id = p_programme_id and b.member_id = p_member_id
$$;
