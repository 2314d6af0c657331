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
    select d.what, d.id into what, txn_id
    from ledger.first_difference(block.leaves, (
      select string_agg(int8send(l.id) || l.hash, '' order by l.id)
      from ledger.leaves(coalesce(before.last_txn, 0), block.last_txn, 10 * ledger.seal_size_max()) l)) d;
  end if;
end $$;
