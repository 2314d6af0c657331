-- CONFIRM: a pending earn becomes available, after repaying debt. CANCEL_PENDING: what is left of it is taken back.
-- One request a member and round.
create or replace function ledger.settle_round(p_kind text, p_requests ledger.request[]) returns ledger.answer[] language plpgsql as $$
declare answers ledger.answer[];
begin
  with asked as materialized (
    select s.*, e.id as ref_id, e.amount as cap, l.id as lot_id, l.remaining as lot_points,
      case when p_kind = 'CONFIRM' then least(s.debt, l.remaining) else 0 end as repaid,
      case when not s.fresh then s.code
        when e.member_id is distinct from s.member_id or e.kind <> 'EARN' then 'TRANSACTION_NOT_FOUND'
        when l.state <> 'PENDING' then 'NOT_PENDING' end as refusal
    from ledger.validate_requests(p_kind, p_requests) s
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
    case p.refusal when 'TRANSACTION_NOT_FOUND' then 'earnKey names no earn of this member'
      when 'NOT_PENDING' then 'that earn is no longer pending' end,
    p.prior_id, p.prior, p.txn_id, p.lot_points, p.pending_after, p.available_after, p.held, p.debt_after) order by p.ord)
  into answers from posted p;
  return answers;
end $$;
