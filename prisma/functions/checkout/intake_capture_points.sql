-- Captures what a batch's orders were decided to be paid with, before the batch's own points: by their holds or, where these have run
-- out, by spending what is there (`spends`); points captured before are put down to their order (`links`). All the batch's members are
-- locked. INTAKE_STALE: something has changed since it was decided.
create or replace function intake_capture_points(p_programme_id int, p_captures jsonb, p_members bigint[], p_now timestamptz) returns void
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
declare
  v record;
  v_ok boolean;
begin
  perform ledger.lock_members(p_members);
  for v in
    select * from jsonb_to_recordset(p_captures) c (id text, "memberId" bigint, "orderId" text, points bigint, at timestamptz, "eventId" text,
      way text)
  loop
    -- First, so that what is told of the capture names the order.
    update redemption r set order_id = v."orderId" where r.public_id = v.id and r.order_id is null;
    if v.way = 'spends' then
      perform ledger.release_run_out(p_programme_id, array[v."memberId"], p_now);
      select a.ok into v_ok from ledger.spend_batch(array[row(p_programme_id, v."memberId", 'capture:' || v.id, v.at, v.points, null,
        null, null, null, 'event', v."eventId", 'intake', null)::ledger.request]) a;
      update redemption r set status = 'captured', captured_points = v.points
      where r.public_id = v.id and r.status = 'expired' and v_ok;
      v_ok := found;
    elsif v.way = 'captures' then
      select a.ok into v_ok from ledger.capture_batch(array[row(p_programme_id, v."memberId", 'capture:' || v.id, v.at, null, null,
        null, 'hold:' || v.id, null, 'event', v."eventId", 'intake', null)::ledger.request]) a;
    else
      v_ok := true;
    end if;
    if not v_ok or not exists (
      select from redemption r where r.public_id = v.id and r.status = 'captured' and r.order_id = v."orderId") then
      raise exception 'INTAKE_STALE: a redemption has changed' using errcode = 'PI001';
    end if;
  end loop;
end $$;
