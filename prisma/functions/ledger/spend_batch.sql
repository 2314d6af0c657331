-- Points are redeemed, from the lots that expire first.
create or replace function ledger.spend_batch(p_requests ledger.request[]) returns setof ledger.answer
language sql as $$ select * from ledger.post_batch('SPEND', p_requests) $$;
