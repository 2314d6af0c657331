-- Points follow the order. A lot knows what of it has expired, lapsed or was forfeited: a return does not charge for that again.
alter table ledger.lot add column expired bigint not null default 0;
update ledger.lot l set expired = gone.points
from (
  select m.lot_id, -sum(m.remaining_delta + m.held_delta) as points
  from ledger.lot_move m join ledger.txn t on t.id = m.txn_id
  where t.kind in ('EXPIRE', 'FORFEIT') group by m.lot_id) gone
where l.id = gone.lot_id;

-- What an order came to before it was rounded down, so that what stays after a return is rounded as the kept part would have been.
-- Orders from before have none: what they keep is reckoned from their whole points.
alter table sales_order add column exact_points text;

-- An order of nothing counts as none.
update member m set orders_count = m.orders_count - free.orders
from (select member_id, count(*) as orders from sales_order where amount_minor = 0 group by member_id) free
where m.id = free.member_id;
