-- What a story waits for, as of the last time it was told: an event that it does not wait for wakes nobody, and is read by its
-- cohort when that next wakes. Null while it is not known: then every event calls.
alter table enrolment add column waits_for jsonb, add column waits_place int;
alter table signal_outbox add column can_wait boolean not null default false;

-- What the relay has yet to bring, in its order.
drop index signal_outbox_not_delivered;
create index signal_outbox_to_bring on signal_outbox (id) where delivered_at is null and not can_wait;
-- What a cohort reads for those whose stories it tells.
create index signal_outbox_to_read on signal_outbox (enrolment_id) where delivered_at is null;
