-- Requests a batch may hold: 5,000 x 45 us is a quarter of a second under the members' locks.
create or replace function ledger.batch_size_max() returns int language sql immutable as $$ select 5000 $$;
