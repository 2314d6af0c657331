-- The gate every batch of steps passes: waits for a pause, resume or cancel of the campaign that is under way and answers the
-- campaign's status, which then stands until the batch commits. A shared advisory lock, because share locks on one campaign
-- row would let a stream of steps starve the marketer's pause. 7001 is the class of campaign locks.
create or replace function enter_campaign(p_campaign_id int) returns text language plpgsql as $$
declare
  v_status text;
begin
  perform pg_advisory_xact_lock_shared(7001, p_campaign_id);
  select status into v_status from campaign where id = p_campaign_id;
  return v_status;
end $$;
