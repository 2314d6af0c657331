-- What is left of pending earns is taken back.
create or replace function ledger.cancel_pending_batch(p_requests ledger.request[]) returns setof ledger.answer
language sql as $$ select * from ledger.post_batch('CANCEL_PENDING', p_requests) $$;
