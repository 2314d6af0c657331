-- Keys of the HTTP API: of one programme, with scopes. Of the secret only its SHA-256 is kept; it has 190 random bits, so that
-- nothing slower is needed. Kept for ever, for the audit names them.
create table api_key (
  id text primary key constraint api_key_id_form check (id ~ '^[0-9a-z]{12}$'),
  programme_id smallint not null references programme (id),
  name text not null,
  scopes text[] not null,
  secret_hash bytea not null,
  previous_hash bytea,
  previous_until timestamptz(3),
  limits jsonb not null default '{}',
  created_at timestamptz(3) not null,
  created_by text not null,
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  last_used_at timestamptz(3)
);
create index api_key_of_programme on api_key (programme_id, created_at, id);

-- The answers of requests with an Idempotency-Key, written in the transaction of their effect. Rows with `kept_until` go then
-- (a sweep removes them in pages); those of points and coupons stay for ever.
create table idempotent_answer (
  programme_id smallint not null,
  key text not null,
  fingerprint bytea not null,
  status smallint,
  headers jsonb,
  body jsonb,
  kept_until timestamptz(3),
  created_at timestamptz(3) not null default clock_timestamp(),
  primary key (programme_id, key)
);
create index idempotent_answer_ends on idempotent_answer (kept_until) where kept_until is not null;

-- Which request a change came with, and why it was made.
alter table audit_event add column reason text, add column request_id text;
create index audit_event_of_programme on audit_event (programme_id, id);
