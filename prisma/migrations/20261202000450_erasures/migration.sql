-- A person is erased: asked for, withdrawable until it is due, then carried out by the sweep in pages.
create table erasure (
  id bigserial primary key,
  programme_id smallint not null references programme (id) on delete no action on update no action,
  member_id bigint not null references member (id) on delete no action on update no action,
  status text not null default 'scheduled' constraint erasure_status_known check (status in ('scheduled', 'running', 'done', 'withdrawn')),
  -- Null once it is done: it may name the person.
  reason text,
  actor text not null,
  created_at timestamptz(3) not null,
  due_at timestamptz(3) not null,
  done_at timestamptz(3),
  -- The member and the accounts that were merged into it, once it runs.
  member_ids bigint[] not null default '{}',
  forfeited_points bigint,
  constraint erasure_done_whole check ((status = 'done') = (done_at is not null))
);
create unique index erasure_open on erasure (member_id) where status in ('scheduled', 'running');
create index erasure_due on erasure (programme_id, due_at) where status in ('scheduled', 'running');
create index erasure_of_programme on erasure (programme_id, id);

-- Ids of members who were erased, as keyed hashes: what comes for them later is refused. Kept as long as the programme.
create table erased_name (
  programme_id smallint not null references programme (id) on delete no action on update no action,
  hash text not null,
  erased_at timestamptz(3) not null,
  primary key (programme_id, hash)
);
-- Addresses nothing may be sent to, of persons who were erased, as keyed hashes: when an address is told again, what it said holds again.
create table erased_contact (
  programme_id smallint not null references programme (id) on delete no action on update no action,
  hash text not null,
  -- suppression, withdrawal
  kind text not null constraint erased_contact_kind_known check (kind in ('suppression', 'withdrawal')),
  channel text not null,
  reason text not null,
  since timestamptz(3) not null,
  primary key (programme_id, hash, kind, channel)
);

-- What was sealed and then erased: the hash that the chain has, and that of what is left. Sealed itself, as facts of the kind `erasure`.
create table ledger.erased_leaf (
  id bigserial primary key,
  kind text not null constraint erased_leaf_kind_known check (kind in ('txn', 'coupon-move', 'step', 'audit')),
  fact_id bigint not null,
  erasure_id bigint not null references public.erasure (id) on delete no action on update no action,
  before bytea not null,
  after bytea not null
);
create index erased_leaf_of_fact on ledger.erased_leaf (kind, fact_id);
create trigger erased_leaf_append_only before update or delete or truncate on ledger.erased_leaf
for each statement execute function ledger.append_only();
alter table ledger.fact_seal drop constraint fact_seal_kind_known;
alter table ledger.fact_seal add constraint fact_seal_kind_known
  check (kind in ('coupon', 'coupon-move', 'campaign-version', 'step', 'audit', 'erasure'));
