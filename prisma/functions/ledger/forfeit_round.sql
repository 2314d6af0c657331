-- FORFEIT: the member's account is wound up: pending, available and held points go to breakage, open holds are released to
-- nowhere, debt is written off. Open to members in any state, because erasure uses it.
create or replace function ledger.forfeit_round(p_kind text, p_requests ledger.request[]) returns ledger.answer[] language plpgsql as $$
declare answers ledger.answer[];
begin
  with asked as materialized (
    select s.*, s.pending + s.available + s.held as lost, s.fresh and s.pending + s.available + s.held + s.debt > 0 as posts
    from ledger.validate_requests(p_kind, p_requests) s
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
    update ledger.lot l set remaining = 0, held = 0, expired = l.expired + o.remaining + o.held, state = 'CLOSED' from lost o where l.id = o.lot_id
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
