-- Refuses postings that do not sum to zero within their transaction, or whose account goes with the wrong kind of owner (trigger
-- on posting).
create or replace function ledger.posting_zero_sum() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from added group by txn_id, programme_id
    having sum(amount) <> 0 or bool_or(case
      when account in ('MEMBER_PENDING', 'MEMBER_AVAILABLE', 'MEMBER_HELD', 'MEMBER_DEBT') then member_id is null
      when account in ('ISSUANCE', 'REDEEMED', 'BREAKAGE', 'CLAWBACK', 'ADJUSTMENT', 'WRITE_OFF', 'MOVED') then member_id is not null
      else true end))
  then
    raise exception 'unbalanced posting' using errcode = '23514';
  end if;
  return null;
end $$;
