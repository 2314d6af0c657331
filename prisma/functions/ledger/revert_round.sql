-- REVERT: up to `points` of what is left of an earn is taken back, from its own lot alone: nobody comes to owe anything. What is on hold
-- stays with its hold, what has been spent stays spent, and what is past its end is left to the sweep. What other reversals took back of
-- the earn is not taken a second time, from whichever lot they took it. One request a member and round.
create or replace function ledger.revert_round(p_kind text, p_requests ledger.request[]) returns ledger.answer[] language plpgsql as $$
declare answers ledger.answer[];
begin
  with asked as materialized (
    select s.*, e.id as ref_id, e.amount as cap, l.state as lot_state, w.take,
      case when not s.fresh then s.code
        when e.member_id is distinct from s.member_id or e.kind <> 'EARN' then 'TRANSACTION_NOT_FOUND'
        when w.take <= 0 then 'REFERENCE_EXHAUSTED' end as refusal
    from ledger.validate_requests(p_kind, p_requests) s
    left join ledger.txn e on s.fresh and e.programme_id = s.programme_id and e.idem_key = s.ref_key
    left join ledger.lot l on l.id = e.id
    left join ledger.reversal_cap c on c.orig_txn_id = e.id
    cross join lateral (select least(s.points, ledger.revertible(l, coalesce(c.reversed, 0), s.at)) as take) w
  ), posted as materialized (
    select a.*, a.fresh and a.refusal is null as posts,
      case when a.fresh and a.refusal is null then nextval('ledger.txn_id_seq') end as txn_id,
      a.pending - case a.lot_state when 'PENDING' then a.take else 0 end as pending_after,
      a.available - case a.lot_state when 'PENDING' then 0 else a.take end as available_after
    from asked a
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      ref_txn_id, actor, reason, result)
    select txn_id, programme_id, key, hash, p_kind, member_id, take, effective_at, source_type, source_id, ref_id, actor, reason,
      ledger.result(take, pending_after, available_after, held, debt, at, effective_at)
    from posted where posts
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select p.txn_id, v.seq, p.programme_id, v.account, v.member_id, v.amount
    from posted p cross join lateral (values
      (0::smallint, 'MEMBER_PENDING', p.member_id, p.pending_after - p.pending),
      (1::smallint, 'MEMBER_AVAILABLE', p.member_id, p.available_after - p.available),
      (2::smallint, 'CLAWBACK', null::bigint, p.take)) v (seq, account, member_id, amount)
    where p.posts and v.amount <> 0
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta) select txn_id, ref_id, -take from posted where posts
  ), lots as (
    update ledger.lot l
    set remaining = l.remaining - p.take, state = case when l.remaining = p.take and l.held = 0 then 'CLOSED' else l.state end
    from posted p where p.posts and l.id = p.ref_id
  ), caps as (
    insert into ledger.reversal_cap (orig_txn_id, cap, reversed) select ref_id, cap, take from posted where posts
    on conflict (orig_txn_id) do update set reversed = reversal_cap.reversed + excluded.reversed
  ), balances as (
    update ledger.member_balance b
    set pending = p.pending_after, available = p.available_after, version = b.version + 1
    from posted p where p.posts and b.programme_id = p.programme_id and b.member_id = p.member_id
  )
  select array_agg(ledger.answer_of(p.ord, p.refusal,
    case p.refusal when 'TRANSACTION_NOT_FOUND' then 'earnKey names no earn of this member'
      when 'REFERENCE_EXHAUSTED' then 'nothing is left of that earn' end,
    p.prior_id, p.prior, p.txn_id, p.take, p.pending_after, p.available_after, p.held, p.debt) order by p.ord)
  into answers from posted p;
  return answers;
end $$;
