import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRows } from '../../platform/rows.ts';
import type { DeliveryKey } from './delivery-id.ts';

// Leases and tries go by real time (clock_timestamp()), whatever the programme clock says: they wait for other people's servers.

/** A delivery that was claimed: this try's number, and where it goes. */
export interface ClaimedDelivery extends DeliveryKey {
  readonly programmeId: number;
  readonly url: string;
  /** Counted from 1. */
  readonly attempts: number;
}

/** What claims are made for. */
export interface ClaimRoom {
  readonly owner: string;
  readonly leaseMs: number;
  /** Endpoints that deliveries are claimed for: those that wait longest first. */
  readonly endpointsMax: number;
  /** Deliveries of one endpoint at once. */
  readonly perEndpointMax: number;
  /** How many of some endpoints may be claimed instead. */
  readonly room: ReadonlyMap<number, number>;
}

const claimedRow = z.object({
  endpointId: z.int(),
  sequence: z.bigint(),
  programmeId: z.int(),
  url: z.string(),
  attempts: z.int(),
});

/** Claims what is due, of each endpoint as much as there is room for, so that none waits for another; two claims never take the same. */
export async function claimDue(db: Db, claim: ClaimRoom): Promise<ClaimedDelivery[]> {
  const { owner, leaseMs, endpointsMax, perEndpointMax, room } = claim;
  return readRows(
    claimedRow,
    db.$queryRaw`
      WITH room AS (
        SELECT * FROM unnest(${[...room.keys()]}::int[], ${[...room.values()]}::int[]) r (endpoint_id, free)
      ), endpoint AS MATERIALIZED (
        SELECT e.id, e.programme_id, e.url, coalesce(r.free, ${perEndpointMax}::int) AS free
        FROM webhook_endpoint e
        LEFT JOIN room r ON r.endpoint_id = e.id
        CROSS JOIN LATERAL (
          SELECT d.next_at FROM webhook_delivery d
          WHERE d.endpoint_id = e.id AND d.status = 'waiting' AND d.next_at <= clock_timestamp()
          ORDER BY d.next_at LIMIT 1) head
        WHERE e.status = 'enabled' AND e.deleted_at IS NULL AND coalesce(r.free, ${perEndpointMax}::int) > 0
        ORDER BY head.next_at LIMIT ${endpointsMax}::int
      ), due AS MATERIALIZED (
        SELECT e.programme_id, e.url, d.endpoint_id, d.sequence
        FROM endpoint e
        CROSS JOIN LATERAL (
          SELECT d.endpoint_id, d.sequence FROM webhook_delivery d
          WHERE d.endpoint_id = e.id AND d.status = 'waiting' AND d.next_at <= clock_timestamp()
          ORDER BY d.next_at LIMIT e.free FOR UPDATE SKIP LOCKED) d
      )
      UPDATE webhook_delivery d SET status = 'delivering', attempts = d.attempts + 1, lease_owner = ${owner},
        lease_until = clock_timestamp() + ${`${leaseMs} ms`}::interval
      FROM due WHERE d.endpoint_id = due.endpoint_id AND d.sequence = due.sequence
      RETURNING d.endpoint_id AS "endpointId", d.sequence, due.programme_id::int AS "programmeId", due.url, d.attempts::int`,
  );
}

/** Puts back what was claimed by a worker that has died: the try is not counted. Answers how many. */
export async function releaseLost(db: Db, deliveriesMax: number): Promise<number> {
  return db.$executeRaw`
    UPDATE webhook_delivery d SET status = 'waiting', attempts = greatest(0, d.attempts - 1), next_at = clock_timestamp(),
      lease_owner = NULL, lease_until = NULL
    FROM (
      SELECT l.endpoint_id, l.sequence
      FROM webhook_endpoint e JOIN webhook_delivery l ON l.endpoint_id = e.id
      WHERE l.status = 'delivering' AND l.lease_until <= clock_timestamp()
      LIMIT ${deliveriesMax}::int FOR UPDATE OF l SKIP LOCKED) lost
    WHERE d.endpoint_id = lost.endpoint_id AND d.sequence = lost.sequence`;
}

/** What came of a try. */
export interface TriedDelivery extends DeliveryKey {
  readonly status: 'delivered' | 'waiting' | 'dead';
  readonly waitMs: number | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
}

/** Records what came of tries and ends their leases; of a delivery that somebody else has claimed since nothing. */
export async function recordTries(db: Db, owner: string, tries: readonly TriedDelivery[]): Promise<void> {
  if (tries.length === 0) return;
  const rows = tries.map((one) => ({ ...one, sequence: String(one.sequence) }));
  // In the order in which everybody locks them.
  await db.$executeRaw`
    WITH tried AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        r ("endpointId" int, sequence bigint, status text, "waitMs" bigint, "lastStatus" smallint, "lastError" text)
    ), held AS (
      SELECT d.endpoint_id, d.sequence FROM tried t
      JOIN webhook_delivery d ON d.endpoint_id = t."endpointId" AND d.sequence = t.sequence
      WHERE d.status = 'delivering' AND d.lease_owner = ${owner}
      ORDER BY d.endpoint_id, d.sequence FOR UPDATE OF d
    )
    UPDATE webhook_delivery d SET status = r.status, lease_owner = NULL, lease_until = NULL,
      next_at = CASE WHEN r."waitMs" IS NULL THEN d.next_at ELSE clock_timestamp() + r."waitMs" * interval '1 ms' END,
      last_status = r."lastStatus", last_error = r."lastError",
      delivered_at = CASE r.status WHEN 'delivered' THEN clock_timestamp() ELSE d.delivered_at END
    FROM held h JOIN tried r ON r."endpointId" = h.endpoint_id AND r.sequence = h.sequence
    WHERE d.endpoint_id = h.endpoint_id AND d.sequence = h.sequence`;
}

/** Notes which endpoints take what they are sent, and which do not; one that takes nothing for too long is disabled, one that is gone at once. */
export async function noteHealth(
  db: Db,
  {
    takes,
    fails,
    gone,
    failingMsMax,
  }: {
    readonly takes: readonly number[];
    readonly fails: readonly number[];
    readonly gone: readonly number[];
    readonly failingMsMax: number;
  },
): Promise<void> {
  if (takes.length > 0) {
    await db.$executeRaw`UPDATE webhook_endpoint SET failing_since = NULL WHERE id = ANY (${takes}::int[]) AND failing_since IS NOT NULL`;
  }
  if (fails.length > 0) {
    await db.$executeRaw`
      UPDATE webhook_endpoint SET failing_since = coalesce(failing_since, clock_timestamp()),
        status = CASE WHEN failing_since < clock_timestamp() - ${`${failingMsMax} ms`}::interval THEN 'disabled' ELSE status END,
        reason = CASE WHEN failing_since < clock_timestamp() - ${`${failingMsMax} ms`}::interval
          THEN 'it has taken nothing since ' || to_char(failing_since AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC' ELSE reason END
      WHERE id = ANY (${fails}::int[]) AND status = 'enabled'
        AND (failing_since IS NULL OR failing_since < clock_timestamp() - ${`${failingMsMax} ms`}::interval)`;
  }
  if (gone.length > 0) {
    await db.$executeRaw`
      UPDATE webhook_endpoint SET status = 'disabled', reason = 'it answered 410: nothing more is wanted'
      WHERE id = ANY (${gone}::int[]) AND status = 'enabled'`;
  }
}

const dueRow = z.object({ inMs: z.number().nullable() });

/** Milliseconds until the next delivery is due or a dead worker's lease ends; 0 when one is, null when none waits. */
export async function nextDueInMs(db: Db): Promise<number | null> {
  const { inMs } = await readOnlyRow(
    dueRow,
    db.$queryRaw`
      SELECT (extract(epoch FROM min(due.at) - clock_timestamp()) * 1000)::float8 AS "inMs"
      FROM webhook_endpoint e
      CROSS JOIN LATERAL (
        SELECT (SELECT d.next_at FROM webhook_delivery d WHERE d.endpoint_id = e.id AND d.status = 'waiting' ORDER BY d.next_at LIMIT 1) AS at
        UNION ALL
        SELECT (SELECT d.lease_until FROM webhook_delivery d WHERE d.endpoint_id = e.id AND d.status = 'delivering' ORDER BY d.lease_until LIMIT 1)) due
      WHERE e.status = 'enabled' AND e.deleted_at IS NULL`,
  );
  return inMs === null ? null : Math.max(0, Math.ceil(inMs));
}

const figuresRow = z.object({ waiting: z.int(), dead: z.int(), oldestDueSeconds: z.number() });

/** How many deliveries wait and are dead, each counted up to a limit, and for how long the oldest one has been due. */
export async function readFigures(db: Db, countMax: number): Promise<z.infer<typeof figuresRow>> {
  return readOnlyRow(
    figuresRow,
    db.$queryRaw`
      WITH counted AS (
        SELECT o.status FROM webhook_endpoint e
        CROSS JOIN LATERAL (
          SELECT d.status FROM webhook_delivery d WHERE d.endpoint_id = e.id AND d.status <> 'delivered' LIMIT ${countMax}::int) o
        WHERE e.deleted_at IS NULL)
      SELECT count(*) FILTER (WHERE status <> 'dead')::int AS waiting, count(*) FILTER (WHERE status = 'dead')::int AS dead,
        coalesce(greatest(0, extract(epoch FROM clock_timestamp() - (
          SELECT min(head.next_at) FROM webhook_endpoint e
          CROSS JOIN LATERAL (
            SELECT d.next_at FROM webhook_delivery d WHERE d.endpoint_id = e.id AND d.status = 'waiting' ORDER BY d.next_at LIMIT 1) head
          WHERE e.status = 'enabled' AND e.deleted_at IS NULL))), 0)::float8 AS "oldestDueSeconds"
      FROM counted`,
  );
}
