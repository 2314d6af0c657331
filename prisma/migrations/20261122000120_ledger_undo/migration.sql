-- The ledger's operations, part 2: the rounds that refer to an earlier transaction. One request a member and round.
--
-- Partial captures, releases and refunds are told apart by position: a hold or redemption of n points is the line 0..n laid
-- over its lots, earliest expiry first. Captures use it up from the front, releases and refunds give back from the end, so
-- that any split comes to the same lots as one call, and "spend 100, refund 40" to the same lots as "spend 60". The line
-- stands still because a lot's expiry never changes. Debt takes the first points that come back.

-- CONFIRM: a pending earn becomes available, after repaying debt. CANCEL_PENDING: what is left of it is taken back.
create function ledger.settle_round(p_kind text, p_requests ledger.request[]) returns ledger.answer[] language plpgsql as $$
declare answers ledger.answer[];
begin
  with asked as materialized (
    select s.*, e.id as ref_id, e.amount as cap, l.id as lot_id, l.remaining as lot_points,
      case when p_kind = 'CONFIRM' then least(s.debt, l.remaining) else 0 end as repaid,
      case when not s.fresh then s.code
        when e.member_id is distinct from s.member_id or e.kind <> 'EARN' then 'REFERENCE_UNKNOWN'
        when l.state <> 'PENDING' then 'NOT_PENDING' end as refusal
    from ledger.screened(p_kind, p_requests) s
    left join ledger.txn e on s.fresh and e.programme_id = s.programme_id and e.idem_key = s.ref_key
    left join ledger.lot l on l.id = e.id
  ), posted as materialized (
    select a.*, a.fresh and a.refusal is null as posts,
      case when a.fresh and a.refusal is null then nextval('ledger.txn_id_seq') end as txn_id,
      a.pending - a.lot_points as pending_after, a.debt - a.repaid as debt_after,
      a.available + case when p_kind = 'CONFIRM' then a.lot_points - a.repaid else 0 end as available_after
    from asked a
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      ref_txn_id, actor, reason, result)
    select txn_id, programme_id, key, hash, p_kind, member_id, lot_points, effective_at, source_type, source_id, ref_id, actor, reason,
      ledger.result(lot_points, pending_after, available_after, held, debt_after, at, effective_at)
    from posted where posts
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select p.txn_id, v.seq, p.programme_id, v.account, v.member_id, v.amount
    from posted p cross join lateral (values
      (0::smallint, 'MEMBER_PENDING', p.member_id, -p.lot_points),
      (1::smallint, case p_kind when 'CONFIRM' then 'MEMBER_AVAILABLE' else 'CLAWBACK' end,
        case p_kind when 'CONFIRM' then p.member_id end, p.lot_points - p.repaid),
      (2::smallint, 'MEMBER_DEBT', p.member_id, p.repaid)) v (seq, account, member_id, amount)
    where p.posts and v.amount <> 0
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta)
    select txn_id, lot_id, case p_kind when 'CONFIRM' then -repaid else -lot_points end
    from posted where posts and (p_kind = 'CANCEL_PENDING' or repaid > 0)
  ), lots as (
    update ledger.lot l
    set remaining = case p_kind when 'CONFIRM' then l.remaining - p.repaid else 0 end,
      state = case when p_kind = 'CONFIRM' and l.remaining > p.repaid then 'ACTIVE' else 'CLOSED' end
    from posted p where p.posts and l.id = p.lot_id
  ), caps as (
    insert into ledger.reversal_cap (orig_txn_id, cap, reversed)
    select ref_id, cap, lot_points from posted where posts and p_kind = 'CANCEL_PENDING'
    on conflict (orig_txn_id) do update set reversed = reversal_cap.reversed + excluded.reversed
  ), balances as (
    update ledger.member_balance b
    set pending = p.pending_after, available = p.available_after, debt = p.debt_after, version = b.version + 1
    from posted p where p.posts and b.programme_id = p.programme_id and b.member_id = p.member_id
  )
  select array_agg(ledger.answer_of(p.ord, p.refusal,
    case p.refusal when 'REFERENCE_UNKNOWN' then 'earnKey names no earn of this member'
      when 'NOT_PENDING' then 'that earn is no longer pending' end,
    p.prior_id, p.prior, p.txn_id, p.lot_points, p.pending_after, p.available_after, p.held, p.debt_after) order by p.ord)
  into answers from posted p;
  return answers;
end $$;

-- CAPTURE: held points are redeemed. RELEASE: they go back to the lots they were pinned in.
create function ledger.unhold_round(p_kind text, p_requests ledger.request[]) returns ledger.answer[] language plpgsql as $$
declare answers ledger.answer[];
begin
  with asked as materialized (
    select s.*, h.txn_id as ref_id, h.amount - h.captured - h.released as still_held, c.amount as wanted,
      case when p_kind = 'CAPTURE' then h.captured else h.amount - h.released - c.amount end as from_point,
      case when p_kind = 'CAPTURE' then 0 else least(s.debt, c.amount) end as repaid,
      case when not s.fresh then s.code
        when h.member_id is distinct from s.member_id then 'REFERENCE_UNKNOWN'
        when p_kind = 'CAPTURE' and s.at >= h.expires_at then 'HOLD_EXPIRED'
        when c.amount > h.amount - h.captured - h.released or c.amount = 0 then 'REFERENCE_EXHAUSTED' end as refusal
    from ledger.screened(p_kind, p_requests) s
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
    case n.refusal when 'REFERENCE_UNKNOWN' then 'holdKey names no hold of this member'
      when 'HOLD_EXPIRED' then 'the hold had expired by then'
      when 'REFERENCE_EXHAUSTED' then format('%s points are still held under that key', n.still_held) end,
    n.prior_id, n.prior, n.txn_id, n.wanted, n.pending, n.available_after, n.held_after, n.debt_after) order by n.ord)
  into answers from numbered n;
  return answers;
end $$;

-- REFUND: points of a spend or capture go back to the lots they came from, with the expiry those lots always had.
create function ledger.refund_round(p_kind text, p_requests ledger.request[]) returns ledger.answer[] language plpgsql as $$
declare answers ledger.answer[];
begin
  with asked as materialized (
    select s.*, e.id as ref_id, e.amount as cap, coalesce(c.reversed, 0) as reversed, least(s.debt, s.points) as repaid,
      case when not s.fresh then s.code
        when e.member_id is distinct from s.member_id or e.kind not in ('SPEND', 'CAPTURE') then 'REFERENCE_UNKNOWN'
        when s.points > e.amount - coalesce(c.reversed, 0) then 'REFERENCE_EXHAUSTED' end as refusal
    from ledger.screened(p_kind, p_requests) s
    left join ledger.txn e on s.fresh and e.programme_id = s.programme_id and e.idem_key = s.ref_key
    left join ledger.reversal_cap c on c.orig_txn_id = e.id
  ), numbered as materialized (
    select a.*, a.fresh and a.refusal is null as posts,
      case when a.fresh and a.refusal is null then nextval('ledger.txn_id_seq') end as txn_id,
      a.available + a.points - a.repaid as available_after, a.debt - a.repaid as debt_after
    from asked a
  ), line as (
    select n.*, m.lot_id, -m.remaining_delta - m.held_delta as spent,
      sum(-m.remaining_delta - m.held_delta) over (partition by n.ord order by l.expires_at desc, l.id desc)
        + m.remaining_delta + m.held_delta as starts
    from numbered n
    join ledger.lot_move m on m.txn_id = n.ref_id
    join ledger.lot l on l.id = m.lot_id
    where n.posts
  ), slices as materialized (
    select l.txn_id, l.lot_id,
      least(l.starts + l.spent, l.reversed + l.points) - greatest(l.starts, l.reversed + l.repaid) as restored
    from line l
    where least(l.starts + l.spent, l.reversed + l.points) > greatest(l.starts, l.reversed + l.repaid)
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      ref_txn_id, actor, reason, result)
    select txn_id, programme_id, key, hash, p_kind, member_id, points, effective_at, source_type, source_id, ref_id, actor, reason,
      ledger.result(points, pending, available_after, held, debt_after, at, effective_at)
    from numbered where posts
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select n.txn_id, v.seq, n.programme_id, v.account, v.member_id, v.amount
    from numbered n cross join lateral (values
      (0::smallint, 'REDEEMED', null::bigint, -n.points),
      (1::smallint, 'MEMBER_AVAILABLE', n.member_id, n.points - n.repaid),
      (2::smallint, 'MEMBER_DEBT', n.member_id, n.repaid)) v (seq, account, member_id, amount)
    where n.posts and v.amount <> 0
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta) select txn_id, lot_id, restored from slices
  ), lots as (
    update ledger.lot l set remaining = l.remaining + s.restored, state = 'ACTIVE' from slices s where l.id = s.lot_id
  ), caps as (
    insert into ledger.reversal_cap (orig_txn_id, cap, reversed) select ref_id, cap, points from numbered where posts
    on conflict (orig_txn_id) do update set reversed = reversal_cap.reversed + excluded.reversed
  ), balances as (
    update ledger.member_balance b set available = n.available_after, debt = n.debt_after, version = b.version + 1
    from numbered n where n.posts and b.programme_id = n.programme_id and b.member_id = n.member_id
  )
  select array_agg(ledger.answer_of(n.ord, n.refusal,
    case n.refusal when 'REFERENCE_UNKNOWN' then 'redemptionKey names no spend or capture of this member'
      when 'REFERENCE_EXHAUSTED' then format('%s of %s points are left to refund', n.cap - n.reversed, n.cap) end,
    n.prior_id, n.prior, n.txn_id, n.points, n.pending, n.available_after, n.held, n.debt_after) order by n.ord)
  into answers from numbered n;
  return answers;
end $$;

-- CLAWBACK: `points` is what is to have been taken back of an earn in all. Taken in this order: the earn's own lot, pending
-- or not; the member's other lots, those still alive first, earliest expiry first; then debt (DEBT) or write-off (CLAMP).
-- Held points stay with their hold.
create function ledger.clawback_round(p_kind text, p_requests ledger.request[]) returns ledger.answer[] language plpgsql as $$
declare answers ledger.answer[];
begin
  with asked as materialized (
    select s.*, e.id as ref_id, e.amount as cap, s.points - coalesce(c.reversed, 0) as wanted,
      case when not s.fresh then s.code
        when e.member_id is distinct from s.member_id or e.kind <> 'EARN' then 'REFERENCE_UNKNOWN'
        when s.points > e.amount or s.policy not in ('DEBT', 'CLAMP') then 'POINTS_INVALID'
        when s.points <= coalesce(c.reversed, 0) then 'REFERENCE_EXHAUSTED' end as refusal
    from ledger.screened(p_kind, p_requests) s
    left join ledger.txn e on s.fresh and e.programme_id = s.programme_id and e.idem_key = s.ref_key
    left join ledger.reversal_cap c on c.orig_txn_id = e.id
  ), numbered as materialized (
    select a.*, a.fresh and a.refusal is null as posts,
      case when a.fresh and a.refusal is null then nextval('ledger.txn_id_seq') end as txn_id
    from asked a
  ), line as (
    select n.*, l.id as lot_id, l.state as lot_state, l.remaining as lot_remaining,
      sum(l.remaining) over w - l.remaining as starts, row_number() over w as n
    from numbered n left join lateral (
      select o.id, o.state, o.remaining, o.expires_at, true as own from ledger.lot o
      where n.posts and o.id = n.ref_id and o.remaining > 0
      union all
      select o.id, o.state, o.remaining, o.expires_at, false from ledger.lot o
      where n.posts and o.member_id = n.member_id and o.id <> n.ref_id and o.state <> 'CLOSED' and o.state <> 'PENDING' and o.remaining > 0
        -- Mostly the earn's own lot is enough, and a good customer has hundreds of others.
        and n.wanted > coalesce((select own.remaining from ledger.lot own where own.id = n.ref_id), 0)
    ) l on true
    window w as (partition by n.ord order by l.own desc, l.expires_at <= n.at, l.expires_at, l.id)
  ), slices as materialized (
    select l.*, greatest(least(l.lot_remaining, l.wanted - l.starts), 0) as take from line l
  ), posted as materialized (
    select s.*,
      coalesce(sum(s.take) filter (where s.lot_state = 'PENDING') over (partition by s.ord), 0)::bigint as from_pending,
      coalesce(sum(s.take) filter (where s.lot_state = 'ACTIVE') over (partition by s.ord), 0)::bigint as from_available,
      s.wanted - coalesce(sum(s.take) over (partition by s.ord), 0)::bigint as short
    from slices s
  ), final as materialized (
    select p.*, p.pending - p.from_pending as pending_after, p.available - p.from_available as available_after,
      p.debt + case when p.policy = 'DEBT' then p.short else 0 end as debt_after
    from posted p where p.n = 1
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      ref_txn_id, actor, reason, result)
    select txn_id, programme_id, key, hash, p_kind, member_id, wanted, effective_at, source_type, source_id, ref_id, actor, reason,
      ledger.result(wanted, pending_after, available_after, held, debt_after, at, effective_at)
    from final where posts
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select f.txn_id, v.seq, f.programme_id, v.account, v.member_id, v.amount
    from final f cross join lateral (values
      (0::smallint, 'MEMBER_PENDING', f.member_id, -f.from_pending),
      (1::smallint, 'MEMBER_AVAILABLE', f.member_id, -f.from_available),
      (2::smallint, case f.policy when 'DEBT' then 'MEMBER_DEBT' else 'WRITE_OFF' end,
        case f.policy when 'DEBT' then f.member_id end, -f.short),
      (3::smallint, 'CLAWBACK', null::bigint, f.wanted)) v (seq, account, member_id, amount)
    where f.posts and v.amount <> 0
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta)
    select txn_id, lot_id, -take from posted where posts and take > 0
  ), lots as (
    update ledger.lot l
    set remaining = l.remaining - p.take,
      state = case when l.remaining = p.take and l.held = 0 then 'CLOSED' else l.state end
    from posted p where p.posts and p.take > 0 and l.id = p.lot_id
  ), caps as (
    insert into ledger.reversal_cap (orig_txn_id, cap, reversed) select ref_id, cap, wanted from final where posts
    on conflict (orig_txn_id) do update set reversed = reversal_cap.reversed + excluded.reversed
  ), balances as (
    update ledger.member_balance b
    set pending = f.pending_after, available = f.available_after, debt = f.debt_after, version = b.version + 1
    from final f where f.posts and b.programme_id = f.programme_id and b.member_id = f.member_id
  )
  select array_agg(ledger.answer_of(f.ord, f.refusal,
    case f.refusal when 'REFERENCE_UNKNOWN' then 'earnKey names no earn of this member'
      when 'POINTS_INVALID' then format('totalPoints may be at most the %s points earned, policy DEBT or CLAMP', f.cap)
      when 'REFERENCE_EXHAUSTED' then 'that much has been taken back already' end,
    f.prior_id, f.prior, f.txn_id, f.wanted, f.pending_after, f.available_after, f.held, f.debt_after) order by f.ord)
  into answers from final f;
  return answers;
end $$;

-- FORFEIT: the member's account is wound up: pending, available and held points go to breakage, open holds are released to
-- nowhere, debt is written off. Open to members in any state, because erasure uses it.
create function ledger.forfeit_round(p_kind text, p_requests ledger.request[]) returns ledger.answer[] language plpgsql as $$
declare answers ledger.answer[];
begin
  with asked as materialized (
    select s.*, s.pending + s.available + s.held as lost, s.fresh and s.pending + s.available + s.held + s.debt > 0 as posts
    from ledger.screened(p_kind, p_requests) s
  ), numbered as materialized (
    select a.*, case when a.posts then nextval('ledger.txn_id_seq') end as txn_id from asked a
  ), lost as materialized (
    select n.txn_id, l.id as lot_id, l.remaining, l.held
    from numbered n join ledger.lot l on l.member_id = n.member_id and l.state <> 'CLOSED'
    where n.posts
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      actor, reason, result)
    select txn_id, programme_id, key, hash, p_kind, member_id, lost + debt, effective_at, source_type, source_id, actor, reason,
      ledger.result(lost, 0, 0, 0, 0, at, effective_at)
    from numbered where posts
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select n.txn_id, v.seq, n.programme_id, v.account, v.member_id, v.amount
    from numbered n cross join lateral (values
      (0::smallint, 'MEMBER_PENDING', n.member_id, -n.pending), (1::smallint, 'MEMBER_AVAILABLE', n.member_id, -n.available),
      (2::smallint, 'MEMBER_HELD', n.member_id, -n.held), (3::smallint, 'BREAKAGE', null::bigint, n.lost),
      (4::smallint, 'MEMBER_DEBT', n.member_id, n.debt), (5::smallint, 'WRITE_OFF', null::bigint, -n.debt)
    ) v (seq, account, member_id, amount)
    where n.posts and v.amount <> 0
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta, held_delta) select txn_id, lot_id, -remaining, -held from lost
  ), lots as (
    update ledger.lot l set remaining = 0, held = 0, state = 'CLOSED' from lost o where l.id = o.lot_id
  ), holds as (
    update ledger.hold h set released = h.amount - h.captured
    from numbered n
    where n.posts and n.held > 0 and h.programme_id = n.programme_id and h.member_id = n.member_id and h.captured + h.released < h.amount
  ), balances as (
    update ledger.member_balance b set pending = 0, available = 0, held = 0, debt = 0, version = b.version + 1
    from numbered n where n.posts and b.programme_id = n.programme_id and b.member_id = n.member_id
  )
  select array_agg(ledger.answer_of(n.ord, case when n.fresh and not n.posts then 'POINTS_INSUFFICIENT' else n.code end,
    case when n.fresh and not n.posts then 'the member has nothing to forfeit' end,
    n.prior_id, n.prior, n.txn_id, n.lost, 0, 0, 0, 0) order by n.ord)
  into answers from numbered n;
  return answers;
end $$;
