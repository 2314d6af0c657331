-- What is left of a lot and has expired of it, wherever merges have moved it.
create or replace function ledger.lot_now(p_lot_id bigint, out remaining bigint, out expired bigint) language sql stable as $$
  with recursive line as (
    select l.id, l.remaining, l.expired from ledger.lot l where l.id = p_lot_id
    union all
    select l.id, l.remaining, l.expired from line join ledger.lot l on l.origin = line.id)
  select coalesce(sum(line.remaining), 0)::bigint, coalesce(sum(line.expired), 0)::bigint from line
$$;
