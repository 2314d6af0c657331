-- Files that come in over HTTP and those that are made to go out, and what an import makes known of members.

-- A file as it was sent, in parts, so that a large one is in no process's memory. It is kept until its import has come to its end and
-- 30 days more: a failed or cancelled one can go on until then.
create table upload (
  id bigserial primary key,
  programme_id smallint not null,
  media_type text not null,
  bytes bigint not null,
  sha256 text not null,
  created_at timestamptz(3) not null default now()
);
create index upload_created_at_idx on upload (created_at);
create table upload_part (
  upload_id bigint not null references upload (id) on delete cascade,
  part int not null,
  content bytea not null,
  primary key (upload_id, part)
);

alter table import_run
  add column kind text not null default 'orders' constraint import_run_kind check (kind in ('orders', 'members')),
  add column status text not null default 'running'
    constraint import_run_status check (status in ('queued', 'running', 'finished', 'failed', 'cancelled')),
  add column dry_run boolean not null default false,
  add column upload_id bigint references upload (id) on delete set null,
  add column problem jsonb,
  add column actor text;
update import_run set status = 'finished' where finished_at is not null;
create index import_run_programme_id_id_idx on import_run (programme_id, id desc);
-- Those that wait for a process, or had one.
create index import_run_at_hand on import_run (id) where upload_id is not null and status in ('queued', 'running');
create index import_run_upload_id_idx on import_run (upload_id);

-- Rows of an upload that could not be taken, each as it stood in the file. They are kept as long as their import.
create table import_reject (
  import_id int not null references import_run (id) on delete cascade,
  line int not null,
  field text not null,
  value text not null,
  code text not null,
  detail text not null,
  fix text not null,
  content text not null,
  cells text[] not null,
  primary key (import_id, line)
);

-- The tier a member brought along: purchases can raise it, and none takes it below.
alter table member add column tier_floor text;

-- A file that was asked for, and how far it is. It goes with its parts at `expires_at`.
create table data_export (
  id bigserial primary key,
  programme_id smallint not null,
  kind text not null constraint data_export_kind
    check (kind in ('member', 'members', 'orders', 'events', 'transactions', 'coupons', 'messages', 'everything')),
  format text not null constraint data_export_format check (format in ('ndjson', 'csv', 'html')),
  member_id bigint,
  filter jsonb not null default '{}',
  locale text,
  status text not null default 'queued' constraint data_export_status check (status in ('queued', 'running', 'finished', 'failed')),
  rows int not null default 0,
  problem jsonb,
  actor text not null,
  created_at timestamptz(3) not null,
  finished_at timestamptz(3),
  expires_at timestamptz(3) not null
);
create index data_export_programme_id_id_idx on data_export (programme_id, id desc);
create index data_export_at_hand on data_export (id) where status in ('queued', 'running');
create index data_export_expires_at_idx on data_export (expires_at);
create table data_export_part (
  export_id bigint not null references data_export (id) on delete cascade,
  part int not null,
  content bytea not null,
  primary key (export_id, part)
);

-- Tells that an import has come to its end, in the transaction of it (trigger on import_run).
create or replace function notify_import() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, at, key, object)
  values (new.programme_id, 'import.finished', new.finished_at, new.id,
    jsonb_build_object('kind', new.kind, 'status', new.status, 'lines', new.lines_done, 'createdAt', new.started_at,
      'finishedAt', new.finished_at));
  return null;
end $$;

-- Tells that an export has come to its end, in the transaction of it (trigger on data_export).
create or replace function notify_export() returns trigger language plpgsql as $$
begin
  insert into notification_outbox (programme_id, type, at, key, object)
  values (new.programme_id, 'export.finished', new.finished_at, new.id,
    jsonb_build_object('kind', new.kind, 'format', new.format, 'status', new.status, 'rows', new.rows, 'createdAt', new.created_at,
      'expiresAt', new.expires_at));
  return null;
end $$;
create trigger export_notifies after update on data_export
for each row when (old.finished_at is null and new.finished_at is not null) execute function notify_export();
