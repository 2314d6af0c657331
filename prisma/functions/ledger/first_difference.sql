-- The first row of a block that is not as it was sealed, from its leaves (8 bytes of id, 16 of hash each) then and now: null when all are.
create or replace function ledger.first_difference(p_sealed bytea, p_now bytea, out what text, out id bigint) language plpgsql immutable as $$
begin
  if p_sealed = p_now then return; end if;
  select case when not bool_or(l.is_sealed) then 'added' when bool_and(l.is_sealed) then 'missing' else 'altered' end, l.id
  into what, id
  from (
    select v.is_sealed, ('x' || encode(substring(v.leaves from j * 24 + 1 for 8), 'hex'))::bit(64)::bigint as id,
      substring(v.leaves from j * 24 + 9 for 16) as hash
    from (values (true, p_sealed), (false, coalesce(p_now, '\x'))) v (is_sealed, leaves)
    cross join lateral generate_series(0, length(v.leaves) / 24 - 1) j) l
  group by l.id having count(*) = 1 or count(distinct l.hash) > 1
  order by l.id limit 1;
end $$;
