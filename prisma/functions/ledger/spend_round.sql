-- The name it had in 0.1.
drop function if exists ledger.take_round(text, ledger.request[]);

-- SPEND, HOLD, and ADJUST downwards: points leave the lots that expire first. Lots past their expiry are not spendable
-- even before the sweep has taken them. One request a member and round.
create or replace function ledger.spend_round(p_kind text, p_requests ledger.request[]) returns ledger.answer[] language plpgsql as $$
declare answers ledger.answer[];
begin
  with wanted as materialized (
    select s.*, abs(s.points) as wanted, case when s.fresh then nextval('ledger.txn_id_seq') end as txn_id
    from ledger.validate_requests(p_kind, p_requests) s
  ), picked as materialized (
    select w.*, l.id as lot_id, l.remaining as lot_remaining, l.held as lot_held,
      coalesce(sum(l.remaining) over (partition by w.ord), 0)::bigint as spendable,
      (sum(l.remaining) over (partition by w.ord order by l.expires_at, l.id) - l.remaining)::bigint as before,
      row_number() over (partition by w.ord order by l.expires_at, l.id) as n
    from wanted w left join lateral (
      select l.id, l.remaining, l.held, l.expires_at from ledger.lot l
      where w.fresh and l.member_id = w.member_id and l.state <> 'CLOSED' and l.state <> 'PENDING' and l.remaining > 0
        and l.expires_at > w.at) l on true
  ), taken as materialized (
    select p.*, p.fresh and p.spendable >= p.wanted as posts, least(p.lot_remaining, p.wanted - p.before) as take,
      p.available - p.wanted as available_after, p.held + case p_kind when 'HOLD' then p.wanted else 0 end as held_after
    from picked p
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      actor, reason, result)
    select txn_id, programme_id, key, hash, p_kind, member_id, wanted, effective_at, source_type, source_id, actor, reason,
      ledger.result(points, pending, available_after, held_after, debt, at, effective_at)
    from taken where posts and n = 1
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select t.txn_id, v.seq, t.programme_id, v.account, v.member_id, v.amount
    from taken t cross join lateral (values
      (0::smallint, 'MEMBER_AVAILABLE', t.member_id, -t.wanted),
      (1::smallint, case p_kind when 'SPEND' then 'REDEEMED' when 'HOLD' then 'MEMBER_HELD' else 'ADJUSTMENT' end,
        case p_kind when 'HOLD' then t.member_id end, t.wanted)) v (seq, account, member_id, amount)
    where t.posts and t.n = 1
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta, held_delta)
    select txn_id, lot_id, -take, case p_kind when 'HOLD' then take else 0 end from taken where posts and take > 0
  ), lots as (
    update ledger.lot l
    set remaining = l.remaining - t.take, held = l.held + case p_kind when 'HOLD' then t.take else 0 end,
      state = case when l.remaining = t.take and l.held = 0 and p_kind <> 'HOLD' then 'CLOSED' else l.state end
    from taken t where t.posts and t.take > 0 and l.id = t.lot_id
  ), holds as (
    insert into ledger.hold (txn_id, programme_id, member_id, amount, expires_at)
    select txn_id, programme_id, member_id, wanted, expires_at from taken where p_kind = 'HOLD' and posts and n = 1
  ), balances as (
    update ledger.member_balance b set available = t.available_after, held = t.held_after, version = b.version + 1,
      active_at = case when ledger.is_activity(p_kind, t.source_type) then greatest(b.active_at, t.at) else b.active_at end
    from taken t
    where t.posts and t.n = 1 and b.programme_id = t.programme_id and b.member_id = t.member_id
  )
  select array_agg(ledger.answer_of(t.ord,
    case when t.fresh and not t.posts then 'POINTS_INSUFFICIENT' else t.code end,
    case when t.fresh and not t.posts then format('%s points wanted, %s can be spent', t.wanted, t.spendable) end,
    t.prior_id, t.prior, t.txn_id, t.points, t.pending, t.available_after, t.held_after, t.debt) order by t.ord)
  into answers from taken t where t.n = 1;
  return answers;
end $$;
