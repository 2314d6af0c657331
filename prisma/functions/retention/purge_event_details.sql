-- A page of events that came before an instant loses what is more than a line of its data: what is nested, and long texts. What its own
-- words and the ledger need stays: ids, amounts, codes. Not while its member is in a campaign, whose story may be told again.
-- It is the owner's, who alone may change an event; the trigger lets it pass.
create or replace function purge_event_details(p_programme_id int, p_before timestamptz, p_after bigint, p_scanned_max int,
  out last_id bigint, out removed int) language plpgsql security definer set search_path = public, ledger, pg_temp
set enable_seqscan = off set jit = off as $$
begin
  perform set_config('perennial.purge', 'event', true);
  with page as materialized (
    select e.id, e.programme_id, e.member_id, e.received_at from event e where e.id > p_after order by e.id limit p_scanned_max
  ), purged as (
    update event e
    set data = jsonb_build_object('detailsRemoved', true) || coalesce((
      select jsonb_object_agg(d.key, d.value) from jsonb_each(e.data) d
      where jsonb_typeof(d.value) not in ('object', 'array') and length(d.value::text) <= 82), '{}')
    from page p
    where e.id = p.id and p.programme_id = p_programme_id and p.received_at < p_before
      and exists (select from jsonb_each(e.data) d where jsonb_typeof(d.value) in ('object', 'array') or length(d.value::text) > 82)
      and not exists (select from enrolment en where en.member_id = p.member_id and en.status = 'active')
    returning 1)
  select (select case when count(*) = p_scanned_max and max(p.received_at) < p_before then max(p.id) end from page p),
    (select count(*)::int from purged)
  into last_id, removed;
  perform set_config('perennial.purge', '', true);
end $$;
