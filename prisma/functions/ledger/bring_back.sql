-- Brings what was moved from a lot of a merged account back into it, at most p_points (null: all that is left); answers how many came.
-- The caller has locked the balances of all accounts on the way.
create or replace function ledger.bring_back(p_lot_id bigint, p_points bigint, p_at timestamptz, p_actor text, p_reason text) returns bigint
language plpgsql set enable_seqscan = off set jit = off as $$
declare
  v_own ledger.lot;
  v_heir bigint;
  v_child ledger.lot;
  v_take bigint;
  v_came bigint := 0;
begin
  select l.* into v_own from ledger.lot l where l.id = p_lot_id;
  select m.merged_into into v_heir from public.member m where m.id = v_own.member_id;
  for v_child in
    select l.* from ledger.lot l where l.origin = p_lot_id and l.member_id = v_heir order by l.id
  loop
    exit when v_came >= p_points;
    perform ledger.bring_back(v_child.id, p_points - v_came, p_at, p_actor, p_reason);
    select l.* into v_child from ledger.lot l where l.id = v_child.id;
    v_take := least(v_child.remaining, coalesce(p_points - v_came, v_child.remaining));
    continue when v_take <= 0;
    perform ledger.post_move(v_own.programme_id, v_heir, p_at, array['member', v_own.member_id::text], p_actor, p_reason,
      array[v_child.id], array[-v_take], array[v_child.state = 'PENDING'], 0, 0);
    perform ledger.post_move(v_own.programme_id, v_own.member_id, p_at, array['member', v_heir::text], p_actor, p_reason,
      array[v_own.id], array[v_take], array[v_child.state = 'PENDING'], 0, 0);
    v_came := v_came + v_take;
  end loop;
  return v_came;
end $$;
