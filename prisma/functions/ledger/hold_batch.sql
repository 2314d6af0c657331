-- Points are set aside in their lots: nobody else can spend them and they do not expire meanwhile.
create or replace function ledger.hold_batch(p_requests ledger.request[]) returns setof ledger.answer
language sql as $$ select * from ledger.post_batch('HOLD', p_requests) $$;
