-- Refuses the change of a fact (triggers of campaign_version, step, audit_event and coupon_move), but for what an erasure takes out of it.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  -- Retention removes steps that gave nothing, and notes it: purge_steps, which its owner alone can be.
  if tg_op = 'DELETE' and tg_table_name = 'step' and current_setting('perennial.purge', true) = 'step' then return old; end if;
  if tg_op = 'UPDATE' and is_erasing() then return new; end if;
  raise exception '% rows are never changed or removed', tg_table_name using errcode = '0A000';
end $$;
