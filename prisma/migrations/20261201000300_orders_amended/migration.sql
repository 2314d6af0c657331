-- Orders are amended and cancelled. Nothing is written anew: what an order came to stays what it was placed with until it is amended.
alter table sales_order
  add column placed_minor bigint,
  add column amended_at timestamptz(3),
  add column amended_by text,
  add column cancelled_at timestamptz(3),
  add column raise_keys text[] not null default '{}';

-- More may have come back than an order was amended to afterwards; nothing of it is kept then.
alter table sales_order drop constraint sales_order_amounts;
alter table sales_order
  add constraint sales_order_amounts check (amount_minor >= 0 and returned_minor >= 0 and (amended_at is not null or returned_minor <= amount_minor)),
  add constraint sales_order_amended_whole check ((amended_at is null) = (amended_by is null) and (amended_at is null) = (placed_minor is null));

-- A change of an order, as intake_write reads it.
alter type intake_return
  add attribute was_amount bigint,
  add attribute amount_minor bigint,
  add attribute placed_minor bigint,
  add attribute amended_at timestamptz,
  add attribute amended_by text,
  add attribute cancelled_at timestamptz,
  add attribute raise_keys text[];
