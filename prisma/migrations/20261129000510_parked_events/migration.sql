-- Orders, and returns of them, that came before their member: they wait until the member joins, 30 days at most, and then for a person.
CREATE TABLE "parked_event" (
    "id" BIGSERIAL NOT NULL,
    "programme_id" SMALLINT NOT NULL,
    "event_id" TEXT NOT NULL,
    -- The shop's id of the member that nobody knows yet.
    "member" TEXT NOT NULL,
    -- The event as intake read it (modules/intake/rules/facts.ts), so that it is decided on as it came.
    "fact" JSONB NOT NULL,
    "parked_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    -- waiting, taken, review, dropped
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "parked_event_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "parked_event_programme_id_event_id_key" UNIQUE ("programme_id", "event_id"),
    CONSTRAINT "parked_event_status_known" CHECK ("status" IN ('waiting', 'taken', 'review', 'dropped')),
    CONSTRAINT "parked_event_settled_whole" CHECK (("status" = 'waiting') = ("settled_at" IS NULL))
);
-- Those who wait, by member and by the end of their wait.
CREATE INDEX "parked_event_waiting_member_idx" ON "parked_event" ("programme_id", "member") WHERE "status" = 'waiting';
CREATE INDEX "parked_event_waiting_until_idx" ON "parked_event" ("programme_id", "until_at") WHERE "status" = 'waiting';

-- A case may be about a person whom the programme does not know: an order whose member never joined. It then names them in its facts.
ALTER TABLE "review_case" ALTER COLUMN "member_id" DROP NOT NULL;
ALTER TABLE "review_case" ADD CONSTRAINT "review_case_about_somebody" CHECK ("member_id" IS NOT NULL OR "facts" ? 'member');
