-- On a stepped clock: a call that was given up under load, and answered in its place by another one, would note its own sleep last.
alter table cohort add column sleep_noted_by_call_of timestamptz(6);
