-- Whether something has no place in the feed yet, and whether a delivery is due: asked ten times a second, whatever the statistics say.
create or replace function notifications_wait(out notifications boolean, out deliveries boolean) language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set jit = off as $$
begin
  notifications := exists (select from notification_outbox)
    or exists (select from ledger.txn t where t.id > (select c.txn_id from notification_cursor c where c.id = 1));
  deliveries := exists (
    select from webhook_endpoint e
    where e.status = 'enabled' and e.deleted_at is null and (
      exists (select from webhook_delivery d where d.endpoint_id = e.id and d.status = 'waiting' and d.next_at <= clock_timestamp())
      or exists (select from webhook_delivery d where d.endpoint_id = e.id and d.status = 'delivering' and d.lease_until <= clock_timestamp())));
end $$;
