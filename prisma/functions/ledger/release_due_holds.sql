-- Releases holds that have run out, each under the key `release:due:<hold's transaction>`: one page of members, in member order, and
-- where the next page starts (null when there is none). Planned anew for every page, like expire_due.
create or replace function ledger.release_due_holds(p_programme_id int, p_now timestamptz, p_after_member_id bigint, p_members_max int,
  out holds bigint, out points bigint, out members int, out next_after_member_id bigint) language plpgsql
set plan_cache_mode = force_custom_plan set enable_seqscan = off set jit = off as $$
declare
  page bigint[];
  due ledger.request[];
  part int := 0;
begin
  select array_agg(d.member_id) into page from (
    select h.member_id from ledger.hold h
    where h.programme_id = p_programme_id and h.captured + h.released < h.amount and h.expires_at <= p_now
      and h.member_id > coalesce(p_after_member_id, 0)
    group by h.member_id order by h.member_id limit p_members_max) d;
  perform ledger.lock_members(page);
  select array_agg(row(p_programme_id, h.member_id, 'release:due:' || t.id, p_now, null, null, null, t.idem_key, null, 'sweep',
    t.id, 'sweep', null)::ledger.request order by h.member_id, h.expires_at, h.txn_id)
  into due
  from ledger.hold h join ledger.txn t on t.id = h.txn_id
  where h.member_id = any (page) and h.programme_id = p_programme_id and h.captured + h.released < h.amount and h.expires_at <= p_now;
  holds := 0; points := 0; members := coalesce(cardinality(page), 0);
  while part * ledger.batch_size_max() < coalesce(cardinality(due), 0) loop
    select release_due_holds.holds + count(*), release_due_holds.points + coalesce(sum(a.points), 0) into holds, points
    from ledger.release_batch(due[part * ledger.batch_size_max() + 1 : (part + 1) * ledger.batch_size_max()]) a where a.ok;
    part := part + 1;
  end loop;
  next_after_member_id := case when cardinality(page) = p_members_max then page[cardinality(page)] end;
end $$;
