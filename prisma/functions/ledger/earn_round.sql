-- The name it had in 0.1.
drop function if exists ledger.give_round(text, ledger.request[]);

-- EARN, and ADJUST upwards: points come in as one lot each. Debt is repaid first, earliest request first.
-- The same member may come several times in a round: running sums keep the order.
create or replace function ledger.earn_round(p_kind text, p_requests ledger.request[]) returns ledger.answer[] language plpgsql as $$
declare answers ledger.answer[];
begin
  with given as materialized (
    select s.*, s.available_at > s.at as waits,
      case when s.fresh then nextval('ledger.txn_id_seq') end as txn_id,
      coalesce(sum(s.points) filter (where s.fresh and s.available_at > s.at) over w, 0)::bigint as pending_sum,
      coalesce(sum(s.points) filter (where s.fresh and s.available_at <= s.at) over w, 0)::bigint as available_sum
    from ledger.validate_requests(p_kind, p_requests) s
    window w as (partition by s.member_id order by s.ord)
  ), posted as materialized (
    select g.*,
      case when g.waits or not g.fresh then 0
        else least(g.debt, g.available_sum) - least(g.debt, g.available_sum - g.points) end as repaid,
      g.pending + g.pending_sum as pending_after,
      g.available + g.available_sum - least(g.debt, g.available_sum) as available_after,
      g.debt - least(g.debt, g.available_sum) as debt_after
    from given g
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      actor, reason, result)
    select txn_id, programme_id, key, hash, p_kind, member_id, points, effective_at, source_type, source_id, actor, reason,
      ledger.result(points, pending_after, available_after, held, debt_after, at, effective_at)
    from posted where fresh
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select p.txn_id, v.seq, p.programme_id, v.account, v.member_id, v.amount
    from posted p cross join lateral (values
      (0::smallint, case p_kind when 'EARN' then 'ISSUANCE' else 'ADJUSTMENT' end, null::bigint, -p.points),
      (1::smallint, case when p.waits then 'MEMBER_PENDING' else 'MEMBER_AVAILABLE' end, p.member_id, p.points - p.repaid),
      (2::smallint, 'MEMBER_DEBT', p.member_id, p.repaid)) v (seq, account, member_id, amount)
    where p.fresh and v.amount <> 0
  ), lots as (
    insert into ledger.lot (id, programme_id, member_id, earn_txn_id, state, earned, remaining, available_at, expires_at)
    select txn_id, programme_id, member_id, txn_id,
      case when waits then 'PENDING' when repaid = points then 'CLOSED' else 'ACTIVE' end,
      points, points - repaid, available_at, expires_at
    from posted where fresh
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta)
    select txn_id, txn_id, -repaid from posted where fresh and repaid > 0
  ), balances as (
    update ledger.member_balance b
    set pending = n.pending, available = n.available, debt = n.debt, version = b.version + n.txns,
      active_at = greatest(b.active_at, n.active_at)
    from (
      select programme_id, member_id, count(*) as txns, max(pending_after) as pending, max(available_after) as available,
        min(debt_after) as debt, max(at) filter (where ledger.is_activity(p_kind, source_type)) as active_at
      from posted where fresh group by programme_id, member_id) n
    where b.programme_id = n.programme_id and b.member_id = n.member_id
  )
  select array_agg(ledger.answer_of(p.ord, p.code, null, p.prior_id, p.prior, p.txn_id, p.points,
    p.pending_after, p.available_after, p.held, p.debt_after) order by p.ord)
  into answers from posted p;
  return answers;
end $$;
