-- What a member's holds past their end still pin though no sweep came yet: of each lot how much, and how much of it can be used from then
-- on, as the release will have it: debt takes the last points of the line, and a lot past its own end gives none.
create or replace function ledger.run_out(p_programme_id int, p_member_id bigint, p_now timestamptz)
returns table (lot_id bigint, held bigint, back bigint) language plpgsql stable
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  return query
    with line as (
      select l.id, l.expires_at, least(s.starts + s.pinned, h.amount - h.released) - greatest(s.starts, h.captured) as pinned
      from ledger.hold h
      cross join lateral (
        select m.lot_id, m.held_delta as pinned,
          sum(m.held_delta) over (order by o.expires_at, o.id) - m.held_delta as starts
        from ledger.lot_move m join ledger.lot o on o.id = m.lot_id
        where m.txn_id = h.txn_id) s
      join ledger.lot l on l.id = s.lot_id
      where h.member_id = p_member_id and h.programme_id = p_programme_id and h.captured + h.released < h.amount and h.expires_at <= p_now
    ), lots as (
      select i.id, i.expires_at, sum(i.pinned) as pinned, sum(sum(i.pinned)) over (order by i.expires_at, i.id) - sum(i.pinned) as starts,
        sum(sum(i.pinned)) over () as total
      from line i where i.pinned > 0 group by i.id, i.expires_at)
    select o.id, o.pinned::bigint,
      case when o.expires_at > p_now then greatest(least(o.starts + o.pinned, o.total - least(b.debt, o.total)) - o.starts, 0) else 0 end::bigint
    from lots o
    join ledger.member_balance b on b.programme_id = p_programme_id and b.member_id = p_member_id;
end $$;
