-- Redemptions that deciding on a batch needs: those of `ids`, with what their members could use besides; of `orders`; and of `members`
-- what was captured, for returns that name no order.
create or replace function intake_redemptions(p_programme_id int, p_wanted jsonb, p_now timestamptz) returns json language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_material = off set jit = off
  set plan_cache_mode = force_generic_plan as $$
begin
  return (
    select coalesce(json_agg(x), '[]')
    from (
      select r.public_id as id, r.member_id::text as "memberId", r.order_id as "orderId", r.status, r.points,
        r.captured_points as "capturedPoints", r.refunded_points as "refundedPoints", intake_ms(r.created_at) as "createdAt",
        intake_ms(r.expires_at) as "expiresAt",
        case when r.public_id in (select jsonb_array_elements_text(p_wanted -> 'ids')) then
          coalesce(ledger.spendable(p_programme_id, r.member_id, p_now), 0) end as redeemable,
        -- Word of the cancellation came before the order did.
        case when r.status in ('held', 'released', 'expired') and r.order_id is not null then (
          select intake_ms(max(e.occurred_at)) from event e
          where e.member_id = r.member_id and e.type = 'order.cancelled' and e.data ->> 'orderId' = r.order_id) end as "orderCancelledAt"
      from (
        select r.* from intake_names(p_programme_id, p_wanted -> 'ids') n
        join redemption r on r.public_id = n.name and r.programme_id = n.programme_id
        union
        select r.* from intake_names(p_programme_id, p_wanted -> 'orders') n
        join redemption r on r.programme_id = n.programme_id and r.order_id = n.name
        union
        select r.* from intake_names(p_programme_id, p_wanted -> 'members') n
        join member m on m.programme_id = n.programme_id and m.external_id = n.name
        join redemption r on r.member_id = m.id and r.status = 'captured' and r.order_id is not null) r
      order by r.id) x);
end $$;
