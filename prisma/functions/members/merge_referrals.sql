-- Invitations of two accounts that become one: those p_from sent are p_into's, and so is the one it came by, unless p_into came by another.
-- Nobody is rewarded for inviting oneself, nor twice as a friend: such a one is refused while nothing was paid for it.
create or replace function merge_referrals(p_from bigint, p_into bigint, p_now timestamptz) returns jsonb
language plpgsql set enable_seqscan = off set jit = off as $$
declare
  v_refused jsonb;
  v_sent bigint[];
  v_came bigint[];
  v_code text;
begin
  perform from referral_code c where c.member_id in (p_from, p_into) order by c.member_id for update;
  with both_ways as materialized (
    select r.* from referral r
    where r.referee_id in (p_from, p_into) and r.state in ('joined', 'review', 'waiting', 'approved')
      and (r.referrer_id in (p_from, p_into)
        or r.referee_id = p_from and exists (select from referral o where o.referee_id = p_into))),
  refused as (
    update referral r
    set state = 'refused', reasons = array['the accounts became one: nobody is rewarded for inviting oneself, or as a friend twice'],
      waits_until = null, counted_at = null, changed_at = p_now
    from both_ways b where r.id = b.id
    returning r.id)
  select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'state', b.state, 'reasons', b.reasons, 'waitsUntil', b.waits_until,
    'countedAt', b.counted_at)), '[]') into v_refused
  from both_ways b join refused on refused.id = b.id;
  with moved as (
    update referral r set referrer_id = p_into where r.referrer_id = p_from and r.referee_id <> p_into returning r.id)
  select coalesce(array_agg(id), '{}') into v_sent from moved;
  with moved as (
    update referral r set referee_id = p_into
    where r.referee_id = p_from and r.referrer_id <> p_into and not exists (select from referral o where o.referee_id = p_into)
    returning r.id)
  select coalesce(array_agg(id), '{}') into v_came from moved;
  update referral_code c set member_id = p_into
  where c.member_id = p_from and not exists (select from referral_code o where o.member_id = p_into) returning c.code into v_code;
  return jsonb_build_object('refusedReferrals', v_refused, 'referralsSent', to_jsonb(v_sent), 'referralsCame', to_jsonb(v_came),
    'referralCode', to_jsonb(v_code));
end $$;
