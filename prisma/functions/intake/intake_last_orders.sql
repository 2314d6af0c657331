-- Members whose orders are cancelled ordered last when they placed the last one that is not.
create or replace function intake_last_orders(p_programme_id int, p_cancelled text[]) returns void language sql volatile as $$
  update member m
  set last_order_at = (select max(o.placed_at) from sales_order o where o.member_id = m.id and o.cancelled_at is null)
  where m.id in (
    select c.member_id from unnest(p_cancelled) n (name)
    join sales_order c on c.programme_id = p_programme_id::smallint and c.order_id = n.name)
$$;
