-- The first of up to `p_seals` blocks of a kind from `p_from` on that is not as it was sealed, the fact at fault, and how far the check came.
create or replace function check_facts(p_kind text, p_from bigint, p_seals int, out seq bigint, out what text, out fact_id bigint, out next_seq bigint)
language plpgsql stable as $$
declare
  newest bigint := (select coalesce(max(s.seq), 0) from ledger.fact_seal s where s.kind = p_kind);
  block ledger.fact_seal;
  before ledger.fact_seal;
begin
  for i in p_from .. least(newest, p_from + p_seals - 1) loop
    select * into block from ledger.fact_seal s where s.kind = p_kind and s.seq = i;
    select * into before from ledger.fact_seal s where s.kind = p_kind and s.seq = i - 1;
    seq := i;
    if block.seq is null or i > 1 and before.seq is null then
      what := 'seal missing';
    elsif block.prev_hash <> coalesce(before.hash, '\x') or block.hash <> fact_seal_hash(
        block.prev_hash, p_kind, block.seq, block.first_id, block.last_id, block.count, block.leaves) then
      what := 'seal altered';
    else
      select case when s.hash is null then 'added' when n.hash is null then 'missing' else 'altered' end, coalesce(s.id, n.id)
      into what, fact_id
      from (
        select ('x' || encode(substring(block.leaves from j * 24 + 1 for 8), 'hex'))::bit(64)::bigint as id,
          substring(block.leaves from j * 24 + 9 for 16) as hash
        from generate_series(0, block.count::int - 1) j) s
      full join fact_leaves(p_kind, coalesce(before.last_id, 0), block.last_id, 10 * ledger.seal_size_max()) n on n.id = s.id
      where s.hash is distinct from n.hash
      order by coalesce(s.id, n.id) limit 1;
    end if;
    if what is not null then return; end if;
  end loop;
  seq := null;
  next_seq := case when p_from + p_seals <= newest then p_from + p_seals end;
end $$;
