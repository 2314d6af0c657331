-- What a hold that is released, or a redemption that is undone, brings back to grants that a reversal has taken back is taken back, too,
-- in the same transaction: nobody can spend it in between. Called for the requests of such a batch once they are posted.
create or replace function ledger.take_back_reverted(p_requests ledger.request[]) returns void language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
declare
  v_requests ledger.request[];
begin
  select array_agg(row(t.programme_id, t.member_id, 'reverted:' || t.id || ':' || m.lot_id, r.at, m.remaining_delta, null, null, e.idem_key,
    null, 'reversal', g.reversal_id, v.requested_by, v.reason)::ledger.request order by t.id, m.lot_id)
  into v_requests
  from unnest(p_requests) r
  join ledger.txn t on t.programme_id = r.programme_id and t.idem_key = r.key
  join ledger.lot_move m on m.txn_id = t.id and m.remaining_delta > 0
  join ledger.reverted_grant g on g.kind = 'points' and g.thing_id = m.lot_id
  join public.reversal v on v.id = g.reversal_id
  join ledger.txn e on e.id = m.lot_id;
  if v_requests is not null then
    perform from ledger.post_batch('REVERT', v_requests);
  end if;
end $$;
