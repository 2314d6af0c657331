-- What a member can use at the checkout at an instant: what can be spent, and, part of it, what holds that have run out let go though
-- no sweep came yet (`due`).
create or replace function redeemable_points(p_programme_id int, p_member_id bigint, p_now timestamptz, out points bigint, out due bigint)
language plpgsql stable set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  select coalesce(sum(m.held_delta), 0) into due
  from redemption r
  join ledger.lot_move m on m.txn_id = r.hold_txn_id and m.held_delta > 0
  join ledger.lot l on l.id = m.lot_id and l.expires_at > p_now
  where r.member_id = p_member_id and r.status = 'held' and r.expires_at <= p_now;
  points := coalesce(ledger.spendable(p_programme_id, p_member_id, p_now), 0) + due;
end $$;
