-- Posts one round of a kind by the function of that kind.
create or replace function ledger.post_round(p_kind text, p_requests ledger.request[]) returns ledger.answer[] language plpgsql as $$
declare attempt int := 0;
begin
  loop
    -- A key that another member's transaction took between our look and our insert: look again, and answer IDEMPOTENCY_KEY_REUSED.
    -- The block is what makes that possible; its locks were taken outside it and stay.
    begin
      case
        when p_kind = 'EARN' then return ledger.earn_round(p_kind, p_requests);
        when p_kind in ('SPEND', 'HOLD') then return ledger.spend_round(p_kind, p_requests);
        when p_kind in ('CONFIRM', 'CANCEL_PENDING') then return ledger.settle_round(p_kind, p_requests);
        when p_kind in ('CAPTURE', 'RELEASE') then return ledger.release_round(p_kind, p_requests);
        when p_kind = 'REFUND' then return ledger.refund_round(p_kind, p_requests);
        when p_kind = 'CLAWBACK' then return ledger.clawback_round(p_kind, p_requests);
        when p_kind = 'REVERT' then return ledger.revert_round(p_kind, p_requests);
        when p_kind = 'FORFEIT' then return ledger.forfeit_round(p_kind, p_requests);
        when p_kind = 'ADJUST' then
          return case when (p_requests[1]).points < 0 then ledger.spend_round(p_kind, p_requests) else ledger.earn_round(p_kind, p_requests) end;
      end case;
    exception when unique_violation then
      attempt := attempt + 1;
      if attempt = 3 then raise; end if;
    end;
  end loop;
end $$;
