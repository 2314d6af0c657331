-- Tells of points that expire within so many days: a page of members, in the order of expiry, each member and instant once; answers how
-- many it looked at. What is earned with less than that to go is told of by its earning alone.
create or replace function notify_expiring(p_programme_id int, p_now timestamptz, p_days int, p_max int) returns int language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set jit = off as $$
declare
  place expiry_notified;
  looked int;
  last_at timestamptz;
  last_member bigint;
begin
  insert into expiry_notified (programme_id, through_at, member_id) values (p_programme_id, p_now, 0) on conflict do nothing;
  select * into place from expiry_notified where programme_id = p_programme_id for update;
  -- What has expired meanwhile is no longer to be told of.
  if place.through_at < p_now then
    place.through_at := p_now;
    place.member_id := 0;
  end if;
  with page as materialized (
    select l.expires_at, l.member_id, sum(l.remaining)::bigint as points
    from ledger.lot l
    where l.programme_id = p_programme_id and l.state = 'ACTIVE' and (l.expires_at, l.member_id) > (place.through_at, place.member_id)
      and l.expires_at <= p_now + make_interval(days => p_days)
    group by l.expires_at, l.member_id order by l.expires_at, l.member_id limit p_max
  ), told as (
    insert into notification_outbox (programme_id, type, member_id, at, object)
    select p_programme_id, 'points.expiring', p.member_id, p_now, jsonb_build_object('points', p.points, 'expiresAt', p.expires_at)
    from page p where p.points > 0 order by p.expires_at, p.member_id
  )
  select count(*), (array_agg(expires_at order by expires_at desc, member_id desc))[1],
    (array_agg(member_id order by expires_at desc, member_id desc))[1]
  into looked, last_at, last_member from page;
  update expiry_notified e set through_at = coalesce(last_at, place.through_at), member_id = coalesce(last_member, place.member_id)
  where e.programme_id = p_programme_id;
  return looked;
end $$;
