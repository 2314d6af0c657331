-- REFUND: points of a spend or capture go back to the lots they came from, with the expiry those lots always had. One request a member
-- and round. They come back from the end of the redemption's line (release_round has what that is); debt takes the first of them.
create or replace function ledger.refund_round(p_kind text, p_requests ledger.request[]) returns ledger.answer[] language plpgsql as $$
declare answers ledger.answer[];
begin
  with asked as materialized (
    select s.*, e.id as ref_id, e.amount as cap, coalesce(c.reversed, 0) as reversed, least(s.debt, s.points) as repaid,
      case when not s.fresh then s.code
        when e.member_id is distinct from s.member_id or e.kind not in ('SPEND', 'CAPTURE') then 'TRANSACTION_NOT_FOUND'
        when s.points > e.amount - coalesce(c.reversed, 0) then 'REFERENCE_EXHAUSTED' end as refusal
    from ledger.validate_requests(p_kind, p_requests) s
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
    case n.refusal when 'TRANSACTION_NOT_FOUND' then 'redemptionKey names no spend or capture of this member'
      when 'REFERENCE_EXHAUSTED' then format('%s of %s points are left to refund', n.cap - n.reversed, n.cap) end,
    n.prior_id, n.prior, n.txn_id, n.points, n.pending, n.available_after, n.held, n.debt_after) order by n.ord)
  into answers from numbered n;
  return answers;
end $$;
