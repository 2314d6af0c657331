-- Expires what is due: one page of members, in member order, and where the next page starts (null when there is none). `p_now` is the
-- sweep's time. One transaction for each member, for all the member's lots that are due. A held lot does not expire; what a release
-- gives back to it later is due at once. The member's version makes the key: every expiry of a member has its own.
-- The plan is made anew for every page: whether the members' lots or the due dates lead depends on how much is due.
create or replace function ledger.expire_due(p_programme_id int, p_now timestamptz, p_after_member_id bigint, p_members_max int,
  out lots bigint, out points bigint, out members int, out next_after_member_id bigint) language plpgsql
set plan_cache_mode = force_custom_plan set enable_seqscan = off set jit = off as $$
declare
  page bigint[];
  txn_ids bigint[];
begin
  page := ledger.members_due(p_programme_id, p_now, coalesce(p_after_member_id, 0), p_members_max);
  if page is null then
    select 0, 0, 0, null into lots, points, members, next_after_member_id;
    return;
  end if;
  perform from ledger.member_balance b
  where b.programme_id = p_programme_id and b.member_id = any (page) order by b.member_id for update;
  select array_agg(nextval('ledger.txn_id_seq')) into txn_ids from generate_series(1, cardinality(page));

  with due as materialized (
    select m.txn_id, l.member_id, l.id as lot_id, l.ctid as place, l.remaining, l.held
    from unnest(page, txn_ids) m (member_id, txn_id)
    join ledger.lot l on l.member_id = m.member_id
    where l.state <> 'CLOSED' and l.state <> 'PENDING' and l.remaining > 0 and l.expires_at <= p_now
  ), expired as materialized (
    select d.txn_id, d.member_id, sum(d.remaining)::bigint as points, count(*) as lots from due d group by d.txn_id, d.member_id
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      actor, result)
    select e.txn_id, p_programme_id, k.key, sha256(convert_to(k.key, 'UTF8')), 'EXPIRE', e.member_id, e.points,
      greatest(p_now, p.closed_through + interval '1 millisecond'), 'sweep', e.lots::text, 'sweep',
      ledger.result(e.points, b.pending, b.available - e.points, b.held, b.debt, p_now, p_now)
    from expired e
    join ledger.member_balance b on b.programme_id = p_programme_id and b.member_id = e.member_id
    cross join lateral (select format('expire:%s:%s', e.member_id, b.version + 1) as key) k
    cross join public.programme p where p.id = p_programme_id
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select e.txn_id, v.seq, p_programme_id, v.account, v.member_id, v.amount
    from expired e cross join lateral (values
      (0, 'MEMBER_AVAILABLE', e.member_id, -e.points), (1, 'BREAKAGE', null::bigint, e.points)) v (seq, account, member_id, amount)
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta) select txn_id, lot_id, -remaining from due
  ), closed as (
    update ledger.lot l set remaining = 0, expired = l.expired + d.remaining, state = case when l.held = 0 then 'CLOSED' else l.state end
    from due d where l.ctid = d.place
  ), balances as (
    update ledger.member_balance b set available = b.available - e.points, version = b.version + 1
    from expired e where b.programme_id = p_programme_id and b.member_id = e.member_id
  )
  select coalesce(sum(e.lots), 0), coalesce(sum(e.points), 0), count(*) into lots, points, members from expired e;
  next_after_member_id := case when cardinality(page) = p_members_max then page[cardinality(page)] end;
end $$;
