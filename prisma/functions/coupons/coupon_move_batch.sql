-- Makes a batch of moves of one kind, each once by its key; answers in their order. Coupons are locked in the order of their
-- codes, so that two batches never wait for each other.
create or replace function ledger.coupon_move_batch(p_programme_id int, p_kind text, p_requests jsonb) returns jsonb language plpgsql as $$
declare
  v_answers jsonb := '[]';
  v_request jsonb;
  v_answer jsonb;
  v_coupon ledger.coupon;
  v_hash bytea;
begin
  perform from ledger.coupon c where c.programme_id = p_programme_id
    and c.code in (select r ->> 'code' from jsonb_array_elements(p_requests) r) order by c.code for update;
  for v_request in select jsonb_array_elements(p_requests) loop
    -- A statement of its own sees what was committed while the lock was waited for.
    select * into v_coupon from ledger.coupon c where c.programme_id = p_programme_id and c.code = v_request ->> 'code';
    v_hash := ledger.coupon_hash(p_kind, v_request);
    v_answer := coalesce(
      ledger.coupon_replay(p_programme_id, v_request ->> 'key', v_hash),
      ledger.coupon_objection(v_coupon, p_kind, v_request));
    if v_answer is null then
      insert into ledger.coupon_move (programme_id, coupon_id, kind, key, request_hash, member_id, order_id, at, actor, reason)
      values (p_programme_id, v_coupon.id, p_kind, v_request ->> 'key', v_hash, v_coupon.member_id,
        coalesce(v_request ->> 'orderId', v_coupon.order_id), (v_request ->> 'at')::timestamptz, v_request ->> 'actor',
        v_request ->> 'reason');
      v_answer := ledger.coupon_answer(v_coupon, false);
    end if;
    v_answers := v_answers || v_answer;
  end loop;
  return v_answers;
end $$;
