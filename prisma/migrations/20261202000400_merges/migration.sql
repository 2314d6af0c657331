-- Two accounts of one person become one. The account that was given up stays, with the id of the one it went into: what comes for it
-- later reaches the other one, and the ledger does what refers to its journal in its own account and moves what comes of it on.
alter table member drop constraint member_status_known;
alter table member add constraint member_status_known check (status in ('ACTIVE', 'SUSPENDED', 'CLOSED', 'MERGED', 'ERASED'));
alter table member add column merged_into bigint;
alter table member add constraint member_merged_into_fkey foreign key (merged_into) references member (id) on delete no action on update no action;
alter table member add constraint member_merged_whole check (status <> 'MERGED' or merged_into is not null);
create index member_merged on member (programme_id, merged_into) where merged_into is not null;

-- The lot, of the account that was given up, that a lot was moved from.
alter table ledger.lot add column origin bigint;
create index lot_origin on ledger.lot (origin) where origin is not null;

alter table ledger.coupon_move drop constraint coupon_move_kind_known;
alter table ledger.coupon_move add constraint coupon_move_kind_known check (kind in ('ISSUE', 'REDEEM', 'REFUND', 'EXPIRE', 'CANCEL', 'MOVE'));

-- One row for each merge, kept for ever: the journal names it. What undoing it takes (`moved`, which holds the former profile) is
-- removed by the sweep when it can't be undone any more.
create table member_merge (
  id bigserial primary key,
  programme_id smallint not null references programme (id) on delete no action on update no action,
  from_id bigint not null references member (id) on delete no action on update no action,
  into_id bigint not null references member (id) on delete no action on update no action,
  status text not null default 'done' constraint member_merge_status_known check (status in ('done', 'undone')),
  points bigint not null default 0,
  coupons int not null default 0,
  reason text not null,
  actor text not null,
  created_at timestamptz(3) not null,
  undoable_until timestamptz(3) not null,
  undone_at timestamptz(3),
  moved jsonb,
  -- What could not be undone, in words.
  left_behind text[] not null default '{}',
  constraint member_merge_undone_whole check ((status = 'undone') = (undone_at is not null)),
  constraint member_merge_two check (from_id <> into_id)
);
create index member_merge_from_id_idx on member_merge (from_id);
create index member_merge_into_id_idx on member_merge (into_id);
create index member_merge_undoable on member_merge (undoable_until) where moved is not null;
