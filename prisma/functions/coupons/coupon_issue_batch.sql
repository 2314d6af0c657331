-- Issues a batch, each request once by its key; answers in their order.
create or replace function ledger.coupon_issue_batch(p_programme_id int, p_requests jsonb) returns jsonb language plpgsql as $$
declare
  v_answers jsonb := '[]';
  v_request jsonb;
  v_answer jsonb;
  v_coupon ledger.coupon;
  v_hash bytea;
begin
  for v_request in select jsonb_array_elements(p_requests) loop
    v_hash := ledger.coupon_hash('ISSUE', v_request);
    v_answer := ledger.coupon_replay(p_programme_id, v_request ->> 'key', v_hash);
    if v_answer is null then
      insert into ledger.coupon (programme_id, member_id, code, name, benefit, min_order_minor, campaign_id, enrolment_id,
        issued_at, expires_at, offer)
      values (p_programme_id, (v_request ->> 'memberId')::bigint, v_request ->> 'newCode', v_request ->> 'name',
        v_request -> 'benefit', coalesce((v_request ->> 'minOrderMinor')::bigint, 0), (v_request ->> 'campaignId')::int,
        (v_request ->> 'enrolmentId')::bigint, (v_request ->> 'issuedAt')::timestamptz, (v_request ->> 'expiresAt')::timestamptz,
        v_request ->> 'offerCode')
      returning * into v_coupon;
      insert into ledger.coupon_move (programme_id, coupon_id, kind, key, request_hash, member_id, at, actor, reason)
      values (p_programme_id, v_coupon.id, 'ISSUE', v_request ->> 'key', v_hash, v_coupon.member_id, v_coupon.issued_at,
        v_request ->> 'actor', v_request ->> 'reason');
      v_answer := ledger.coupon_answer(v_coupon, false);
    end if;
    v_answers := v_answers || v_answer;
  end loop;
  return v_answers;
end $$;
