-- What the ledger's tables promise whoever writes them. The functions that write them are in the migrations behind this one.
-- No foreign keys inside the ledger: they cost up to a fifth of an earn, its functions are the only writers, and
-- `perennial ledger verify` reports an orphan.

-- ---------------------------------------------------------------- checks

-- One short check a table: every statement reads each of them anew from the catalogue, and together they were a third of a
-- single earn. What they leave open (known kinds, references, reasons) the functions keep and `ledger verify` checks.

alter table ledger.txn add constraint txn_sound check (
  amount > 0 and length(idem_key) between 1 and 200 and octet_length(request_hash) = 32);

alter table ledger.posting add constraint posting_amount check (amount <> 0);

alter table ledger.member_balance add constraint balance_sound check (
  pending >= 0 and available >= 0 and held >= 0 and debt >= 0 and (debt = 0 or available = 0));

alter table ledger.lot add constraint lot_sound check (
  remaining >= 0 and held >= 0 and remaining + held <= earned and expires_at > available_at
  and (state = 'CLOSED') = (remaining + held = 0));

alter table ledger.lot_move add constraint lot_move_moves check (remaining_delta <> 0 or held_delta <> 0);

alter table ledger.hold add constraint hold_sound check (
  amount > 0 and captured >= 0 and released >= 0 and captured + released <= amount);

alter table ledger.reversal_cap add constraint reversal_sound check (cap > 0 and reversed between 0 and cap);

-- ---------------------------------------------------------------- indexes and storage

-- The spending order of a member. `remaining` is in no index, so a spend that leaves something in the lot updates in place.
-- A lookup by member says `state not in ('CLOSED', 'PENDING')`: with `state = 'ACTIVE'` lot_due would do as well, and a plan made
-- while there were few lots may take it.
create index lot_open on ledger.lot (member_id, expires_at, id) where state <> 'CLOSED';
create index lot_due on ledger.lot (programme_id, expires_at, member_id) where state = 'ACTIVE';
create index lot_confirm on ledger.lot (programme_id, available_at, member_id) where state = 'PENDING';
create index hold_open on ledger.hold (programme_id, expires_at, member_id) where captured + released < amount;
create index txn_reference on ledger.txn (ref_txn_id) where ref_txn_id is not null;

alter table ledger.member_balance set (fillfactor = 70);
alter table ledger.lot set (fillfactor = 80);

-- ---------------------------------------------------------------- every member has a balance row from the first moment

-- The row an operation locks must be there before the operation: a row made on first use could not be locked in member
-- order, and two batches could deadlock over it.
create function ledger.open_balances() returns trigger language plpgsql as $$
begin
  insert into ledger.member_balance (programme_id, member_id)
  select n.programme_id, n.id from joined n on conflict do nothing;
  return null;
end $$;
create trigger member_opens_balance after insert on public.member
  referencing new table as joined for each statement execute function ledger.open_balances();

-- ---------------------------------------------------------------- the journal balances and only grows

create function ledger.posting_zero_sum() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from added group by txn_id, programme_id
    having sum(amount) <> 0 or bool_or(case
      when account in ('MEMBER_PENDING', 'MEMBER_AVAILABLE', 'MEMBER_HELD', 'MEMBER_DEBT') then member_id is null
      when account in ('ISSUANCE', 'REDEEMED', 'BREAKAGE', 'CLAWBACK', 'ADJUSTMENT', 'WRITE_OFF') then member_id is not null
      else true end))
  then
    raise exception 'unbalanced posting' using errcode = '23514';
  end if;
  return null;
end $$;
create trigger posting_zero_sum after insert on ledger.posting
  referencing new table as added for each statement execute function ledger.posting_zero_sum();

create function ledger.append_only() returns trigger language plpgsql as $$
begin
  raise exception 'ledger.% is append-only: correct it with a new transaction', tg_table_name using errcode = '0A000';
end $$;

do $$
declare t text;
begin
  foreach t in array array['txn', 'posting', 'lot_move', 'seal'] loop
    execute format('create trigger %I before update or delete or truncate on ledger.%I
                    for each statement execute function ledger.append_only()', t || '_append_only', t);
  end loop;
  foreach t in array array['lot', 'hold', 'reversal_cap', 'member_balance'] loop
    execute format('create trigger %I before delete or truncate on ledger.%I
                    for each statement execute function ledger.append_only()', t || '_kept', t);
  end loop;
end $$;

-- What a lot, a hold and a cap were at birth never changes. For statements, not rows: a row trigger locks every row it sees.
create trigger lot_facts before update of id, programme_id, member_id, earn_txn_id, earned, available_at, expires_at
  on ledger.lot for each statement execute function ledger.append_only();
create trigger hold_facts before update of txn_id, programme_id, member_id, amount, expires_at
  on ledger.hold for each statement execute function ledger.append_only();
create trigger reversal_cap_facts before update of orig_txn_id, cap
  on ledger.reversal_cap for each statement execute function ledger.append_only();
