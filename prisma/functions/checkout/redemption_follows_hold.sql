-- A redemption whose hold is settled is what became of the hold: captured; expired when the clock let it go; else released (trigger of
-- ledger.hold). So whoever settles a hold, the sweep or the winding up of an account, leaves no redemption behind.
create or replace function redemption_follows_hold() returns trigger language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  update redemption r
  set captured_points = h.captured,
    status = case
      when h.captured > 0 then 'captured'
      when exists (select from ledger.txn t where t.programme_id = h.programme_id and t.idem_key = 'release:due:' || h.txn_id) then 'expired'
      else 'released' end
  from settled h
  where r.hold_txn_id = h.txn_id and r.status = 'held' and h.captured + h.released = h.amount;
  return null;
end $$;
