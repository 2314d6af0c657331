-- A page of steps of stories that ended before an instant is removed. Steps that gave or took something stay, for the ledger, disputes and
-- reversals; so do messages that came to none, which the report counts. Only what is sealed goes, and the seal is told.
-- It is the owner's, who alone may remove a step; the trigger lets it pass.
create or replace function purge_steps(p_programme_id int, p_before timestamptz, p_after bigint, p_scanned_max int,
  out last_id bigint, out removed int) language plpgsql security definer set search_path = public, ledger, pg_temp
set enable_seqscan = off set jit = off as $$
declare
  sealed bigint := (select coalesce(max(s.last_id), 0) from ledger.fact_seal s where s.kind = 'step');
begin
  perform set_config('perennial.purge', 'step', true);
  -- Two workers would otherwise note the same block at once.
  perform pg_advisory_xact_lock(hashtext('ledger.purged_facts'));
  with page as materialized (
    select s.id, s.programme_id, s.enrolment_id, s.kind, s.outcome, s.performed_at from step s
    where s.id > p_after and s.id <= sealed order by s.id limit p_scanned_max
  ), gone as materialized (
    select p.id from page p join enrolment en on en.id = p.enrolment_id
    where p.programme_id = p_programme_id and en.status <> 'active' and en.ended_at < p_before
      and p.kind not in ('grant', 'coupon', 'clawback') and (p.kind <> 'message' or p.outcome ->> 'kind' = 'applied')
      and not coalesce(p.outcome -> 'data' ?| array['points', 'couponId', 'txnId'], false)
  ), noted as (
    insert into ledger.purged_facts (kind, seq, ids)
    select 'step', b.seq, array_agg(g.id order by g.id)
    from gone g cross join lateral (
      select f.seq from ledger.fact_seal f where f.kind = 'step' and f.first_id <= g.id and f.last_id >= g.id limit 1) b
    group by b.seq
    on conflict (kind, seq) do update set ids = purged_facts.ids || excluded.ids
  ), purged as (
    delete from step s using gone g where s.id = g.id returning 1)
  select (select case when count(*) = p_scanned_max and max(p.performed_at) < p_before then max(p.id) end from page p),
    (select count(*)::int from purged)
  into last_id, removed;
  perform set_config('perennial.purge', '', true);
end $$;
