-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "ledger";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "programme" (
    "id" SMALLSERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "asset" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "clawback_policy" TEXT NOT NULL DEFAULT 'DEBT',
    "definition" JSONB NOT NULL,
    "definition_hash" TEXT NOT NULL,
    "closed_through" TIMESTAMPTZ(3) NOT NULL DEFAULT '-infinity'::timestamp with time zone,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "programme_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "programme_clock" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "anchor_at" TIMESTAMPTZ(3) NOT NULL,
    "anchor_real_at" TIMESTAMPTZ(3) NOT NULL,
    "scale" DOUBLE PRECISION NOT NULL,
    "keeper_seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "programme_clock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "id" BIGSERIAL NOT NULL,
    "programme_id" SMALLINT NOT NULL,
    "external_id" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'ACTIVE',
    "zone" TEXT,
    "locale" TEXT,
    "tier" TEXT NOT NULL DEFAULT 'base',
    "joined_at" TIMESTAMPTZ(3) NOT NULL,
    "profile_completed_at" TIMESTAMPTZ(3),
    "last_order_at" TIMESTAMPTZ(3),
    "orders_count" INTEGER NOT NULL DEFAULT 0,
    "spent_minor" BIGINT NOT NULL DEFAULT 0,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member_profile" (
    "member_id" BIGINT NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "name" TEXT,
    "birthday" DATE,
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "member_profile_pkey" PRIMARY KEY ("member_id")
);

-- CreateTable
CREATE TABLE "member_identity" (
    "programme_id" SMALLINT NOT NULL,
    "kind" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "member_identity_pkey" PRIMARY KEY ("programme_id","kind","hash","member_id")
);

-- CreateTable
CREATE TABLE "benefit_claim" (
    "programme_id" SMALLINT NOT NULL,
    "benefit" TEXT NOT NULL,
    "identity" TEXT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "benefit_claim_pkey" PRIMARY KEY ("programme_id","benefit","identity")
);

-- CreateTable
CREATE TABLE "consent" (
    "programme_id" SMALLINT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "channel" TEXT NOT NULL,
    "granted" BOOLEAN NOT NULL,
    "source" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("programme_id","member_id","channel")
);

-- CreateTable
CREATE TABLE "suppression" (
    "programme_id" SMALLINT NOT NULL,
    "channel" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "suppression_pkey" PRIMARY KEY ("programme_id","channel","address")
);

-- CreateTable
CREATE TABLE "event" (
    "id" BIGSERIAL NOT NULL,
    "programme_id" SMALLINT NOT NULL,
    "event_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "content_hash" BYTEA NOT NULL,
    "data" JSONB NOT NULL,
    "result" JSONB NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sales_order" (
    "id" BIGSERIAL NOT NULL,
    "programme_id" SMALLINT NOT NULL,
    "order_id" TEXT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "returned_minor" BIGINT NOT NULL DEFAULT 0,
    "points" BIGINT NOT NULL DEFAULT 0,
    "earn_key" TEXT,

    CONSTRAINT "sales_order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_run" (
    "id" SERIAL NOT NULL,
    "programme_id" SMALLINT NOT NULL,
    "source_hash" TEXT NOT NULL,
    "options" JSONB NOT NULL,
    "lines_done" INTEGER NOT NULL DEFAULT 0,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign" (
    "id" SERIAL NOT NULL,
    "programme_id" SMALLINT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "lifecycle" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "current_version" INTEGER NOT NULL DEFAULT 1,
    "launched_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_version" (
    "id" SERIAL NOT NULL,
    "programme_id" SMALLINT NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "definition" JSONB NOT NULL,
    "definition_hash" TEXT NOT NULL,
    "listens_to" TEXT[],
    "trigger_type" TEXT,
    "trigger_where" JSONB NOT NULL DEFAULT '{}',
    "exit_on" JSONB NOT NULL DEFAULT '[]',
    "reentry_days" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "campaign_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "enrolment" (
    "id" BIGSERIAL NOT NULL,
    "programme_id" SMALLINT NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "campaign_version_id" INTEGER NOT NULL,
    "member_id" BIGINT NOT NULL,
    "occurrence" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "reason" TEXT,
    "input" JSONB NOT NULL DEFAULT '{}',
    "shadow" BOOLEAN NOT NULL DEFAULT false,
    "cohort_id" BIGINT,
    "enrolled_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "enrolment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cohort" (
    "id" BIGSERIAL NOT NULL,
    "programme_id" SMALLINT NOT NULL,
    "campaign_version_id" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "held_at" TIMESTAMPTZ(3),
    "sleeps_until" TIMESTAMPTZ(3),

    CONSTRAINT "cohort_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wake_up" (
    "id" BIGSERIAL NOT NULL,
    "programme_id" SMALLINT NOT NULL,
    "enrolment_id" BIGINT NOT NULL,
    "event_id" BIGINT,
    "signal" TEXT,
    "exit_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "wake_up_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "step" (
    "id" BIGSERIAL NOT NULL,
    "programme_id" SMALLINT NOT NULL,
    "key" TEXT NOT NULL,
    "enrolment_id" BIGINT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "outcome" JSONB NOT NULL,
    "story_at" TIMESTAMPTZ(3) NOT NULL,
    "performed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" BIGSERIAL NOT NULL,
    "programme_id" SMALLINT NOT NULL,
    "key" TEXT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "enrolment_id" BIGINT,
    "campaign_id" INTEGER,
    "campaign_version_id" INTEGER,
    "channel" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "variables" JSONB NOT NULL DEFAULT '{}',
    "live" JSONB,
    "priority" INTEGER NOT NULL DEFAULT 100,
    "status" TEXT NOT NULL DEFAULT 'reserved',
    "reason" TEXT,
    "message_id" TEXT NOT NULL,
    "reserved_at" TIMESTAMPTZ(3) NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "deadline" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_owner" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "subject" TEXT,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" BIGSERIAL NOT NULL,
    "programme_id" SMALLINT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger"."txn" (
    "id" BIGSERIAL NOT NULL,
    "programme_id" SMALLINT NOT NULL,
    "idem_key" TEXT NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "kind" TEXT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "amount" BIGINT NOT NULL,
    "effective_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
    "xid" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "source_type" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "ref_txn_id" BIGINT,
    "actor" TEXT NOT NULL,
    "reason" TEXT,
    "result" JSONB NOT NULL,

    CONSTRAINT "txn_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger"."posting" (
    "txn_id" BIGINT NOT NULL,
    "seq" SMALLINT NOT NULL,
    "programme_id" SMALLINT NOT NULL,
    "account" TEXT NOT NULL,
    "member_id" BIGINT,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "posting_pkey" PRIMARY KEY ("txn_id","seq")
);

-- CreateTable
CREATE TABLE "ledger"."member_balance" (
    "programme_id" SMALLINT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "pending" BIGINT NOT NULL DEFAULT 0,
    "available" BIGINT NOT NULL DEFAULT 0,
    "held" BIGINT NOT NULL DEFAULT 0,
    "debt" BIGINT NOT NULL DEFAULT 0,
    "version" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "member_balance_pkey" PRIMARY KEY ("programme_id","member_id")
);

-- CreateTable
CREATE TABLE "ledger"."lot" (
    "id" BIGINT NOT NULL,
    "programme_id" SMALLINT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "earn_txn_id" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "earned" BIGINT NOT NULL,
    "remaining" BIGINT NOT NULL,
    "held" BIGINT NOT NULL DEFAULT 0,
    "available_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL DEFAULT 'infinity'::timestamp with time zone,

    CONSTRAINT "lot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger"."lot_move" (
    "txn_id" BIGINT NOT NULL,
    "lot_id" BIGINT NOT NULL,
    "remaining_delta" BIGINT NOT NULL,
    "held_delta" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "lot_move_pkey" PRIMARY KEY ("txn_id","lot_id")
);

-- CreateTable
CREATE TABLE "ledger"."hold" (
    "txn_id" BIGINT NOT NULL,
    "programme_id" SMALLINT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "amount" BIGINT NOT NULL,
    "captured" BIGINT NOT NULL DEFAULT 0,
    "released" BIGINT NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "hold_pkey" PRIMARY KEY ("txn_id")
);

-- CreateTable
CREATE TABLE "ledger"."reversal_cap" (
    "orig_txn_id" BIGINT NOT NULL,
    "cap" BIGINT NOT NULL,
    "reversed" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "reversal_cap_pkey" PRIMARY KEY ("orig_txn_id")
);

-- CreateTable
CREATE TABLE "ledger"."seal" (
    "seq" BIGINT NOT NULL,
    "first_txn" BIGINT NOT NULL,
    "last_txn" BIGINT NOT NULL,
    "count" BIGINT NOT NULL,
    "leaves" BYTEA NOT NULL,
    "root" BYTEA NOT NULL,
    "prev_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "seal_pkey" PRIMARY KEY ("seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "programme_code_key" ON "programme"("code");

-- CreateIndex
CREATE INDEX "member_programme_id_id_idx" ON "member"("programme_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "member_programme_id_external_id_key" ON "member"("programme_id", "external_id");

-- CreateIndex
CREATE INDEX "member_identity_member_id_idx" ON "member_identity"("member_id");

-- CreateIndex
CREATE INDEX "benefit_claim_member_id_idx" ON "benefit_claim"("member_id");

-- CreateIndex
CREATE INDEX "event_member_id_occurred_at_idx" ON "event"("member_id", "occurred_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "event_programme_id_event_id_key" ON "event"("programme_id", "event_id");

-- CreateIndex
CREATE INDEX "sales_order_member_id_placed_at_idx" ON "sales_order"("member_id", "placed_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "sales_order_programme_id_order_id_key" ON "sales_order"("programme_id", "order_id");

-- CreateIndex
CREATE UNIQUE INDEX "import_run_programme_id_source_hash_key" ON "import_run"("programme_id", "source_hash");

-- CreateIndex
CREATE UNIQUE INDEX "campaign_programme_id_code_key" ON "campaign"("programme_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "campaign_version_campaign_id_version_key" ON "campaign_version"("campaign_id", "version");

-- CreateIndex
CREATE INDEX "enrolment_member_id_idx" ON "enrolment"("member_id");

-- CreateIndex
CREATE INDEX "enrolment_cohort_id_idx" ON "enrolment"("cohort_id");

-- CreateIndex
CREATE INDEX "enrolment_campaign_id_status_idx" ON "enrolment"("campaign_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "enrolment_campaign_id_member_id_occurrence_key" ON "enrolment"("campaign_id", "member_id", "occurrence");

-- CreateIndex
CREATE INDEX "cohort_campaign_version_id_idx" ON "cohort"("campaign_version_id");

-- CreateIndex
CREATE UNIQUE INDEX "wake_up_enrolment_id_event_id_key" ON "wake_up"("enrolment_id", "event_id");

-- CreateIndex
CREATE INDEX "step_enrolment_id_idx" ON "step"("enrolment_id");

-- CreateIndex
CREATE INDEX "step_member_id_idx" ON "step"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "step_programme_id_key_key" ON "step"("programme_id", "key");

-- CreateIndex
CREATE INDEX "message_member_id_reserved_at_idx" ON "message"("member_id", "reserved_at" DESC);

-- CreateIndex
CREATE INDEX "message_enrolment_id_idx" ON "message"("enrolment_id");

-- CreateIndex
CREATE INDEX "message_campaign_id_status_idx" ON "message"("campaign_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "message_programme_id_key_key" ON "message"("programme_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "message_message_id_key" ON "message"("message_id");

-- CreateIndex
CREATE INDEX "audit_event_target_idx" ON "audit_event"("target");

-- CreateIndex
CREATE INDEX "txn_member_id_id_idx" ON "ledger"."txn"("member_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "txn_programme_id_idem_key_key" ON "ledger"."txn"("programme_id", "idem_key");

-- CreateIndex
CREATE UNIQUE INDEX "seal_hash_key" ON "ledger"."seal"("hash");

-- AddForeignKey
ALTER TABLE "member_profile" ADD CONSTRAINT "member_profile_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_version" ADD CONSTRAINT "campaign_version_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_member_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_enrolment_fkey" FOREIGN KEY ("enrolment_id") REFERENCES "enrolment"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

