-- Refuses the change of what the journal holds, and of what a lot, a hold and a cap were at birth (triggers of the ledger's tables).
create or replace function ledger.append_only() returns trigger language plpgsql as $$
begin
  raise exception 'ledger.% is append-only: correct it with a new transaction', tg_table_name using errcode = '0A000';
end $$;
