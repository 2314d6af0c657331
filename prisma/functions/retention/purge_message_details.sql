-- A page of messages that are over and were asked for before an instant loses its subject and what was put into its text,
-- and the inbox it lies in loses it.
create or replace function purge_message_details(p_programme_id int, p_before timestamptz, p_after bigint, p_scanned_max int,
  out last_id bigint, out removed int) language plpgsql set enable_seqscan = off set jit = off as $$
begin
  with page as materialized (
    select m.id, m.programme_id, m.status, m.reserved_at from message m where m.id > p_after order by m.id limit p_scanned_max
  ), purged as (
    update message m set variables = '{"detailsRemoved": true}', live = null, subject = null, provider_id = null
    from page p
    where m.id = p.id and p.programme_id = p_programme_id and p.reserved_at < p_before and p.status not in ('reserved', 'sending')
      and not m.variables ? 'detailsRemoved'
    returning m.id
  ), emptied as (
    delete from inbox_message i using purged p where i.message_id = p.id)
  select (select case when count(*) = p_scanned_max and max(p.reserved_at) < p_before then max(p.id) end from page p),
    (select count(*)::int from purged)
  into last_id, removed;
end $$;
