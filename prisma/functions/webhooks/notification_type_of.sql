-- What the feed calls a kind of transaction.
create or replace function notification_type_of(p_kind text) returns text language sql immutable as $$
  select 'points.' || case p_kind
    when 'EARN' then 'earned' when 'CONFIRM' then 'confirmed' when 'HOLD' then 'held' when 'RELEASE' then 'released'
    when 'SPEND' then 'redeemed' when 'CAPTURE' then 'redeemed' when 'REFUND' then 'refunded'
    when 'CLAWBACK' then 'clawed_back' when 'CANCEL_PENDING' then 'clawed_back' when 'REVERT' then 'clawed_back' when 'ADJUST' then 'adjusted'
    when 'MOVE' then 'moved'
    else 'expired' end
$$;
