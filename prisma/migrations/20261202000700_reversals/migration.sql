-- What campaigns granted is taken back: who asked for what and why, how far it is, and what it came to. Kept for ever, for the ledger
-- names them; of those that only looked, retention says how long.
create table reversal (
  id bigserial primary key,
  programme_id smallint not null references programme (id),
  key text not null,
  campaign_id int not null references campaign (id),
  since_at timestamptz(3) not null,
  until_at timestamptz(3) not null,
  points boolean not null,
  coupons boolean not null,
  reason text not null,
  dry_run boolean not null,
  confirms bigint,
  status text not null default 'running' constraint reversal_status check (status in ('running', 'done', 'cancelled')),
  phase text not null default 'looking' constraint reversal_phase check (phase in ('looking', 'taking')),
  after_member_id bigint not null default 0,
  figures jsonb not null default '{}',
  digest numeric not null default 0,
  cancelled_reason text,
  requested_by text not null,
  request_id text,
  created_at timestamptz(3) not null,
  finished_at timestamptz(3),
  constraint reversal_window check (since_at < until_at),
  constraint reversal_something check (points or coupons),
  constraint reversal_confirms check (dry_run = (confirms is null)),
  constraint reversal_only_looks check (not dry_run or phase = 'looking'),
  constraint reversal_finished check ((status = 'running') = (finished_at is null)),
  constraint reversal_cancelled check ((status = 'cancelled') = (cancelled_reason is not null))
);
create unique index reversal_programme_id_key_key on reversal (programme_id, key);
create index reversal_campaign_id_idx on reversal (campaign_id);
-- Asked ten times a second.
create index reversal_running on reversal (id) where status = 'running';

-- Of a reversal's grants those that could not be taken back whole, and why: spent, on hold, used. A row is about 120 bytes; they are kept
-- as long as their reversal.
create table reversal_leftover (
  reversal_id bigint not null references reversal (id) on delete cascade,
  kind text not null constraint reversal_leftover_kind check (kind in ('points', 'coupon')),
  -- The earn's transaction, or the coupon.
  thing_id bigint not null,
  member_id bigint not null,
  granted bigint not null,
  spent bigint not null,
  held bigint not null,
  order_id text,
  constraint reversal_leftover_pkey primary key (reversal_id, kind, thing_id)
);

-- Grants that a reversal has taken back as far as it could: what comes back to one of them later, from a hold that is released or an
-- order that is returned, is taken back then. One row a grant, for ever, of about 50 bytes.
create table ledger.reverted_grant (
  kind text not null constraint reverted_grant_kind check (kind in ('points', 'coupon')),
  thing_id bigint not null,
  reversal_id bigint not null,
  constraint reverted_grant_pkey primary key (kind, thing_id)
);

-- As prisma/functions has it: the trigger needs it before those are applied.
-- A coupon that a reversal has taken back, or found used, is withdrawn when it comes back from the order it was used on (trigger on
-- coupon_move).
create or replace function ledger.cancel_reverted_coupon() returns trigger language plpgsql as $$
begin
  insert into ledger.coupon_move (programme_id, coupon_id, kind, key, request_hash, member_id, at, actor, reason)
  select new.programme_id, new.coupon_id, 'CANCEL', format('reverted:coupon:%s/%s', new.coupon_id, new.seq + 1),
    ledger.coupon_hash('CANCEL', jsonb_build_object('couponId', new.coupon_id)), new.member_id, new.at, v.requested_by, v.reason
  from ledger.reverted_grant g join public.reversal v on v.id = g.reversal_id
  join ledger.coupon c on c.id = new.coupon_id
  where g.kind = 'coupon' and g.thing_id = new.coupon_id and c.status = 'issued' and new.at <= c.expires_at;
  return null;
end $$;
create trigger coupon_move_cancels_reverted after insert on ledger.coupon_move
  for each row when (new.kind = 'REFUND') execute function ledger.cancel_reverted_coupon();
