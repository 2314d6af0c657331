-- Points come in, one lot for each request. Pending ones while `available_at` lies after `at`.
create or replace function ledger.earn_batch(p_requests ledger.request[]) returns setof ledger.answer
language sql as $$ select * from ledger.post_batch('EARN', p_requests) $$;
