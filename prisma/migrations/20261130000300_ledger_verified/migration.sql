-- What checks of the ledger came to. A row without faults says up to where all was in order: the next check goes on from there. A row with
-- faults holds until a full check finds none. A row for each check, of a few hundred bytes, is kept for ever.
create table ledger.verification (
  id bigserial primary key,
  at timestamptz(3) not null default now(),
  is_full boolean not null,
  faults jsonb not null,
  checked jsonb,
  constraint verification_checked_without_faults check ((checked is null) = (faults <> '[]'))
);
create trigger verification_append_only before update or delete or truncate on ledger.verification
for each statement execute function ledger.append_only();
