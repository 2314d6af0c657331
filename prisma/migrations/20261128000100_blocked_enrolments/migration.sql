-- A story that does not fit its record parks its enrolment: why, and since when. It stays active, and nothing is lost.
alter table enrolment
  add column blocked_reason text,
  add column blocked_at timestamptz(3),
  add constraint enrolment_blocked check ((blocked_reason is null) = (blocked_at is null));

-- Read by `campaign retry`, by a worker of another build, and by doctor.
create index enrolment_blocked_idx on enrolment (campaign_id, id) where blocked_at is not null;

-- `retry` tells a cohort to run the story of a blocked enrolment again.
alter table wake_up
  drop constraint wake_up_event_or_signal,
  add constraint wake_up_event_or_signal
    check ((event_id is null) = (signal in ('resumed', 'cancelled', 'retry') and signal is not null));
