-- MOVE: one side of points that pass between two accounts of one person. What goes or comes is in lots that are there (p_deltas, below
-- zero when it goes; p_pending says which of it is pending) or is debt (p_debt, above zero when it comes); the other side is the account
-- MOVED, which the two sides bring back to zero. The caller has locked both balances.
create or replace function ledger.post_move(p_programme_id int, p_member_id bigint, p_at timestamptz, p_source text[], p_actor text,
  p_reason text, p_lot_ids bigint[], p_deltas bigint[], p_pending boolean[], p_debt bigint, p_write_off bigint) returns bigint
language plpgsql set enable_seqscan = off set jit = off as $$
declare
  v_id bigint := nextval('ledger.txn_id_seq');
  v_pending bigint := 0;
  v_available bigint := 0;
  v_net bigint;
  v_balance ledger.member_balance;
begin
  select coalesce(sum(d.delta) filter (where d.pending), 0), coalesce(sum(d.delta) filter (where not d.pending), 0)
  into v_pending, v_available
  from unnest(p_deltas, p_pending) d (delta, pending);
  v_net := v_pending + v_available - p_debt - p_write_off;
  update ledger.member_balance b
  set pending = b.pending + v_pending, available = b.available + v_available, debt = b.debt + p_debt, version = b.version + 1
  where b.programme_id = p_programme_id and b.member_id = p_member_id returning * into v_balance;

  insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id, actor,
    reason, result)
  select v_id, p_programme_id, k.key, sha256(convert_to(k.key, 'UTF8')), 'MOVE', p_member_id,
    greatest(v_pending, 0) + greatest(v_available, 0) + greatest(-p_debt, 0) + greatest(-v_net, 0), e.at, p_source[1], p_source[2], p_actor,
    p_reason, ledger.result(v_net, v_balance.pending, v_balance.available, v_balance.held, v_balance.debt, p_at, e.at)
  from (select 'move:' || v_id as key) k
  cross join (
    select greatest(p_at, p.closed_through + interval '1 millisecond') as at from public.programme p where p.id = p_programme_id) e;

  insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
  select v_id, v.seq, p_programme_id, v.account, v.member_id, v.amount
  from (values (0, 'MEMBER_PENDING', p_member_id, v_pending), (1, 'MEMBER_AVAILABLE', p_member_id, v_available),
    (2, 'MEMBER_DEBT', p_member_id, -p_debt), (3, 'WRITE_OFF', null::bigint, -p_write_off), (4, 'MOVED', null::bigint, -v_net))
    v (seq, account, member_id, amount)
  where v.amount <> 0;

  insert into ledger.lot_move (txn_id, lot_id, remaining_delta) select v_id, d.lot_id, d.delta from unnest(p_lot_ids, p_deltas) d (lot_id, delta);
  update ledger.lot l
  set remaining = l.remaining + d.delta,
    state = case when l.remaining + d.delta + l.held = 0 then 'CLOSED' when d.pending then 'PENDING' else 'ACTIVE' end
  from unnest(p_lot_ids, p_deltas, p_pending) d (lot_id, delta, pending) where l.id = d.lot_id;
  return v_id;
end $$;
