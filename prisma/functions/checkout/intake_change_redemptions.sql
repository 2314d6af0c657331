-- Brings redemptions to what their orders are after a batch, which has posted the refunds: {id, refunded, was}, and {id, release, memberId,
-- at, eventId} of an order that will not come; and puts cases before a person. INTAKE_STALE: something has changed since it was decided.
create or replace function intake_change_redemptions(p_programme_id int, p_changes jsonb, p_cases jsonb, p_now timestamptz) returns void
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
declare
  v record;
  v_done boolean;
begin
  for v in
    select * from jsonb_to_recordset(p_changes) c (id text, "memberId" bigint, refunded bigint, was bigint, release boolean, at timestamptz,
      "eventId" text)
  loop
    if v.release then
      select a.ok into v_done from ledger.release_batch(array[row(p_programme_id, v."memberId", 'release:' || v.id, v.at, null, null, null,
        'hold:' || v.id, null, 'event', v."eventId", 'intake', null)::ledger.request]) a;
    else
      update redemption r
      set refunded_points = v.refunded, status = case when v.refunded = r.captured_points then 'refunded' else r.status end
      where r.public_id = v.id and r.refunded_points = v.was;
      v_done := found;
    end if;
    if not v_done then
      raise exception 'INTAKE_STALE: a redemption has changed' using errcode = 'PI001';
    end if;
  end loop;
  insert into review_case (programme_id, key, subject, member_id, reasons, facts, opened_at)
  select p_programme_id, 'redemption:' || c.id, 'redemption', c."memberId", array[c.reason],
    jsonb_build_object('redemptionId', c.id, 'orderId', c."orderId", 'points', c.points, 'eventId', c."eventId"), p_now
  from jsonb_to_recordset(p_cases) c (id text, "memberId" bigint, "orderId" text, points bigint, "eventId" text, reason text)
  on conflict (programme_id, key) do nothing;
end $$;
