-- Referrals: who invited whom, and what became of it. Rows are written by intake (a registration with a code) and by the
-- steps of the referral-reward stories; no foreign keys, as in enrolment and event: inserts would lock their members' rows.

create table referral_code (
  code text not null,
  programme_id smallint not null,
  member_id bigint not null,
  created_at timestamptz(3) not null,
  constraint referral_code_pkey primary key (code),
  constraint referral_code_shape check (code ~ '^[2-9A-HJ-NP-Z]{10}$'));
create unique index referral_code_member_id_key on referral_code (member_id);

create table referral (
  id bigserial not null,
  programme_id smallint not null,
  referrer_id bigint not null,
  referee_id bigint not null,
  code text not null,
  state text not null default 'joined',
  reasons text[] default array[]::text[],
  registered_at timestamptz(3) not null,
  changed_at timestamptz(3) not null,
  waits_until timestamptz(3),
  counted_at timestamptz(3),
  order_id text,
  enrolment_id bigint,
  rewards jsonb not null default '{}',
  constraint referral_pkey primary key (id),
  constraint referral_state_known check (state in ('joined', 'review', 'waiting', 'approved', 'paid', 'friend-only', 'refused', 'returned')),
  constraint referral_of_another check (referrer_id <> referee_id));
-- A person may be invited by many and is referred by one: whoever's code came with the registration.
create unique index referral_referee_id_key on referral (referee_id);
create index referral_referrer_id_registered_at_idx on referral (referrer_id, registered_at desc);
-- What the limits count.
create index referral_counted on referral (referrer_id, counted_at) where counted_at is not null;

create table member_address (
  programme_id smallint not null,
  hash text not null,
  member_id bigint not null,
  seen_at timestamptz(3) not null,
  constraint member_address_pkey primary key (programme_id, hash, member_id));
create index member_address_member_id_idx on member_address (member_id);
