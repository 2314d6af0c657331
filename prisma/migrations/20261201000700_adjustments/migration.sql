-- Corrections of points by hand: who asked for which and why, and whether it was booked. Kept for ever, for the ledger names them.
create table adjustment (
  id bigserial primary key,
  programme_id smallint not null references programme (id),
  key text not null,
  member_id bigint not null references member (id),
  points bigint not null constraint adjustment_points check (points <> 0),
  by_policy boolean not null,
  expires_at timestamptz(3),
  reason text not null,
  status text not null default 'waiting' constraint adjustment_status check (status in ('waiting', 'booked', 'rejected')),
  requested_by text not null,
  created_at timestamptz(3) not null,
  review_case_id bigint references review_case (id),
  txn_id bigint,
  constraint adjustment_booked check ((status = 'booked') = (txn_id is not null)),
  constraint adjustment_rejected check (status <> 'rejected' or review_case_id is not null)
);
create unique index adjustment_programme_id_key_key on adjustment (programme_id, key);
create index adjustment_member_id_idx on adjustment (member_id);
