-- What stays of an event's data or result: numbers, yes and no, and the numbers of orders, of the product's own types; nothing of others.
create or replace function erased_data(p_type text, p_data jsonb) returns jsonb language sql immutable as $$
  select coalesce(jsonb_object_agg(e.key, e.value), '{}')
  from jsonb_each(p_data) e
  where p_type like 'order.%' and (jsonb_typeof(e.value) in ('number', 'boolean') or e.key in ('orderId', 'currency', 'redemptionId'))
    and e.key in ('orderId', 'currency', 'redemptionId', 'amountMinor', 'points', 'first', 'returnedMinor', 'takenPoints')
$$;
