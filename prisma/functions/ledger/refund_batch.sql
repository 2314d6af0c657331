-- Redeemed points go back to the lots they came from, with those lots' own expiry.
create or replace function ledger.refund_batch(p_requests ledger.request[]) returns setof ledger.answer
language sql as $$ select * from ledger.post_batch('REFUND', p_requests) $$;
