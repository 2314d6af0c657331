-- Exits of a journey that are states are looked after as long as the enrolment lasts, beside what its story waits for.
alter table journey_watch drop constraint journey_watch_pkey;
alter table journey_watch add column is_exit boolean not null default false;
alter table journey_watch add constraint journey_watch_pkey primary key (enrolment_id, is_exit);
-- When it is looked at though nothing of the member has changed: time alone makes some conditions true.
alter table journey_watch add column look_at timestamptz(3);
create index journey_watch_look_at_idx on journey_watch (look_at) where look_at is not null;

-- What is told to one enrolment alone: `{type, data}` of an event that is nobody else's.
alter table signal_outbox add column told jsonb;
alter table signal_outbox drop constraint signal_outbox_event_or_signal;
alter table signal_outbox add constraint signal_outbox_event_or_signal
  check ((event_id is null) = (signal in ('resumed', 'cancelled', 'retry', 'told') and signal is not null)) not valid;
alter table signal_outbox add constraint signal_outbox_told check ((signal is not distinct from 'told') = (told is not null)) not valid;
