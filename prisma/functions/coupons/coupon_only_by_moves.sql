-- Refuses every change of a coupon but the one that a move makes of its state, or of whose it is when accounts are merged (trigger on
-- coupon).
create or replace function ledger.coupon_only_by_moves() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and pg_trigger_depth() > 1 then
    if row(new.id, new.programme_id, new.code, new.name, new.benefit, new.min_order_minor, new.issued_at, new.expires_at, new.offer)
      is not distinct from
      row(old.id, old.programme_id, old.code, old.name, old.benefit, old.min_order_minor, old.issued_at, old.expires_at, old.offer)
      and (new.member_id = old.member_id or new.status = old.status)
    then
      return new;
    end if;
  end if;
  raise exception 'a coupon changes only by a move' using errcode = '0A000';
end $$;
