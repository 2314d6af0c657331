-- Everything a member has is taken, with the reason.
create or replace function ledger.forfeit_batch(p_requests ledger.request[]) returns setof ledger.answer
language sql as $$ select * from ledger.post_batch('FORFEIT', p_requests) $$;
