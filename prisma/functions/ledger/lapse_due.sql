-- One transaction for each member, for all the member's points that lapse by `p_now`; lots with an end of their own before that are
-- left to expire_due. A page goes through at most `p_scanned_max` members by id. Whoever may be due is locked, and only then are
-- activity and lots read: an earn or redemption at the same moment wins.
create or replace function ledger.lapse_due(p_programme_id int, p_now timestamptz, p_after_member_id bigint, p_members_max int,
  p_scanned_max int, out lots bigint, out points bigint, out members int, out next_after_member_id bigint) language plpgsql
set plan_cache_mode = force_custom_plan set enable_seqscan = off set jit = off as $$
declare
  rule record;
  page bigint[];
begin
  lots := 0; points := 0; members := 0;
  select * into rule from ledger.inactivity(p_programme_id);
  if rule.zone is null then return; end if;
  -- Four days are more than an end of month and an end of day can make out: this picks, the lots decide.
  with scanned as materialized (
    select b.member_id, b.available > 0 and coalesce(b.active_at, '-infinity') <= p_now + interval '4 days'
      - make_interval(months => coalesce(rule.months, 0), days => coalesce(rule.days, 0)) as idle
    from ledger.member_balance b
    where b.programme_id = p_programme_id and b.member_id > coalesce(p_after_member_id, 0)
    order by b.member_id limit p_scanned_max
  ), picked as materialized (
    select s.member_id from scanned s where s.idle order by s.member_id limit p_members_max
  )
  select array_agg(p.member_id), case when count(*) = p_members_max then max(p.member_id)
    when (select count(*) from scanned) = p_scanned_max then (select max(s.member_id) from scanned s) end
  into page, next_after_member_id from picked p;
  if page is null then return; end if;
  perform from ledger.member_balance b
  where b.programme_id = p_programme_id and b.member_id = any (page) order by b.member_id for update;

  with due as materialized (
    select b.member_id, b.active_at, l.id as lot_id, l.ctid as place, l.remaining, d.lapses_at
    from unnest(page) m (member_id)
    join ledger.member_balance b on b.programme_id = p_programme_id and b.member_id = m.member_id
    join ledger.lot l on l.member_id = m.member_id
    cross join lateral (
      select ledger.lapses_at(rule.months, rule.days, rule.zone, greatest(b.active_at, l.available_at)) as lapses_at) d
    where l.state <> 'CLOSED' and l.state <> 'PENDING' and l.remaining > 0 and l.expires_at > p_now and d.lapses_at <= p_now
  ), lapsed as materialized (
    select s.*, nextval('ledger.txn_id_seq') as txn_id from (
      select d.member_id, sum(d.remaining)::bigint as points, count(*) as lots, max(d.lapses_at) as lapses_at,
        case when d.active_at is null then 'no activity since the points were given'
          else 'no activity since ' || to_char(d.active_at at time zone rule.zone, 'FMDD FMMonth YYYY') end as reason
      from due d group by d.member_id, d.active_at) s
  ), txns as (
    insert into ledger.txn (id, programme_id, idem_key, request_hash, kind, member_id, amount, effective_at, source_type, source_id,
      actor, reason, result)
    select e.txn_id, p_programme_id, k.key, sha256(convert_to(k.key, 'UTF8')), 'EXPIRE', e.member_id, e.points,
      greatest(p_now, p.closed_through + interval '1 millisecond'), 'inactivity', (extract(epoch from e.lapses_at) * 1000)::bigint::text,
      'sweep', e.reason, ledger.result(e.points, b.pending, b.available - e.points, b.held, b.debt, p_now, p_now)
    from lapsed e
    join ledger.member_balance b on b.programme_id = p_programme_id and b.member_id = e.member_id
    -- The version makes every lapse of a member its own: points given back later may lapse on the same day.
    cross join lateral (select format('expire:inactive:%s:%s', e.member_id, b.version + 1) as key) k
    cross join public.programme p where p.id = p_programme_id
  ), postings as (
    insert into ledger.posting (txn_id, seq, programme_id, account, member_id, amount)
    select e.txn_id, v.seq, p_programme_id, v.account, v.member_id, v.amount
    from lapsed e cross join lateral (values
      (0, 'MEMBER_AVAILABLE', e.member_id, -e.points), (1, 'BREAKAGE', null::bigint, e.points)) v (seq, account, member_id, amount)
  ), moves as (
    insert into ledger.lot_move (txn_id, lot_id, remaining_delta)
    select e.txn_id, d.lot_id, -d.remaining from due d join lapsed e on e.member_id = d.member_id
  ), closed as (
    update ledger.lot l set remaining = 0, expired = l.expired + d.remaining, state = case when l.held = 0 then 'CLOSED' else l.state end
    from due d where l.ctid = d.place
  ), balances as (
    update ledger.member_balance b set available = b.available - e.points, version = b.version + 1
    from lapsed e where b.programme_id = p_programme_id and b.member_id = e.member_id
  )
  select coalesce(sum(e.lots), 0), coalesce(sum(e.points), 0), count(*) into lots, points, members from lapsed e;
end $$;
