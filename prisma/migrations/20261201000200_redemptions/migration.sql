-- What members pay with points at the checkout: held for an order that is not paid yet, then captured, released or expired; what was
-- captured can be given back. The points are the ledger's (keys hold:, capture:, release:, refund: with the public id), and like them
-- a redemption is kept for ever.
CREATE TABLE "redemption" (
    "id" BIGSERIAL NOT NULL,
    -- What the shop knows it by: red_ and 16 random letters and digits.
    "public_id" TEXT NOT NULL,
    "programme_id" SMALLINT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "order_id" TEXT,
    -- held, captured, released, expired, refunded (all that was captured is back)
    "status" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    -- What the points were worth when it was made.
    "amount_minor" BIGINT NOT NULL,
    "captured_points" BIGINT NOT NULL DEFAULT 0,
    "refunded_points" BIGINT NOT NULL DEFAULT 0,
    -- Until when they are held, by the programme clock; null of points that were used at once.
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "hold_txn_id" BIGINT,
    -- The caller's key and what it asked for: the same request again is the same redemption.
    "idem_key" TEXT,
    "request_hash" TEXT,

    CONSTRAINT "redemption_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "redemption_status_known" CHECK ("status" IN ('held', 'captured', 'released', 'expired', 'refunded')),
    CONSTRAINT "redemption_sound" CHECK ("points" > 0 AND "amount_minor" >= 0 AND "captured_points" BETWEEN 0 AND "points"
        AND "refunded_points" BETWEEN 0 AND "captured_points"),
    CONSTRAINT "redemption_status_whole" CHECK (("status" IN ('captured', 'refunded')) = ("captured_points" > 0)
        AND ("status" = 'refunded') = ("captured_points" > 0 AND "refunded_points" = "captured_points")),
    CONSTRAINT "redemption_held_whole" CHECK (("hold_txn_id" IS NULL) = ("expires_at" IS NULL))
);
CREATE UNIQUE INDEX "redemption_public_id_key" ON "redemption" ("public_id");
CREATE UNIQUE INDEX "redemption_hold_txn_id_key" ON "redemption" ("hold_txn_id");
CREATE UNIQUE INDEX "redemption_programme_id_idem_key_key" ON "redemption" ("programme_id", "idem_key");
-- Lists, newest first: of a programme, of a member, of an order.
CREATE INDEX "redemption_programme_id_id_idx" ON "redemption" ("programme_id", "id" DESC);
CREATE INDEX "redemption_member_id_id_idx" ON "redemption" ("member_id", "id" DESC);
CREATE INDEX "redemption_order_idx" ON "redemption" ("programme_id", "order_id", "id") WHERE "order_id" IS NOT NULL;
-- An order has one open hold.
CREATE UNIQUE INDEX "redemption_open_order_key" ON "redemption" ("programme_id", "order_id") WHERE "status" = 'held';
-- What a member has on hold: whether some of it has run out is asked at every checkout.
CREATE INDEX "redemption_held_idx" ON "redemption" ("member_id", "expires_at") WHERE "status" = 'held';

-- A redemption whose hold is settled is what became of the hold: captured; expired when the clock let it go; else released (trigger of
-- ledger.hold). So whoever settles a hold, the sweep or the winding up of an account, leaves no redemption behind.
create or replace function redemption_follows_hold() returns trigger language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  update redemption r
  set captured_points = h.captured,
    status = case
      when h.captured > 0 then 'captured'
      when exists (select from ledger.txn t where t.programme_id = h.programme_id and t.idem_key = 'release:due:' || h.txn_id) then 'expired'
      else 'released' end
  from settled h
  where r.hold_txn_id = h.txn_id and r.status = 'held' and h.captured + h.released = h.amount;
  return null;
end $$;
CREATE TRIGGER "hold_moves_redemption" AFTER UPDATE ON "ledger"."hold" REFERENCING NEW TABLE AS "settled"
FOR EACH STATEMENT EXECUTE FUNCTION redemption_follows_hold();
