import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRows, vouchedFor } from '../../platform/rows.ts';
import type { JsonObject } from '../../values/json.ts';

// Leases and tries go by real time (clock_timestamp()), as those of notifications do.

/** What a journey asks a system of the shop's. */
export interface NewCall {
  /** The step's key: the same key is the same call. */
  readonly key: string;
  readonly enrolmentId: string;
  readonly memberId: string;
  /** The name of an endpoint. */
  readonly endpoint: string;
  readonly body: JsonObject;
  readonly keep: readonly string[];
}

/** Notes calls in the transaction of the steps that make them, each once by its key. */
export async function noteWebhookCalls(
  tx: Db,
  programmeId: number,
  now: Date,
  calls: readonly NewCall[],
): Promise<void> {
  if (calls.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO journey_call (programme_id, key, enrolment_id, member_id, endpoint, body, keep, created_at)
    SELECT ${programmeId}::smallint, c.key, c."enrolmentId", c."memberId", c.endpoint, c.body,
      ARRAY(SELECT jsonb_array_elements_text(c.keep)), ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(calls)}::jsonb) c (key text, "enrolmentId" bigint, "memberId" bigint, endpoint text,
      body jsonb, keep jsonb)
    ON CONFLICT (programme_id, key) DO NOTHING`;
}

const waitRow = z.object({ waits: z.boolean() });

export async function webhookCallsWait(db: Db): Promise<boolean> {
  const { waits } = await readOnlyRow(waitRow, db.$queryRaw`SELECT journey_calls_wait() AS waits`);
  return waits;
}

const claimedRow = z.object({
  ...{ id: z.bigint(), programmeId: z.int(), key: z.string(), member: z.string(), body: vouchedFor<JsonObject>() },
  ...{ keep: z.array(z.string()), attempts: z.int(), createdAt: z.date() },
  endpointId: z.int().nullable(),
  url: z.string().nullable(),
});
/** A call that was claimed: this try's number, and where it goes; nowhere when its endpoint is gone or disabled. */
export type ClaimedCall = z.infer<typeof claimedRow>;

/** Claims calls that are due, the longest first; two claims never take the same. */
export async function claimCalls(
  db: Db,
  { leaseMs, callsMax }: { readonly leaseMs: number; readonly callsMax: number },
): Promise<ClaimedCall[]> {
  return readRows(
    claimedRow,
    db.$queryRaw`
      WITH due AS MATERIALIZED (
        SELECT id FROM journey_call WHERE next_at <= clock_timestamp()
        ORDER BY next_at, id LIMIT ${callsMax}::int FOR UPDATE SKIP LOCKED),
      claimed AS (
        UPDATE journey_call c SET attempts = c.attempts + 1, next_at = clock_timestamp() + ${`${leaseMs} ms`}::interval
        FROM due WHERE c.id = due.id RETURNING c.*)
      SELECT c.id, c.programme_id::int AS "programmeId", c.key, m.external_id AS member, c.body, c.keep, c.attempts::int,
        c.created_at AS "createdAt", e.id AS "endpointId", e.url
      FROM claimed c JOIN member m ON m.id = c.member_id
      LEFT JOIN LATERAL (
        SELECT id, url FROM webhook_endpoint e
        WHERE e.programme_id = c.programme_id AND e.name = c.endpoint AND e.deleted_at IS NULL AND e.status = 'enabled'
        ORDER BY e.id LIMIT 1) e ON true`,
  );
}

/** Puts a call off after a try that came to nothing; one that somebody else has claimed since stays as it is. */
export async function putOff(
  db: Db,
  { id, attempts }: Pick<ClaimedCall, 'id' | 'attempts'>,
  { waitMs, error }: { readonly waitMs: number; readonly error: string },
): Promise<void> {
  await db.$executeRaw`
    UPDATE journey_call SET next_at = clock_timestamp() + ${`${waitMs} ms`}::interval, last_error = ${error}
    WHERE id = ${id} AND attempts = ${attempts}::smallint`;
}

/** Puts a call back that was claimed and not tried, for a moment. */
export async function giveBack(
  db: Db,
  { id, attempts }: Pick<ClaimedCall, 'id' | 'attempts'>,
  waitMs: number,
): Promise<void> {
  await db.$executeRaw`
    UPDATE journey_call SET attempts = attempts - 1, next_at = clock_timestamp() + ${`${waitMs} ms`}::interval
    WHERE id = ${id} AND attempts = ${attempts}::smallint`;
}

/** Forgets a call that is over; false when somebody else has, or its enrolment ended. */
export async function endCall(tx: Db, id: bigint): Promise<boolean> {
  const count = await tx.$executeRaw`DELETE FROM journey_call WHERE id = ${id}`;
  return count > 0;
}

const namedRow = z.object({ name: z.string() });

/** Endpoints of these names that take what they are sent. */
export async function enabledEndpoints(db: Db, programmeId: number, names: readonly string[]): Promise<Set<string>> {
  const rows = await readRows(
    namedRow,
    db.$queryRaw`
      SELECT DISTINCT name FROM webhook_endpoint
      WHERE programme_id = ${programmeId}::smallint AND name = ANY (${names as string[]}::text[]) AND deleted_at IS NULL
        AND status = 'enabled'`,
  );
  return new Set(rows.map(({ name }) => name));
}
