-- Makes the coupon what a new move says, or refuses the move (trigger on coupon_move). It numbers the move, too.
create or replace function ledger.coupon_move_applies() returns trigger language plpgsql as $$
declare
  v_coupon ledger.coupon;
  v_status text;
begin
  select * into v_coupon from ledger.coupon where id = new.coupon_id for update;
  v_status := ledger.coupon_state_after(v_coupon.status, new.kind, new.at, v_coupon.expires_at);
  if v_status is null or new.programme_id <> v_coupon.programme_id or (new.member_id <> v_coupon.member_id) <> (new.kind = 'MOVE') then
    raise exception 'COUPON_MOVE: % of coupon %, which is %', new.kind, new.coupon_id, v_coupon.status using errcode = 'PI004';
  end if;
  new.seq := v_coupon.moves + 1;
  update ledger.coupon set status = v_status, moves = new.seq, member_id = new.member_id,
    order_id = case when v_status = 'redeemed' then new.order_id end
  where id = new.coupon_id;
  return new;
end $$;
