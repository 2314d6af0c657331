-- Signals that are for one cohort, whichever carries their enrolments now: few, and asked for by that.
create index signal_outbox_for_cohort on signal_outbox (cohort_id) where cohort_id is not null;
