-- Held points are redeemed, all or some of them.
create or replace function ledger.capture_batch(p_requests ledger.request[]) returns setof ledger.answer
language sql as $$ select * from ledger.post_batch('CAPTURE', p_requests) $$;
