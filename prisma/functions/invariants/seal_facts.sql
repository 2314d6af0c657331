-- Seals the next block of a kind of facts up to `p_through`, below which nothing may still be in flight, and says how many.
create or replace function seal_facts(p_kind text, p_through bigint) returns int language plpgsql as $$
declare
  last ledger.fact_seal;
  block record;
begin
  perform pg_advisory_xact_lock(hashtext('ledger.fact_seal'));
  select * into last from ledger.fact_seal where kind = p_kind order by seq desc limit 1;
  select min(l.id) as first_id, max(l.id) as last_id, count(*) as count, string_agg(int8send(l.id) || l.hash, '' order by l.id) as leaves
  into block from fact_leaves(p_kind, coalesce(last.last_id, 0), p_through, ledger.seal_size_max()) l;
  if block.count = 0 then return 0; end if;
  last.seq := coalesce(last.seq, 0) + 1;
  insert into ledger.fact_seal (kind, seq, first_id, last_id, count, leaves, prev_hash, hash)
  values (p_kind, last.seq, block.first_id, block.last_id, block.count, block.leaves, coalesce(last.hash, '\x'),
    fact_seal_hash(coalesce(last.hash, '\x'), p_kind, last.seq, block.first_id, block.last_id, block.count, block.leaves));
  return block.count;
end $$;
