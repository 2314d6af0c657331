-- Gives what has been committed its place in the feed, a page of journal rows and a page of the outbox, and makes a delivery of each for
-- every endpoint that asked for it; answers how many were published.
--
-- Whoever has read up to a number never finds a new row below it: numbers are drawn by one publisher at a time, and it holds the
-- cursor's row until it has committed.
--
-- Journal rows cost an earn nothing: they are read where they are. Their numbers are drawn before they are committed, so that a row below
-- one that is visible may still come. Up to `horizon_id` none does: every number up to there had been drawn when the publisher before
-- noted it, by transactions older than `horizon_xid`, which is a publisher's that began later; and those have ended. Behind it a row may
-- be told of as long as no number is missing before it.
create or replace function publish_notifications(p_max int) returns int language plpgsql
set enable_seqscan = off set enable_mergejoin = off set enable_bitmapscan = off set jit = off as $$
declare
  place notification_cursor;
  certain bigint;
  told int;
  taken int;
  last_told bigint;
begin
  select * into place from notification_cursor where id = 1 for update skip locked;
  if not found then return 0; end if;
  certain := place.txn_id;
  place.horizon_xid := coalesce(place.horizon_xid, pg_current_xact_id()::text::bigint);
  if pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= place.horizon_xid then
    certain := greatest(certain, place.horizon_id);
    place.horizon_xid := null;
  end if;

  with page as materialized (
    select t.id, t.programme_id, t.kind, t.member_id, t.effective_at from ledger.txn t where t.id > place.txn_id order by t.id limit p_max
  ), ready as materialized (
    select p.* from (select page.*, row_number() over (partition by page.id > certain order by page.id) as n from page) p
    where p.id <= certain or p.id - certain = p.n
  ), balance as materialized (
    -- The version behind the member's last row of the page: what it is now, less what came later.
    select r.member_id, b.version - (select count(*) from ledger.txn l where l.member_id = r.member_id and l.id > r.last) as version
    from (select programme_id, member_id, max(id) as last from ready group by programme_id, member_id) r
    join ledger.member_balance b on b.programme_id = r.programme_id and b.member_id = r.member_id
  ), written as (
    insert into notification (programme_id, type, member_id, at, txn_id, version)
    select r.programme_id, notification_type_of(r.kind), r.member_id, r.effective_at, r.id,
      b.version + 1 - row_number() over (partition by r.member_id order by r.id desc)
    from ready r join balance b on b.member_id = r.member_id
    order by r.id
    returning programme_id, sequence, type, txn_id
  ), sent as (
    insert into webhook_delivery (endpoint_id, sequence)
    select e.id, w.sequence from written w join webhook_endpoint e on e.programme_id = w.programme_id
    where e.status = 'enabled' and e.deleted_at is null and (e.types = '{}' or w.type = any (e.types))
  ), reviewed as (
    -- Something of these members has changed: segments that are watched look at them again.
    insert into segment_review (programme_id, member_id)
    select distinct r.programme_id, r.member_id from ready r
    where exists (select from segment s where s.programme_id = r.programme_id and s.watched_at is not null)
      or exists (select from journey_watch w where w.programme_id = r.programme_id)
  )
  select count(*), max(txn_id) into told, last_told from written;

  with next as materialized (
    delete from notification_outbox o where o.id = any (array(select id from notification_outbox order by id limit p_max)) returning *
  ), written as (
    insert into notification (programme_id, type, member_id, at, key, object, previous)
    select n.programme_id, n.type, n.member_id, n.at, n.key, n.object, n.previous from next n order by n.id
    returning programme_id, sequence, type
  ), sent as (
    insert into webhook_delivery (endpoint_id, sequence)
    select e.id, w.sequence from written w join webhook_endpoint e on e.programme_id = w.programme_id
    where e.status = 'enabled' and e.deleted_at is null and (e.types = '{}' or w.type = any (e.types))
  ), reviewed as (
    insert into segment_review (programme_id, member_id)
    select distinct n.programme_id, n.member_id from next n
    where n.member_id is not null and (exists (select from segment s where s.programme_id = n.programme_id and s.watched_at is not null)
      or exists (select from journey_watch w where w.programme_id = n.programme_id))
  )
  select count(*) into taken from written;

  -- A page that is full ends with its last row; otherwise all up to where it is certain is behind us.
  place.txn_id := greatest(place.txn_id, last_told, case when told < p_max then certain end);
  if place.horizon_xid is null then
    -- Read here and passed only by a later publisher, whose number is above that of whoever drew one up to it.
    place.horizon_id := (select case when is_called then last_value else 0 end from ledger.txn_id_seq);
  end if;
  update notification_cursor set txn_id = place.txn_id, horizon_id = place.horizon_id, horizon_xid = place.horizon_xid where id = 1;
  return told + taken;
end $$;
