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
    if block.seq is null or i > 1 and before.seq is null then
      what := 'seal missing';
    elsif block.prev_hash <> coalesce(before.hash, '\x') or block.hash <> fact_seal_hash(
        block.prev_hash, p_kind, block.seq, block.first_id, block.last_id, block.count, block.leaves) then
      what := 'seal altered';
    else
      select d.what, d.id into what, fact_id
      from ledger.first_difference(block.leaves, (
        select string_agg(int8send(l.id) || l.hash, '' order by l.id)
        from (
          select f.id, f.hash from fact_leaves(p_kind, coalesce(before.last_id, 0), block.last_id, 10 * ledger.seal_size_max()) f
          union all
          -- Of what retention has removed the seal alone knows the hash.
          select s.id, s.hash from ledger.purged_leaves(p_kind, i, block.leaves) s) l)) d;
    end if;
    if what is not null then
      seq := i;
      return;
    end if;
  end loop;
  next_seq := case when p_from + p_seals <= newest then p_from + p_seals end;
end $$;
