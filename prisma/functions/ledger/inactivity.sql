-- The programme's rule; all null where there is none.
create or replace function ledger.inactivity(p_programme_id int, out months int, out days int, out zone text) language sql stable as $$
  select (definition #>> '{expiry,inactivityMonths}')::int, (definition #>> '{expiry,inactivityDays}')::int, zone
  from public.programme
  where id = p_programme_id and (definition -> 'expiry') ?| array['inactivityMonths', 'inactivityDays']
$$;
