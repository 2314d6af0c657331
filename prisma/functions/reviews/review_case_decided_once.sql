-- A case is decided once, and the decision stands (trigger on review_case); an erasure takes out what names the person.
create or replace function review_case_decided_once() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and is_erasing() then return new; end if;
  if tg_op = 'UPDATE' and old.status = 'open' and row(new.id, new.programme_id, new.key, new.subject, new.member_id, new.reasons, new.facts)
    is not distinct from row(old.id, old.programme_id, old.key, old.subject, old.member_id, old.reasons, old.facts) then
    return new;
  end if;
  raise exception 'a case is decided once, and never removed' using errcode = '0A000';
end $$;
