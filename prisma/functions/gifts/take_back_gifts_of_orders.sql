-- It had one reason before orders could be cancelled.
drop function if exists take_back_gifts_of_orders(int, text[], timestamptz);

-- Called in the transaction that takes them in, for orders that have come back whole or are cancelled: what was given for them is taken
-- back, and what was given to bring an order when none of those placed since is kept.
create or replace function take_back_gifts_of_orders(p_programme_id int, p_order_ids text[], p_reason text, p_at timestamptz) returns void
language plpgsql as $$
declare
  v_gifts bigint[];
begin
  select array_agg(id) into v_gifts from (
    select g.id from gift g
    where g.programme_id = p_programme_id and g.order_id = any (p_order_ids) and g.taken_back_at is null
    union
    select g.id
    from sales_order o join gift g on g.member_id = o.member_id and g.given_at <= o.placed_at
    where o.programme_id = p_programme_id and o.order_id = any (p_order_ids) and g.for_next_order and g.taken_back_at is null
      and not exists (
        select from sales_order k
        where k.member_id = g.member_id and k.placed_at >= g.given_at and k.returned_minor < k.amount_minor)) given;
  if v_gifts is not null then
    perform take_back_gifts(v_gifts, false, p_reason, p_at);
  end if;
end $$;
