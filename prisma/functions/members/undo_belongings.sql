-- Gives an account back what merge_belongings, merge_enrolments and merge_referrals took from it, as far as the other one still has it.
create or replace function undo_belongings(p_programme_id int, p_from bigint, p_into bigint, p_moved jsonb, p_now timestamptz, p_actor text,
  p_reason text) returns jsonb language plpgsql set enable_seqscan = off set jit = off as $$
declare
  v_coupons jsonb;
begin
  update sales_order o set member_id = p_from
  where o.id in (select jsonb_array_elements_text(p_moved -> 'orders')::bigint) and o.member_id = p_into;
  update redemption r set member_id = p_from
  where r.id in (select jsonb_array_elements_text(p_moved -> 'redemptions')::bigint) and r.member_id = p_into;
  update gift g set member_id = p_from
  where g.id in (select jsonb_array_elements_text(p_moved -> 'gifts')::bigint) and g.member_id = p_into;
  update message s set member_id = p_from
  where s.id in (select jsonb_array_elements_text(p_moved -> 'messages')::bigint) and s.member_id = p_into and s.status = 'reserved';
  update inbox_message i set member_id = p_from
  where i.message_id in (select jsonb_array_elements_text(p_moved -> 'inbox')::bigint) and i.member_id = p_into;
  v_coupons := move_coupons(p_programme_id, p_into, p_from,
    array(select jsonb_array_elements_text(p_moved -> 'coupons')::bigint), p_now, p_actor, p_reason);
  delete from member_identity i using jsonb_to_recordset(p_moved -> 'identities') k (kind text, hash text)
  where i.member_id = p_into and i.programme_id = p_programme_id and i.kind = k.kind and i.hash = k.hash;
  delete from member_address a
  where a.member_id = p_into and a.programme_id = p_programme_id and a.hash in (select jsonb_array_elements_text(p_moved -> 'addresses'));
  delete from benefit_claim b
  where b.programme_id = p_programme_id and b.member_id = p_into and b.identity = 'member:' || p_into
    and b.benefit in (select jsonb_array_elements_text(p_moved -> 'claims'));

  update enrolment en set member_id = p_from, occurrence = m.occurrence
  from jsonb_to_recordset(p_moved -> 'enrolments') m (id bigint, occurrence int) where en.id = m.id and en.member_id = p_into;
  update referral r set referrer_id = p_from
  where r.id in (select jsonb_array_elements_text(p_moved -> 'referralsSent')::bigint) and r.referrer_id = p_into and r.referee_id <> p_from;
  update referral r set referee_id = p_from
  where r.id in (select jsonb_array_elements_text(p_moved -> 'referralsCame')::bigint) and r.referee_id = p_into and r.referrer_id <> p_from;
  update referral r set state = o.state, reasons = o.reasons, waits_until = o."waitsUntil", counted_at = o."countedAt", changed_at = p_now
  from jsonb_to_recordset(p_moved -> 'refusedReferrals') o (id bigint, state text, reasons text[], "waitsUntil" timestamptz,
    "countedAt" timestamptz)
  where r.id = o.id and r.state = 'refused';
  update referral_code c set member_id = p_from where c.code = p_moved ->> 'referralCode' and c.member_id = p_into;

  delete from consent c where c.programme_id = p_programme_id and c.member_id = p_into
    and not exists (select from jsonb_to_recordset(p_moved -> 'consents' -> 'rows') w (channel text) where w.channel = c.channel)
    and exists (select from consent o where o.programme_id = c.programme_id and o.member_id = p_from and o.channel = c.channel
      and o.changed_at = c.changed_at);
  return v_coupons;
end $$;
