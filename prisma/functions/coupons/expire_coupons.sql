-- Expires the coupons of a page of members that are past their last day at p_now.
create or replace function ledger.expire_coupons(p_programme_id int, p_now timestamptz, p_after_member_id bigint, p_members_max int)
returns table (coupons int, next_after_member_id bigint) language plpgsql as $$
declare
  v_members bigint[] := array(
    select distinct c.member_id from ledger.coupon c
    where c.programme_id = p_programme_id and c.status = 'issued' and c.expires_at < p_now and c.member_id > p_after_member_id
    order by c.member_id limit p_members_max);
begin
  with due as materialized (
    select c.* from ledger.coupon c
    where c.programme_id = p_programme_id and c.status = 'issued' and c.expires_at < p_now and c.member_id = any (v_members)
    order by c.id for update skip locked),
  moved as (
    insert into ledger.coupon_move (programme_id, coupon_id, kind, key, request_hash, member_id, at, actor)
    select d.programme_id, d.id, 'EXPIRE', format('expire:coupon:%s/%s', d.id, d.moves + 1),
      ledger.coupon_hash('EXPIRE', jsonb_build_object('couponId', d.id)), d.member_id, p_now, 'sweep'
    from due d returning 1)
  select count(*)::int into coupons from moved;
  next_after_member_id := case when cardinality(v_members) = p_members_max then v_members[p_members_max] end;
  return next;
end $$;
