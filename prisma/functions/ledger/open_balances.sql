-- Gives every new member a balance row (trigger on member).
-- The row an operation locks must be there before the operation: a row made on first use could not be locked in member
-- order, and two batches could deadlock over it.
create or replace function ledger.open_balances() returns trigger language plpgsql as $$
begin
  insert into ledger.member_balance (programme_id, member_id)
  select n.programme_id, n.id from joined n on conflict do nothing;
  return null;
end $$;
