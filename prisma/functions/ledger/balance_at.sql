-- A member's points at an instant, swept or not: lots past their end are none, and holds past theirs hold nothing.
create or replace function ledger.balance_at(p_programme_id int, p_member_id bigint, p_now timestamptz)
returns table (available bigint, pending bigint, held bigint, debt bigint, version bigint) language sql stable as $$
  select b.available + r.back - coalesce((
      select sum(l.remaining) from ledger.lot l
      where l.member_id = p_member_id and l.state <> 'CLOSED' and l.state <> 'PENDING' and l.expires_at <= p_now), 0)::bigint,
    b.pending, b.held - r.held, b.debt - least(b.debt, r.held), b.version::bigint
  from ledger.member_balance b
  cross join lateral (
    select coalesce(sum(x.held), 0)::bigint as held, coalesce(sum(x.back), 0)::bigint as back
    from ledger.run_out(p_programme_id, p_member_id, p_now) x where b.held > 0) r
  where b.programme_id = p_programme_id and b.member_id = p_member_id
$$;
