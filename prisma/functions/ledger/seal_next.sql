-- Seals the next block of transactions up to `p_through`, below which nothing may still be in flight, and says how many.
-- The hash chain is built behind the journal, in blocks of transactions in id order, so that posting never waits for it. A block keeps
-- id and hash of every transaction, so that the one that was altered can be named.
create or replace function ledger.seal_next(p_through bigint) returns int language plpgsql as $$
declare
  last ledger.seal;
  block record;
begin
  perform pg_advisory_xact_lock(hashtext('ledger.seal'));
  select * into last from ledger.seal order by seq desc limit 1;
  last.seq := coalesce(last.seq, 0) + 1;
  select min(l.id) as first_txn, max(l.id) as last_txn, count(*) as count, string_agg(int8send(l.id) || l.hash, '' order by l.id) as leaves
  into block from ledger.leaves(coalesce(last.last_txn, 0), p_through, ledger.seal_size_max()) l;
  if block.count = 0 then return 0; end if;
  insert into ledger.seal (seq, first_txn, last_txn, count, leaves, root, prev_hash, hash)
  values (last.seq, block.first_txn, block.last_txn, block.count, block.leaves, sha256(block.leaves), coalesce(last.hash, '\x'),
    ledger.seal_hash(coalesce(last.hash, '\x'), last.seq, block.first_txn, block.last_txn, block.count, sha256(block.leaves)));
  return block.count;
end $$;
