-- Transactions a block holds: 1,000 x 24 bytes of leaves.
create or replace function ledger.seal_size_max() returns int language sql immutable as $$ select 1000 $$;
