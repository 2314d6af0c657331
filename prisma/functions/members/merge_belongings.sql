-- What an account has beside its points goes to the one it becomes: orders, redemptions, gifts, coupons that can still be used or come
-- back, mails that have not left, the inbox, and what the person is known by. Benefits that were had count for both. Answers what changed.
create or replace function merge_belongings(p_programme_id int, p_from bigint, p_into bigint, p_now timestamptz, p_actor text, p_reason text)
returns jsonb language plpgsql set enable_seqscan = off set jit = off as $$
declare
  v jsonb := '{}';
  v_ids jsonb;
begin
  with moved as (update sales_order o set member_id = p_into where o.member_id = p_from
    returning o.id, o.amount_minor - o.returned_minor as kept)
  select jsonb_build_object('orders', coalesce(jsonb_agg(id), '[]'), 'keptOrders', count(*) filter (where kept > 0),
    'keptMinor', coalesce(sum(kept), 0)) into v_ids from moved;
  v := v || v_ids;
  with moved as (update redemption r set member_id = p_into where r.member_id = p_from returning r.id)
  select coalesce(jsonb_agg(id), '[]') into v_ids from moved;
  v := v || jsonb_build_object('redemptions', v_ids);
  with moved as (update gift g set member_id = p_into where g.member_id = p_from returning g.id)
  select coalesce(jsonb_agg(id), '[]') into v_ids from moved;
  v := v || jsonb_build_object('gifts', v_ids);
  with moved as (update message s set member_id = p_into where s.member_id = p_from and s.status = 'reserved' returning s.id)
  select coalesce(jsonb_agg(id), '[]') into v_ids from moved;
  v := v || jsonb_build_object('messages', v_ids);
  with moved as (update inbox_message i set member_id = p_into where i.member_id = p_from returning i.message_id)
  select coalesce(jsonb_agg(message_id), '[]') into v_ids from moved;
  v := v || jsonb_build_object('inbox', v_ids);
  v := v || jsonb_build_object('coupons', move_coupons(p_programme_id, p_from, p_into,
    array(select c.id from ledger.coupon c where c.member_id = p_from), p_now, p_actor, p_reason));

  with known as (
    insert into member_identity (programme_id, kind, hash, member_id, seen_at)
    select i.programme_id, i.kind, i.hash, p_into, i.seen_at from member_identity i where i.member_id = p_from
    on conflict do nothing returning kind, hash)
  select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'hash', hash)), '[]') into v_ids from known;
  v := v || jsonb_build_object('identities', v_ids);
  with known as (
    insert into member_address (programme_id, hash, member_id, seen_at)
    select a.programme_id, a.hash, p_into, a.seen_at from member_address a where a.member_id = p_from
    on conflict do nothing returning hash)
  select coalesce(jsonb_agg(hash), '[]') into v_ids from known;
  v := v || jsonb_build_object('addresses', v_ids);
  with had as (
    insert into benefit_claim (programme_id, benefit, identity, member_id, claimed_at)
    select b.programme_id, b.benefit, 'member:' || p_into, p_into, min(b.claimed_at)
    from benefit_claim b where b.member_id = p_from group by b.programme_id, b.benefit
    on conflict do nothing returning benefit)
  select coalesce(jsonb_agg(benefit), '[]') into v_ids from had;
  return v || jsonb_build_object('claims', v_ids);
end $$;
