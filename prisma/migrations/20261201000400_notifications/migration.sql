-- What happened, in the order in which it was committed: GET /notifications, and what webhooks tell. Kept for 30 days.
-- A row of points names its journal row and the version of the balance behind it; of other things `object` says how they were then.
-- No names and no addresses.
create table notification (
  sequence bigserial not null,
  programme_id smallint not null,
  type text not null,
  member_id bigint,
  at timestamptz(3) not null,
  recorded_at timestamptz(3) not null default clock_timestamp(),
  txn_id bigint,
  version bigint,
  key bigint,
  object jsonb,
  previous jsonb,
  constraint notification_pkey primary key (programme_id, sequence),
  constraint notification_tells check ((txn_id is null) = (object is not null))
);
create index notification_of_member on notification (member_id, sequence) where member_id is not null;

-- What was written with what it tells, and has no place in the feed yet: a publisher takes it at once.
create table notification_outbox (
  id bigserial not null,
  programme_id smallint not null,
  type text not null,
  member_id bigint,
  at timestamptz(3) not null,
  key bigint,
  object jsonb not null,
  previous jsonb,
  constraint notification_outbox_pkey primary key (id)
);

-- How far the journal has been told. The feed begins with this migration: what was posted before is not told of.
create table notification_cursor (
  id smallint not null default 1,
  txn_id bigint not null,
  horizon_id bigint not null,
  horizon_xid bigint,
  constraint notification_cursor_pkey primary key (id),
  constraint notification_cursor_is_one check (id = 1)
);
insert into notification_cursor (txn_id, horizon_id)
select n, n from (select case when is_called then last_value else 0 end as n from ledger.txn_id_seq) s;

-- The programme clock as a trigger reads it: where a stepped clock stands, else real time.
create or replace function programme_now() returns timestamptz language sql stable as $$
  select coalesce((select anchor_at from programme_clock where id = 1), clock_timestamp())
$$;

-- Tells of what happened to coupons, in the transaction of it (trigger on ledger.coupon_move).
create or replace function notify_coupon_moves() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, member_id, at, object)
  select m.programme_id, 'coupon.' || k.type, m.member_id, m.at, jsonb_build_object('code', c.code, 'name', c.name,
    'campaign', p.code, 'benefit', c.benefit, 'minOrderMinor', c.min_order_minor, 'status', k.status, 'orderId', m.order_id,
    'issuedAt', c.issued_at, 'expiresAt', c.expires_at)
  from moved m
  join ledger.coupon c on c.id = m.coupon_id
  left join campaign p on p.id = c.campaign_id
  join (values ('ISSUE', 'issued', 'issued'), ('REDEEM', 'redeemed', 'redeemed'), ('REFUND', 'returned', 'issued'),
    ('EXPIRE', 'expired', 'expired'), ('CANCEL', 'cancelled', 'cancelled')) k (kind, type, status) on k.kind = m.kind
  order by m.id;
  return null;
end $$;

-- Tells who has entered a campaign, in the transaction of it (trigger on enrolment).
create or replace function notify_entered() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, member_id, at, key, object)
  select e.programme_id, 'enrolment.entered', e.member_id, e.enrolled_at, e.id, jsonb_build_object('campaign', p.code,
    'version', v.version, 'occurrence', e.occurrence, 'status', e.status, 'heldOut', e.shadow, 'enrolledAt', e.enrolled_at)
  from entered e
  join campaign p on p.id = e.campaign_id
  join campaign_version v on v.id = e.campaign_version_id
  order by e.id;
  return null;
end $$;

-- Tells whose story has come to its end, and how, in the transaction of it (trigger on enrolment).
create or replace function notify_ended() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, member_id, at, key, object, previous)
  select new.programme_id, 'enrolment.ended', new.member_id, coalesce(new.ended_at, programme_now()), new.id,
    jsonb_build_object('campaign', p.code, 'version', v.version, 'occurrence', new.occurrence, 'status', new.status,
      'heldOut', new.shadow, 'enrolledAt', new.enrolled_at, 'endedAt', new.ended_at),
    jsonb_build_object('status', old.status)
  from campaign p join campaign_version v on v.id = new.campaign_version_id
  where p.id = new.campaign_id;
  return null;
end $$;

-- Tells what became of a message, in the transaction of it (trigger on message). Neither its text nor its address: those are the
-- member's own.
create or replace function notify_message() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, member_id, at, key, object, previous)
  select new.programme_id, 'message.' || case new.status when 'sent' then 'sent' when 'bounced' then 'bounced'
      when 'failed' then 'failed' when 'unknown' then 'failed' else 'dropped' end,
    new.member_id, coalesce(new.sent_at, programme_now()), new.id,
    jsonb_build_object('campaign', (select p.code from campaign p where p.id = new.campaign_id), 'enrolment', new.enrolment_id,
      'channel', new.channel, 'class', new.class, 'template', new.template, 'locale', new.locale, 'status', new.status,
      'reservedAt', new.reserved_at, 'sentAt', new.sent_at, 'attempts', new.attempts),
    jsonb_build_object('status', old.status);
  return null;
end $$;

-- Tells of a case that was put before a person, and of its decision, in the transaction of it (triggers on review_case). Reasons, facts
-- and notes are left out: they may name somebody.
create or replace function notify_review() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, member_id, at, key, object, previous)
  values (new.programme_id, case when new.status = 'open' then 'review.opened' else 'review.decided' end, new.member_id,
    coalesce(new.decided_at, new.opened_at), new.id,
    jsonb_build_object('subject', replace(new.subject, '-', '_'), 'status', new.status, 'openedAt', new.opened_at,
      'decidedAt', new.decided_at),
    case tg_op when 'UPDATE' then jsonb_build_object('status', old.status) end);
  return null;
end $$;

-- Tells that an invitation counts, in the transaction of it (trigger on referral).
create or replace function notify_referral() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, member_id, at, key, object, previous)
  values (new.programme_id, 'referral.approved', new.referrer_id, new.changed_at, new.id,
    jsonb_build_object('status', new.state, 'orderId', new.order_id, 'registeredAt', new.registered_at),
    jsonb_build_object('status', old.state));
  return null;
end $$;

-- Tells of another tier or status of a member, in the transaction of it (trigger on member).
create or replace function notify_member() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, member_id, at, object, previous)
  select new.programme_id, c.type, new.id, programme_now(),
    jsonb_build_object('status', lower(new.status), 'tier', new.tier, 'joinedAt', new.joined_at), c.previous
  from (values ('tier.changed', new.tier is distinct from old.tier, jsonb_build_object('tier', old.tier)),
    ('member.status_changed', new.status is distinct from old.status, jsonb_build_object('status', lower(old.status))))
    c (type, changed, previous)
  where c.changed;
  return null;
end $$;

-- Tells that an import has come to its end, in the transaction of it (trigger on import_run).
create or replace function notify_import() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, at, key, object)
  values (new.programme_id, 'import.finished', new.finished_at, new.id,
    jsonb_build_object('kind', new.options ->> 'kind', 'status', 'finished', 'lines', new.lines_done, 'createdAt', new.started_at,
      'finishedAt', new.finished_at));
  return null;
end $$;

create trigger coupon_move_notifies after insert on ledger.coupon_move
referencing new table as moved for each statement execute function notify_coupon_moves();
create trigger enrolment_entered_notifies after insert on enrolment
referencing new table as entered for each statement execute function notify_entered();

-- For rows, with a condition: of most updates nothing is told, and a statement's trigger would be handed both versions of each row.
create trigger enrolment_ended_notifies after update on enrolment
for each row when (old.status is distinct from new.status and new.status <> 'active') execute function notify_ended();
create trigger message_notifies after update on message
for each row when (old.status is distinct from new.status and new.status <> 'reserved' and new.status <> 'sending')
execute function notify_message();
create trigger review_opened_notifies after insert on review_case for each row execute function notify_review();
create trigger review_decided_notifies after update on review_case
for each row when (old.status is distinct from new.status) execute function notify_review();
create trigger referral_notifies after update on referral
for each row when (old.state is distinct from new.state and new.state = 'approved') execute function notify_referral();
create trigger member_notifies after update on member
for each row when (old.tier is distinct from new.tier or old.status is distinct from new.status) execute function notify_member();
create trigger import_notifies after update on import_run
for each row when (old.finished_at is null and new.finished_at is not null) execute function notify_import();
