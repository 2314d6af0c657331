-- What of a lot a reversal may take: what is left of it and not past its end, as far as it has not been taken back from elsewhere.
create or replace function ledger.revertible(p_lot ledger.lot, p_reversed bigint, p_at timestamptz) returns bigint language sql immutable as $$
  select greatest(0, case when (p_lot).expires_at > p_at
    then least((p_lot).remaining, (p_lot).earned - p_reversed - (p_lot).expired) else 0 end)
$$;
