-- A journey that runs is edited: a new version is staged, and put live with what becomes of those inside.
alter table campaign add column staged_version int, add column staged_at timestamptz(3), add column staged_by text;
alter table campaign add constraint campaign_staged
  check ((staged_version is null) = (staged_at is null) and (staged_version is null) = (staged_by is null)) not valid;

-- Where an enrolment goes on from since an edit took it along: `{chapter, startedAt, input}` of its story. Null: from the beginning.
alter table enrolment add column goes_on_from jsonb;

-- A signal that is for a cohort whatever carries the enrolment now: those who have left it are none of its any more.
alter table signal_outbox add column cohort_id bigint;
-- Taken by the story before an edit: it is not told again.
alter table signal_outbox add column spent boolean not null default false;

-- Of a journey's step, how often the story has come to it: what was done is not done again by an edit.
alter table step add column round smallint;

create table campaign_edit (
  id serial primary key,
  programme_id smallint not null references programme (id),
  campaign_id int not null references campaign (id),
  from_version int not null,
  version int not null,
  policy text not null constraint campaign_edit_policy check (policy in ('new', 'move', 'restart')),
  actor text not null,
  started_at timestamptz(3) not null,
  -- The last enrolment of the page before.
  after_id bigint not null default 0,
  moved int not null default 0,
  stayed int not null default 0,
  restarted int not null default 0,
  finished_at timestamptz(3)
);
create unique index campaign_edit_running on campaign_edit (campaign_id) where finished_at is null;
create index campaign_edit_campaign_id_id_idx on campaign_edit (campaign_id, id);
