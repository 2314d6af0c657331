-- What a campaign gave for an order, or to bring one: points and coupons that are taken back when the order comes back whole.
create table gift (
  id bigserial not null,
  programme_id smallint not null,
  member_id bigint not null,
  txn_id bigint,
  coupon_id bigint,
  order_id text,
  for_next_order boolean not null default false,
  given_at timestamptz(3) not null,
  taken_back_at timestamptz(3),
  taken_reason text,
  constraint gift_pkey primary key (id),
  constraint gift_is_one check (num_nonnulls(txn_id, coupon_id) = 1)
);
create unique index gift_txn_id_key on gift (txn_id);
create unique index gift_coupon_id_key on gift (coupon_id);
-- Those that may still be taken back, by what decides on it.
create index gift_of_order on gift (programme_id, order_id) where order_id is not null and taken_back_at is null;
create index gift_before_order on gift (member_id, given_at) where for_next_order and taken_back_at is null;
