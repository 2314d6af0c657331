-- The first thing in a block that is not as it was sealed: null when all is.
create or replace function ledger.check_seal(p_seq bigint, out what text, out txn_id bigint) language plpgsql stable as $$
declare
  block ledger.seal;
  before ledger.seal;
begin
  select * into block from ledger.seal where seq = p_seq;
  select * into before from ledger.seal where seq = p_seq - 1;
  if block.seq is null or p_seq > 1 and before.seq is null then
    what := 'seal missing';
  elsif block.prev_hash <> coalesce(before.hash, '\x') or block.root <> sha256(block.leaves) or block.hash <> ledger.seal_hash(
      block.prev_hash, block.seq, block.first_txn, block.last_txn, block.count, block.root) then
    what := 'seal altered';
  else
    select case when s.hash is null then 'added' when n.hash is null then 'missing' else 'altered' end, coalesce(s.id, n.id)
    into what, txn_id
    from (
      select ('x' || encode(substring(block.leaves from i * 24 + 1 for 8), 'hex'))::bit(64)::bigint as id,
        substring(block.leaves from i * 24 + 9 for 16) as hash
      from generate_series(0, block.count::int - 1) i) s
    full join ledger.leaves(coalesce(before.last_txn, 0), block.last_txn, 10 * ledger.seal_size_max()) n on n.id = s.id
    where s.hash is distinct from n.hash
    order by coalesce(s.id, n.id) limit 1;
  end if;
end $$;
