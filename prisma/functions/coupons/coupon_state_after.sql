-- The state a move leads to; null when the move is not legal. An order counts by its own time: one that was placed while the
-- coupon was good may come in after the sweep.
create or replace function ledger.coupon_state_after(p_status text, p_kind text, p_at timestamptz, p_expires_at timestamptz)
returns text language sql immutable as $$
  select case
    when p_kind = 'ISSUE' and p_status = 'new' then 'issued'
    when p_kind = 'REDEEM' and p_status in ('issued', 'expired') and p_at <= p_expires_at then 'redeemed'
    when p_kind = 'REFUND' and p_status = 'redeemed' and p_at <= p_expires_at then 'issued'
    when p_kind = 'EXPIRE' and p_status = 'issued' and p_at > p_expires_at then 'expired'
    when p_kind = 'CANCEL' and p_status = 'issued' then 'cancelled'
    -- To another account of the same person.
    when p_kind = 'MOVE' and p_status in ('issued', 'redeemed') then p_status
  end
$$;
