-- Held points go back to their lots, all or some of them.
create or replace function ledger.release_batch(p_requests ledger.request[]) returns setof ledger.answer
language sql as $$ select * from ledger.post_batch('RELEASE', p_requests) $$;
