-- Lets go of what members' holds pin past their end, under the keys of the sweep: whichever comes first has done it. Whoever is about to
-- take points calls it; the balances of all these members are locked from then on.
create or replace function ledger.release_run_out(p_programme_id int, p_member_ids bigint[], p_now timestamptz) returns void
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
declare
  due ledger.request[];
  part int := 0;
begin
  perform ledger.lock_members(p_member_ids);
  due := array(
    select row(p_programme_id, h.member_id, 'release:due:' || t.id, p_now, null, null, null, t.idem_key, null, 'sweep', t.id, 'sweep',
      null)::ledger.request
    from ledger.hold h join ledger.txn t on t.id = h.txn_id
    where h.member_id = any (p_member_ids) and h.programme_id = p_programme_id and h.captured + h.released < h.amount
      and h.expires_at <= p_now
    order by h.member_id, h.expires_at, h.txn_id);
  while part * ledger.batch_size_max() < cardinality(due) loop
    perform ledger.release_batch(due[part * ledger.batch_size_max() + 1 : (part + 1) * ledger.batch_size_max()]);
    part := part + 1;
  end loop;
end $$;
