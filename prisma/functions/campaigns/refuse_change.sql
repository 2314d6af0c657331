-- Refuses to change or remove what is a fact: versions of campaigns, steps, the audit trail and moves of coupons (triggers).
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  -- Retention removes steps that gave nothing, and notes it: purge_steps, which its owner alone can be.
  if tg_op = 'DELETE' and tg_table_name = 'step' and current_setting('perennial.purge', true) = 'step' then return old; end if;
  raise exception '% rows are never changed or removed', tg_table_name using errcode = '0A000';
end $$;
