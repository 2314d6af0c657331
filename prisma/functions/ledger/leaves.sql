-- The hash of each transaction as the chain has it: of one that an erasure on record of its member took words out of, and that is as it left
-- it, the hash before.
create or replace function ledger.leaves(p_after bigint, p_through bigint, p_limit int) returns table (id bigint, hash bytea)
language sql stable set enable_seqscan = off set jit = off as $$
  select l.id, coalesce((
    select e.before from ledger.erased_leaf e join public.erasure x on x.id = e.erasure_id
    where e.kind = 'txn' and e.fact_id = l.id and e.after = l.hash and l.member_id = any (x.member_ids) limit 1), l.hash)
  from ledger.content_leaves(p_after, p_through, p_limit) l order by l.id
$$;
