-- The first of up to `p_seals` blocks from `p_from` on that is not as it was sealed, and how far the check came.
create or replace function ledger.check_seals(p_from bigint, p_seals int, out seq bigint, out what text, out txn_id bigint, out next_seq bigint)
language plpgsql stable as $$
declare
  -- By what was counted, too: it shows when the last blocks are gone, or all. Nothing is sealed yet: no block is missing.
  newest bigint := greatest((select coalesce(max(s.seq), 0) from ledger.seal s),
    (select case when m.is_called then m.last_value else 0 end from ledger.seals_made m));
begin
  for i in p_from .. least(newest, p_from + p_seals - 1) loop
    select c.what, c.txn_id into what, txn_id from ledger.check_seal(i) c;
    if what is not null then
      seq := i;
      return;
    end if;
  end loop;
  next_seq := case when p_from + p_seals <= newest then p_from + p_seals end;
end $$;
