-- The hash of each fact of a kind as its chain has it: of one that an erasure on record took words out of, and that is as it left it, the
-- hash before.
create or replace function fact_leaves(p_kind text, p_after bigint, p_through bigint, p_limit int) returns table (id bigint, hash bytea)
language sql stable set enable_seqscan = off set jit = off as $$
  select l.id, coalesce((
    select e.before from ledger.erased_leaf e join erasure x on x.id = e.erasure_id
    where e.kind = p_kind and e.fact_id = l.id and e.after = l.hash and (l.member_id is null or l.member_id = any (x.member_ids)) limit 1),
    l.hash)
  from fact_content_leaves(p_kind, p_after, p_through, p_limit) l order by l.id
$$;
