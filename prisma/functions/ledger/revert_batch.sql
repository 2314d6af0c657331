-- What is left of earns is taken back, and nothing else.
create or replace function ledger.revert_batch(p_requests ledger.request[]) returns setof ledger.answer
language sql as $$ select * from ledger.post_batch('REVERT', p_requests) $$;
