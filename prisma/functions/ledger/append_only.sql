-- Refuses the change of what the journal holds, and of what a lot, a hold and a cap were at birth (triggers of the ledger's tables). An
-- erasure takes words out of transactions, and nothing else.
create or replace function ledger.append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and tg_table_name = 'txn' and public.is_erasing() then return null; end if;
  raise exception 'ledger.% is append-only: correct it with a new transaction', tg_table_name using errcode = '0A000';
end $$;
