-- Pending earns become available.
create or replace function ledger.confirm_batch(p_requests ledger.request[]) returns setof ledger.answer
language sql as $$ select * from ledger.post_batch('CONFIRM', p_requests) $$;
