-- Which worker does a task of the relay. A lease, not a lock that a transaction holds: the relay talks to Temporal outside of
-- any transaction, and that may take long. It is of real time, as every lease.
CREATE TABLE "relay_lease" (
    "task" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "leased_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "relay_lease_pkey" PRIMARY KEY ("task")
);

-- What Temporal refuses is tried again later and later, each row by itself, and delays no other.
ALTER TABLE "cohort" ADD COLUMN "start_attempts" SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE "cohort" ADD COLUMN "start_after" TIMESTAMPTZ(3);
ALTER TABLE "cohort" ADD COLUMN "start_error" TEXT;
ALTER TABLE "signal_outbox" ADD COLUMN "attempts" SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE "signal_outbox" ADD COLUMN "retry_after" TIMESTAMPTZ(3);
ALTER TABLE "signal_outbox" ADD COLUMN "error" TEXT;
