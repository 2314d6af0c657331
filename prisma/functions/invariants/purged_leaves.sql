-- The facts of a block that retention has removed, each with the hash that was sealed of it. A fact that is still there is not removed.
create or replace function ledger.purged_leaves(p_kind text, p_seq bigint, p_leaves bytea) returns table (id bigint, hash bytea)
language sql stable as $$
  select l.id, l.hash
  from (
    select ('x' || encode(substring(p_leaves from j * 24 + 1 for 8), 'hex'))::bit(64)::bigint as id,
      substring(p_leaves from j * 24 + 9 for 16) as hash
    from generate_series(0, length(p_leaves) / 24 - 1) j) l
  where l.id = any (select unnest(p.ids) from ledger.purged_facts p where p.kind = p_kind and p.seq = p_seq)
    and not exists (select from public.step s where s.id = l.id)
$$;
