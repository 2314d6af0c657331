-- Locks the balance rows of a batch in member order. A caller that posts several batches in one transaction calls this
-- first with all its members; otherwise two such callers can wait for each other.
create or replace function ledger.lock_members(p_member_ids bigint[]) returns void language plpgsql
set enable_seqscan = off set jit = off as $$
begin
  perform from ledger.member_balance b
  join public.member m on m.id = b.member_id and m.programme_id = b.programme_id
  where m.id = any (p_member_ids) order by b.member_id for update of b;
end $$;
