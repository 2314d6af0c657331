-- Makes pending earns available whose time has come, each under the key `confirm:due:<earn's transaction>`: one page of members, in
-- member order, and where the next page starts (null when there is none). Planned anew for every page, like expire_due.
create or replace function ledger.confirm_due(p_programme_id int, p_now timestamptz, p_after_member_id bigint, p_members_max int,
  out lots bigint, out points bigint, out members int, out next_after_member_id bigint) language plpgsql
set plan_cache_mode = force_custom_plan set enable_seqscan = off set jit = off as $$
declare
  page bigint[];
  due ledger.request[];
  part int := 0;
begin
  select array_agg(d.member_id) into page from (
    select l.member_id from ledger.lot l
    where l.programme_id = p_programme_id and l.state = 'PENDING' and l.available_at <= p_now
      and l.member_id > coalesce(p_after_member_id, 0)
    group by l.member_id order by l.member_id limit p_members_max) d;
  perform ledger.lock_members(page);
  select array_agg(row(p_programme_id, l.member_id, 'confirm:due:' || t.id, p_now, null, null, null, t.idem_key, null, 'sweep',
    t.id, 'sweep', null)::ledger.request order by l.member_id, l.available_at, l.id)
  into due
  from ledger.lot l join ledger.txn t on t.id = l.earn_txn_id
  where l.member_id = any (page) and l.programme_id = p_programme_id and l.state = 'PENDING' and l.available_at <= p_now;
  lots := 0; points := 0; members := coalesce(cardinality(page), 0);
  while part * ledger.batch_size_max() < coalesce(cardinality(due), 0) loop
    select confirm_due.lots + count(*), confirm_due.points + coalesce(sum(a.points), 0) into lots, points
    from ledger.confirm_batch(due[part * ledger.batch_size_max() + 1 : (part + 1) * ledger.batch_size_max()]) a where a.ok;
    part := part + 1;
  end loop;
  next_after_member_id := case when cardinality(page) = p_members_max then page[cardinality(page)] end;
end $$;
