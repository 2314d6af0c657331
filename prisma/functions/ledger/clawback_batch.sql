-- What earns gave is taken back, up to a total for each earn.
create or replace function ledger.clawback_batch(p_requests ledger.request[]) returns setof ledger.answer
language sql as $$ select * from ledger.post_batch('CLAWBACK', p_requests) $$;
