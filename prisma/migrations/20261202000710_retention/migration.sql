-- How far each kind of details has been gone through for what is kept no longer. A row for each programme and kind.
create table retention_pass (
  programme_id smallint not null references programme (id),
  kind text not null constraint retention_pass_kind check (kind in ('events', 'messages', 'stories', 'signals', 'mail-reports', 'dry-runs')),
  after_id bigint not null default 0,
  -- Rows of this pass, and of all.
  removed bigint not null default 0,
  removed_ever bigint not null default 0,
  began_at timestamptz(3) not null,
  finished_at timestamptz(3),
  constraint retention_pass_pkey primary key (programme_id, kind)
);

-- Steps that have been removed after they were sealed, by the block they are in: of those the seal vouches for the hash alone. 8 bytes a step.
create table ledger.purged_facts (
  kind text not null constraint purged_facts_kind check (kind = 'step'),
  seq bigint not null,
  ids bigint[] not null,
  constraint purged_facts_pkey primary key (kind, seq)
);
