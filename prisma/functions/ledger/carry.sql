-- Moves what an account that was merged has, pending and available points lot by lot and debt, on to whom it was merged into, and so on
-- to who the person is now; answers the points that moved. What is held stays with its hold until that is settled. Debt is paid from
-- what the other account has, those still alive first; what is missing is debt there or, by the programme's policy, written off. The
-- caller has locked the balances of all accounts on the way.
create or replace function ledger.carry(p_member_id bigint, p_at timestamptz, p_actor text, p_reason text) returns bigint
language plpgsql set enable_seqscan = off set jit = off as $$
declare
  v_programme_id int;
  v_heir bigint;
  v_goes_on boolean;
  v_clamps boolean;
  v_account ledger.member_balance;
  v_lots ledger.lot[];
  v_lot ledger.lot;
  v_taken record;
  v_points bigint := 0;
begin
  select m.programme_id, m.merged_into, h.merged_into is not null, p.clawback_policy = 'CLAMP'
  into v_programme_id, v_heir, v_goes_on, v_clamps
  from public.member m join public.member h on h.id = m.merged_into join public.programme p on p.id = m.programme_id
  where m.id = p_member_id;
  if v_heir is null then return 0; end if;
  select * into v_account from ledger.member_balance b where b.programme_id = v_programme_id and b.member_id = p_member_id;

  select array_agg(l order by l.expires_at, l.id) into v_lots
  from ledger.lot l where l.member_id = p_member_id and l.state <> 'CLOSED' and l.remaining > 0;
  if v_lots is not null then
    perform ledger.post_move(v_programme_id, p_member_id, p_at, array['member', v_heir::text], p_actor, p_reason,
      array_agg(l.id), array_agg(-l.remaining), array_agg(l.state = 'PENDING'), 0, 0) from unnest(v_lots) l;
    foreach v_lot in array v_lots loop
      perform ledger.move_in(v_programme_id, v_heir, p_at, p_actor, p_reason, v_lot, v_lot.remaining, v_account.active_at);
      v_points := v_points + v_lot.remaining;
    end loop;
  end if;

  if v_account.debt > 0 then
    perform ledger.post_move(v_programme_id, p_member_id, p_at, array['member', v_heir::text], p_actor, p_reason, '{}', '{}', '{}',
      -v_account.debt, 0);
    select coalesce(array_agg(t.id), '{}') as ids, coalesce(array_agg(-t.take), '{}') as deltas, array_fill(false, array[count(*)::int]) as pending,
      coalesce(sum(t.take), 0)::bigint as points
    into v_taken
    from (
      select l.id, least(l.remaining, (v_account.debt - (sum(l.remaining) over w - l.remaining))::bigint) as take
      from ledger.lot l
      where l.member_id = v_heir and l.state <> 'CLOSED' and l.state <> 'PENDING' and l.remaining > 0
      window w as (order by l.expires_at <= p_at, l.expires_at, l.id)) t
    where t.take > 0;
    perform ledger.post_move(v_programme_id, v_heir, p_at, array['member', p_member_id::text], p_actor, p_reason, v_taken.ids, v_taken.deltas,
      v_taken.pending, case when v_clamps and not v_goes_on then 0 else v_account.debt - v_taken.points end,
      case when v_clamps and not v_goes_on then v_account.debt - v_taken.points else 0 end);
  end if;
  if v_goes_on then
    perform ledger.carry(v_heir, p_at, p_actor, p_reason);
  end if;
  return v_points;
end $$;
