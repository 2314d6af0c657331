-- Shops and mail providers that send their webhooks.

create table connection (
  -- cnx_ and 20 random characters: it stands in the address that the shop calls
  id text not null,
  programme_id smallint not null,
  kind text not null,
  name text,
  settings jsonb not null default '{}',
  created_at timestamptz(3) not null,
  -- to the minute
  last_call_at timestamptz(3),
  -- the last call that was not understood: {at, topic, code, field, message, fix}
  last_problem jsonb,
  constraint connection_pkey primary key (id),
  constraint connection_id_form check (id ~ '^cnx_[0-9a-z]{8,40}$'),
  constraint connection_kind_known check (kind in ('shopify', 'woocommerce', 'ses', 'postmark', 'mailgun', 'sendgrid', 'mailjet'))
);
create index connection_of_programme on connection (programme_id, created_at, id);
-- WooCommerce counts its orders and customers from 1 in every shop: two of them in a programme would be one.
create unique index connection_one_woocommerce on connection (programme_id) where kind = 'woocommerce';

-- What calls are signed with, encrypted (platform/sealed-text.ts), apart from its connection so that the role that looks can't read it
-- (prisma/grants.sql).
create table connection_secret (
  connection_id text not null,
  sealed text not null,
  changed_at timestamptz(3) not null,
  constraint connection_secret_pkey primary key (connection_id),
  constraint connection_secret_connection_fkey foreign key (connection_id) references connection (id) on delete cascade
);

-- A shop's order as its calls have told it so far (modules/connect/rules-order.ts), by the shop's number, so that calls in any order and
-- any number make the same order. Kept as long as the programme, as its orders are: a connection may be made anew.
create table shop_order (
  programme_id smallint not null,
  kind text not null,
  order_id text not null,
  state jsonb not null,
  -- why a part of it could not be taken, for a person to see: {eventId, code, field, message, fix}; null when all of it was
  problem jsonb,
  changed_at timestamptz(3) not null,
  constraint shop_order_pkey primary key (programme_id, kind, order_id)
);
create index shop_order_with_problem on shop_order (programme_id, kind, changed_at) where problem is not null;
