-- Posts requests of which some are for accounts that were merged, one by one in their order. What such an account had is with its heir:
-- what a request takes from a lot is brought back first, and what is left afterwards, or owed, is moved on again.
create or replace function ledger.post_merged(p_kind text, p_requests ledger.request[]) returns setof ledger.answer language plpgsql
set enable_seqscan = off set jit = off as $$
declare
  v_requests ledger.request[];
  v_request ledger.request;
  v_merged boolean;
  v_place int := 0;
  v_reason constant text := 'the account was merged';
begin
  v_requests := ledger.at_their_accounts(p_requests);
  perform ledger.lock_members(array(
    select distinct h.id from unnest(v_requests) r cross join lateral public.heirs_of(r.member_id) h (id)));
  -- Under the locks nobody is merged any more: who was while they were waited for makes the caller try again, as after a deadlock.
  if v_requests is distinct from ledger.at_their_accounts(p_requests) then
    raise exception 'a member of the batch was merged meanwhile' using errcode = '40P01';
  end if;
  foreach v_request in array v_requests loop
    v_place := v_place + 1;
    v_merged := exists (select from public.member m where m.id = v_request.member_id and m.merged_into is not null);
    if v_merged and p_kind in ('CLAWBACK', 'CONFIRM', 'CANCEL_PENDING') then
      perform ledger.bring_back(l.id, case when p_kind = 'CLAWBACK' then v_request.points - coalesce(c.reversed, 0) - n.expired end,
        v_request.at, v_request.actor, v_reason)
      from ledger.txn t
      join ledger.lot l on l.id = t.id
      left join ledger.reversal_cap c on c.orig_txn_id = t.id
      cross join lateral ledger.lot_now(l.id) n
      where t.programme_id = v_request.programme_id and t.idem_key = v_request.ref_key and t.member_id = v_request.member_id
        and not exists (select from ledger.txn o where o.programme_id = v_request.programme_id and o.idem_key = v_request.key);
    end if;
    return query select v_place, a.ok, a.code, a.message, a.txn_id, a.points, a.pending, a.available, a.held, a.debt, a.replayed
    from unnest(ledger.post_round(p_kind, array[v_request])) a;
    if v_merged then
      perform ledger.carry(v_request.member_id, v_request.at, v_request.actor, v_reason);
    end if;
  end loop;
end $$;
