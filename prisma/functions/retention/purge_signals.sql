-- A page of what stories were told of is removed, of stories that ended before an instant.
create or replace function purge_signals(p_programme_id int, p_before timestamptz, p_after bigint, p_scanned_max int,
  out last_id bigint, out removed int) language plpgsql set enable_seqscan = off set jit = off as $$
begin
  with page as materialized (
    select w.id, w.programme_id, w.enrolment_id, w.created_at from signal_outbox w where w.id > p_after order by w.id limit p_scanned_max
  ), purged as (
    delete from signal_outbox w using page p join enrolment en on en.id = p.enrolment_id
    where w.id = p.id and p.programme_id = p_programme_id and en.status <> 'active' and en.ended_at < p_before
    returning 1)
  select (select case when count(*) = p_scanned_max and max(p.created_at) < p_before then max(p.id) end from page p),
    (select count(*)::int from purged)
  into last_id, removed;
end $$;
