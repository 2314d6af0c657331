-- Lets go of what a member's redemptions hold past their end, under the keys of the sweep: whichever comes first has done it. The
-- caller has locked the member's balance.
create or replace function release_run_out_holds(p_programme_id int, p_member_id bigint, p_now timestamptz) returns void language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
declare
  v_due ledger.request[] := array(
    select row(p_programme_id, r.member_id, 'release:due:' || r.hold_txn_id, p_now, null, null, null, 'hold:' || r.public_id, null,
      'sweep', r.hold_txn_id::text, 'sweep', null)::ledger.request
    from redemption r
    where r.member_id = p_member_id and r.status = 'held' and r.expires_at <= p_now
    order by r.expires_at, r.id);
begin
  if cardinality(v_due) > 0 then
    perform ledger.release_batch(v_due);
  end if;
end $$;
