-- Adding up a period reads what was posted in it and not the whole journal. An index of blocks costs a posting nothing.
create index txn_effective_at_idx on ledger.txn using brin (effective_at);

-- Who asked last that the ledger be proved, and until when that took: a row for each programme, kept as long as it.
create table ledger.verification_request (
  programme_id smallint primary key references programme (id),
  asked_at timestamptz(3) not null,
  ended_at timestamptz(3),
  constraint verification_request_ended check (ended_at >= asked_at)
);
