-- The name it had in 0.1.
drop function if exists ledger.unhold_round(text, ledger.request[]);

-- CAPTURE: held points are redeemed. RELEASE: they go back to the lots they were pinned in. One request a member and round.
--
-- Partial captures, releases and refunds are told apart by position: a hold or redemption of n points is the line 0..n laid over its
-- lots, earliest expiry first. Captures use it up from the front, releases and refunds give back from the end, so that any split comes
-- to the same lots as one call, and "spend 100, refund 40" to the same lots as "spend 60". The line stands still because a lot's expiry
-- never changes. Debt takes the first points that come back.
create or replace function ledger.release_round(p_kind text, p_requests ledger.request[]) returns ledger.answer[] language plpgsql as $$
declare answers ledger.answer[];
begin
  with asked as materialized (
    select s.*, h.txn_id as ref_id, h.amount - h.captured - h.released as still_held, c.amount as wanted,
      case when p_kind = 'CAPTURE' then h.captured else h.amount - h.released - c.amount end as from_point,
      case when p_kind = 'CAPTURE' then 0 else least(s.debt, c.amount) end as repaid,
      case when not s.fresh then s.code
        when h.member_id is distinct from s.member_id then 'TRANSACTION_NOT_FOUND'
        when p_kind = 'CAPTURE' and s.at >= h.expires_at then 'HOLD_EXPIRED'
        when c.amount > h.amount - h.captured - h.released or c.amount = 0 then 'REFERENCE_EXHAUSTED' end as refusal
    from ledger.validate_requests(p_kind, p_requests) s
    left join ledger.txn e on s.fresh and e.programme_id = s.programme_id and e.idem_key = s.ref_key
    left join ledger.hold h on h.txn_id = e.id
    cross join lateral (select coalesce(s.points, h.amount - h.captured - h.released) as amount) c
  ), numbered as materialized (
    select a.*, a.fresh and a.refusal is null as posts,
      case when a.fresh and a.refusal is null then nextval('ledger.txn_id_seq') end as txn_id,
      a.held - a.wanted as held_after, a.debt - a.repaid as debt_after,
      a.available + case when p_kind = 'RELEASE' then a.wanted - a.repaid else 0 end as available_after
    from asked a
  ), line as (
    select n.*, m.lot_id, m.held_delta as pinned,
      sum(m.held_delta) over (partition by n.ord order by l.expires_at, l.id) - m.held_delta as starts
    from numbered n
    join ledger.lot_move m on m.txn_id = n.ref_id
    join ledger.lot l on l.id = m.lot_id
    where n.posts
  ), slices as materialized (
    select l.txn_id, l.lot_id,
      least(l.starts + l.pinned, l.from_point + l.wanted) - greatest(l.starts, l.from_point) as unpinned,
      case when p_kind = 'RELEASE' then
        greatest(least(l.starts + l.pinned, l.from_point + l.wanted - l.repaid) - greatest(l.starts, l.from_point), 0)
        else 0 end as restored
    from line l
    where least(l.starts + l.pinned, l.from_point + l.wanted) > greatest(l.starts, l.from_point)
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      ref_txn_id, actor, reason, result)
    select txn_id, programme_id, key, hash, p_kind, member_id, wanted, effective_at, source_type, source_id, ref_id, actor, reason,
      ledger.result(wanted, pending, available_after, held_after, debt_after, at, effective_at)
    from numbered where posts
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select n.txn_id, v.seq, n.programme_id, v.account, v.member_id, v.amount
    from numbered n cross join lateral (values
      (0::smallint, 'MEMBER_HELD', n.member_id, -n.wanted),
      (1::smallint, case p_kind when 'CAPTURE' then 'REDEEMED' else 'MEMBER_AVAILABLE' end,
        case p_kind when 'RELEASE' then n.member_id end, n.wanted - n.repaid),
      (2::smallint, 'MEMBER_DEBT', n.member_id, n.repaid)) v (seq, account, member_id, amount)
    where n.posts and v.amount <> 0
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta, held_delta)
    select txn_id, lot_id, restored, -unpinned from slices
  ), lots as (
    update ledger.lot l
    set remaining = l.remaining + s.restored, held = l.held - s.unpinned,
      state = case when l.remaining + s.restored + l.held - s.unpinned = 0 then 'CLOSED' else 'ACTIVE' end
    from slices s where l.id = s.lot_id
  ), holds as (
    update ledger.hold h
    set captured = h.captured + case p_kind when 'CAPTURE' then n.wanted else 0 end,
      released = h.released + case p_kind when 'RELEASE' then n.wanted else 0 end
    from numbered n where n.posts and h.txn_id = n.ref_id
  ), balances as (
    update ledger.member_balance b
    set available = n.available_after, held = n.held_after, debt = n.debt_after, version = b.version + 1
    from numbered n where n.posts and b.programme_id = n.programme_id and b.member_id = n.member_id
  )
  select array_agg(ledger.answer_of(n.ord, n.refusal,
    case n.refusal when 'TRANSACTION_NOT_FOUND' then 'holdKey names no hold of this member'
      when 'HOLD_EXPIRED' then 'the hold had expired by then'
      when 'REFERENCE_EXHAUSTED' then format('%s points are still held under that key', n.still_held) end,
    n.prior_id, n.prior, n.txn_id, n.wanted, n.pending, n.available_after, n.held_after, n.debt_after) order by n.ord)
  into answers from numbered n;
  return answers;
end $$;
