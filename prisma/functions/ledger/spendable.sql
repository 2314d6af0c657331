-- What a member has to spend at an instant: without lots past their end that no sweep has taken yet, which spend_round leaves alone, too;
-- with what holds past their end let go (release_run_out does it before points are taken).
create or replace function ledger.spendable(p_programme_id int, p_member_id bigint, p_now timestamptz) returns bigint
language sql stable as $$ select b.available from ledger.balance_at(p_programme_id, p_member_id, p_now) b $$;
