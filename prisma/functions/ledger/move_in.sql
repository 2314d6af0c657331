-- The side of a MOVE that comes in as a lot of its own: with the beginning and the end of the lot it was moved from, and its source, so
-- that points never grow younger and go on saying what they were earned by. Debt is repaid first. The person's activity comes along.
create or replace function ledger.move_in(p_programme_id int, p_member_id bigint, p_at timestamptz, p_actor text, p_reason text,
  p_origin ledger.lot, p_points bigint, p_active_at timestamptz) returns bigint
language plpgsql set enable_seqscan = off set jit = off as $$
declare
  v_id bigint := nextval('ledger.txn_id_seq');
  v_is_pending boolean := p_origin.state = 'PENDING';
  v_repaid bigint;
  v_balance ledger.member_balance;
begin
  select case when v_is_pending then 0 else least(b.debt, p_points) end into v_repaid
  from ledger.member_balance b where b.programme_id = p_programme_id and b.member_id = p_member_id;
  update ledger.member_balance b
  set pending = b.pending + case when v_is_pending then p_points else 0 end,
    available = b.available + case when v_is_pending then 0 else p_points - v_repaid end,
    debt = b.debt - v_repaid, version = b.version + 1, active_at = greatest(b.active_at, p_active_at)
  where b.programme_id = p_programme_id and b.member_id = p_member_id returning * into v_balance;

  insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id, actor,
    reason, result)
  select v_id, p_programme_id, k.key, sha256(convert_to(k.key, 'UTF8')), 'MOVE', p_member_id, p_points, e.at, t.source_type, t.source_id,
    p_actor, p_reason,
    ledger.result(p_points, v_balance.pending, v_balance.available, v_balance.held, v_balance.debt, p_at, e.at)
      || jsonb_strip_nulls(jsonb_build_object('origin', p_origin.id, 'activeAt', p_active_at))
  from (select 'move:' || v_id as key) k
  cross join (
    select greatest(p_at, p.closed_through + interval '1 millisecond') as at from public.programme p where p.id = p_programme_id) e
  cross join (select source_type, source_id from ledger.txn where id = p_origin.id) t;

  insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
  select v_id, v.seq, p_programme_id, v.account, v.member_id, v.amount
  from (values (0, 'MOVED', null::bigint, -p_points),
    (1, case when v_is_pending then 'MEMBER_PENDING' else 'MEMBER_AVAILABLE' end, p_member_id, p_points - v_repaid),
    (2, 'MEMBER_DEBT', p_member_id, v_repaid)) v (seq, account, member_id, amount)
  where v.amount <> 0;

  insert into ledger.lot (id, programme_id, member_id, earn_txn_id, state, earned, remaining, available_at, expires_at, origin)
  values (v_id, p_programme_id, p_member_id, v_id,
    case when v_is_pending then 'PENDING' when v_repaid = p_points then 'CLOSED' else 'ACTIVE' end, p_points, p_points - v_repaid,
    p_origin.available_at, p_origin.expires_at, p_origin.id);
  if v_repaid > 0 then
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta) values (v_id, v_id, -v_repaid);
  end if;
  return v_id;
end $$;
