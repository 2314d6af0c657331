-- Where a shop wants notifications sent. A row that was removed stays until its deliveries are purged.
create table webhook_endpoint (
  id serial not null,
  public_id text not null,
  programme_id smallint not null,
  url text not null,
  types text[] not null default '{}',
  name text,
  status text not null default 'enabled' constraint webhook_endpoint_status_known check (status in ('enabled', 'disabled')),
  reason text,
  failing_since timestamptz(3),
  created_at timestamptz(3) not null,
  deleted_at timestamptz(3),
  constraint webhook_endpoint_pkey primary key (id)
);
create unique index webhook_endpoint_public_id_key on webhook_endpoint (public_id);
create index webhook_endpoint_of_programme on webhook_endpoint (programme_id, id) where deleted_at is null;

-- What an endpoint's deliveries are signed with, apart from it so that the role that looks can't read it (prisma/grants.sql). A former
-- secret signs, too, until `signs_until`.
create table webhook_secret (
  id serial not null,
  endpoint_id int not null,
  secret text not null,
  created_at timestamptz(3) not null,
  signs_until timestamptz(3),
  constraint webhook_secret_pkey primary key (id),
  constraint webhook_secret_endpoint_fkey foreign key (endpoint_id) references webhook_endpoint (id) on delete cascade
);
create index webhook_secret_endpoint_id_idx on webhook_secret (endpoint_id);
create unique index webhook_secret_current on webhook_secret (endpoint_id) where signs_until is null;

-- A notification on its way to an endpoint; times are real ones. Kept as long as the notification.
create table webhook_delivery (
  endpoint_id int not null,
  sequence bigint not null,
  status text not null default 'waiting' constraint webhook_delivery_status_known check (status in ('waiting', 'delivering', 'delivered', 'dead')),
  attempts smallint not null default 0,
  next_at timestamptz(3) default clock_timestamp(),
  lease_owner text,
  lease_until timestamptz(3),
  last_status smallint,
  last_error text,
  created_at timestamptz(3) not null default clock_timestamp(),
  delivered_at timestamptz(3),
  constraint webhook_delivery_pkey primary key (endpoint_id, sequence)
);
create index webhook_delivery_due on webhook_delivery (endpoint_id, next_at) where status = 'waiting';
create index webhook_delivery_leased on webhook_delivery (endpoint_id, lease_until) where status = 'delivering';
create index webhook_delivery_open on webhook_delivery (endpoint_id, sequence) where status <> 'delivered';
