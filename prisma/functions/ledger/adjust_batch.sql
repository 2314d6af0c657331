-- Corrections by hand, up or down, each with its reason.
create or replace function ledger.adjust_batch(p_requests ledger.request[]) returns setof ledger.answer
language sql as $$ select * from ledger.post_batch('ADJUST', p_requests) $$;
