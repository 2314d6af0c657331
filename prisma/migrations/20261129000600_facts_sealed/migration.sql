-- What is a fact is not emptied either.
create trigger campaign_version_stays before truncate on campaign_version for each statement execute function refuse_change();
create trigger step_stays before truncate on step for each statement execute function refuse_change();
create trigger audit_event_stays before truncate on audit_event for each statement execute function refuse_change();
create trigger coupon_move_stays before truncate on ledger.coupon_move for each statement execute function refuse_change();
create trigger coupon_stays before truncate on ledger.coupon for each statement execute function ledger.coupon_only_by_moves();
create trigger review_case_stays before truncate on review_case for each statement execute function review_case_decided_once();

-- The hash chains over facts beside the journal, one for each kind, in blocks like those of ledger.seal. A block is 24 kB for each 1,000
-- rows, and kept for ever.
create table ledger.fact_seal (
  kind text not null constraint fact_seal_kind_known check (kind in ('coupon', 'coupon-move', 'campaign-version', 'step', 'audit')),
  seq bigint not null,
  first_id bigint not null,
  last_id bigint not null,
  count bigint not null,
  leaves bytea not null,
  prev_hash bytea not null,
  hash bytea not null,
  sealed_at timestamptz(3) not null default now(),
  primary key (kind, seq)
);
create trigger fact_seal_append_only before update or delete or truncate on ledger.fact_seal
for each statement execute function ledger.append_only();

-- How many blocks were sealed: rows that are removed do not take this along, so that it shows when all are gone.
create sequence ledger.seals_made;
select setval('ledger.seals_made', max(seq)) from ledger.seal having max(seq) is not null;
create sequence ledger.fact_seals_made;
