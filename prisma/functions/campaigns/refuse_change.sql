-- Refuses to change or remove what is a fact: versions of campaigns, steps, the audit trail and moves of coupons (triggers).
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% rows are never changed or removed', tg_table_name using errcode = '0A000';
end $$;
