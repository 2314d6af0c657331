-- CLAWBACK: `points` is what is to have been taken back of an earn in all; what has expired of it counts as taken back already. The
-- rest is taken in this order: the earn's own lot, pending or not; the member's other lots, those still alive first, earliest expiry
-- first; then debt (DEBT) or write-off (CLAMP). Held points stay with their hold.
create or replace function ledger.clawback_round(p_kind text, p_requests ledger.request[]) returns ledger.answer[] language plpgsql as $$
declare answers ledger.answer[];
begin
  with asked as materialized (
    select s.*, e.id as ref_id, e.amount as cap, s.points - coalesce(c.reversed, 0) - coalesce(o.expired, 0) as wanted,
      case when not s.fresh then s.code
        when e.member_id is distinct from s.member_id or e.kind <> 'EARN' then 'TRANSACTION_NOT_FOUND'
        when s.points > e.amount or s.policy not in ('DEBT', 'CLAMP') then 'POINTS_INVALID'
        when s.points <= coalesce(c.reversed, 0) + coalesce(o.expired, 0) then 'REFERENCE_EXHAUSTED' end as refusal
    from ledger.validate_requests(p_kind, p_requests) s
    left join ledger.txn e on s.fresh and e.programme_id = s.programme_id and e.idem_key = s.ref_key
    left join ledger.reversal_cap c on c.orig_txn_id = e.id
    left join lateral ledger.lot_now(e.id) o on e.id is not null
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
    case f.refusal when 'TRANSACTION_NOT_FOUND' then 'earnKey names no earn of this member'
      when 'POINTS_INVALID' then format('totalPoints may be at most the %s points earned, policy DEBT or CLAMP', f.cap)
      when 'REFERENCE_EXHAUSTED' then 'that much has been taken back, or has expired, already' end,
    f.prior_id, f.prior, f.txn_id, f.wanted, f.pending_after, f.available_after, f.held, f.debt_after) order by f.ord)
  into answers from final f;
  return answers;
end $$;
