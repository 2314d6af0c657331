-- The field's terms in place of our own: an outbox of signals, instants that end in At. Data stay as they are.
alter table wake_up rename to signal_outbox;
alter sequence wake_up_id_seq rename to signal_outbox_id_seq;
alter table signal_outbox rename constraint wake_up_pkey to signal_outbox_pkey;
alter table signal_outbox rename constraint wake_up_event_or_signal to signal_outbox_event_or_signal;
alter table signal_outbox rename constraint wake_up_exit_needs_event to signal_outbox_exit_needs_event;
alter index wake_up_enrolment_id_event_id_key rename to signal_outbox_enrolment_id_event_id_key;
alter index wake_up_not_delivered rename to signal_outbox_not_delivered;
alter index wake_up_exit rename to signal_outbox_exit;

alter table cohort rename column sleeps_until to next_wake_at;
alter table cohort rename column held_at to paused_step_at;
alter index cohort_held rename to cohort_paused_step;

alter table programme_clock rename column keeper_seen_at to worker_seen_at;

-- An import's places are those of its batchers.
update import_run set counts = (counts - 'lanes') || jsonb_build_object('batchers', counts -> 'lanes') where counts ? 'lanes';
