import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Db } from '../../platform/database.ts';
import { readOnlyRow, readRows, vouchedFor } from '../../platform/rows.ts';
import type { JsonObject } from '../../values/json.ts';
import type { StoredNotification } from './notification.ts';

const row = z.object({
  sequence: z.bigint(),
  type: z.string(),
  at: z.date(),
  member: z.string().nullable(),
  key: z.bigint().nullable(),
  object: vouchedFor<JsonObject | null>(),
  previous: vouchedFor<JsonObject | null>(),
  txnId: z.bigint().nullable(),
  version: z.bigint().nullable(),
  kind: z.string().nullable(),
  effectiveAt: z.date().nullable(),
  recordedAt: z.date().nullable(),
  sourceType: z.string().nullable(),
  sourceId: z.string().nullable(),
  result: vouchedFor<JsonObject | null>(),
});

/** What a row tells, from the rows `n` of a query. */
const told = Prisma.sql`
  n.sequence, n.type, n.at, m.external_id AS member, n.key, n.object, n.previous, n.txn_id AS "txnId", n.version,
  t.kind, t.effective_at AS "effectiveAt", t.recorded_at AS "recordedAt", t.source_type AS "sourceType", t.source_id AS "sourceId", t.result`;
const joined = Prisma.sql`LEFT JOIN member m ON m.id = n.member_id LEFT JOIN ledger.txn t ON t.id = n.txn_id`;

function stored(found: z.infer<typeof row>): StoredNotification {
  const { sequence, type, at, member, key, object, previous, txnId } = found;
  return {
    ...{ sequence, type, at: at.getTime(), member, key, object, previous },
    transaction:
      txnId === null
        ? null
        : {
            id: txnId,
            kind: found.kind ?? '',
            at: found.effectiveAt?.getTime() ?? at.getTime(),
            recordedAt: found.recordedAt?.getTime() ?? at.getTime(),
            sourceType: found.sourceType ?? '',
            sourceId: found.sourceId ?? '',
            result: found.result ?? {},
            version: found.version ?? 0n,
          },
  };
}

export interface FeedFilter {
  readonly programmeId: number;
  /** Only what stands behind it. */
  readonly after: bigint;
  readonly types?: readonly string[];
  readonly memberId?: bigint;
  readonly from?: Date;
  readonly limit: number;
  /** Rows looked at, at most: of a type that is rare a page may be empty, and the next one goes on behind it. */
  readonly scanMax: number;
}

const endRow = z.object({ last: z.bigint().nullable() });

/** A page of the feed, and behind which row the next one begins. */
export async function readFeed(db: Db, filter: FeedFilter): Promise<{ rows: StoredNotification[]; last: bigint }> {
  const { programmeId, after, types = [], memberId, from, limit, scanMax } = filter;
  const looksMax = types.length === 0 && from === undefined ? limit : scanMax;
  const behind = Prisma.sql`
    n.programme_id = ${programmeId}::smallint AND n.sequence > ${after}::bigint
    ${memberId === undefined ? Prisma.empty : Prisma.sql`AND n.member_id = ${memberId}::bigint`}`;
  // Up to here nothing is added any more: what comes between this question and the next stands behind it.
  const end = await readOnlyRow(
    endRow,
    db.$queryRaw`
      SELECT max(s.sequence) AS last FROM (
        SELECT n.sequence FROM notification n WHERE ${behind} ORDER BY n.sequence LIMIT ${looksMax}::int) s`,
  );
  if (end.last === null) return { rows: [], last: after };
  const found = await readRows(
    row,
    db.$queryRaw`
      SELECT ${told} FROM notification n ${joined}
      WHERE ${behind} AND n.sequence <= ${end.last}::bigint
        AND (cardinality(${types}::text[]) = 0 OR n.type = ANY (${types}::text[]))
        AND (${from ?? null}::timestamptz IS NULL OR n.at >= ${from ?? null}::timestamptz)
      ORDER BY n.sequence LIMIT ${limit}::int`,
  );
  const last = found.at(-1)?.sequence;
  return { rows: found.map(stored), last: last !== undefined && found.length === limit ? last : end.last };
}

/** One row of the feed; undefined when the programme has none of that number, or no longer. */
export async function readNotification(
  db: Db,
  programmeId: number,
  sequence: bigint,
): Promise<StoredNotification | undefined> {
  const [found] = await readNotifications(db, [{ programmeId, sequence }]);
  return found;
}

/** Rows of the feed by their numbers, as far as they are there. */
export async function readNotifications(
  db: Db,
  wanted: readonly { readonly programmeId: number; readonly sequence: bigint }[],
): Promise<StoredNotification[]> {
  const found = await readRows(
    row,
    db.$queryRaw`
      SELECT ${told}
      FROM unnest(${wanted.map(({ programmeId }) => programmeId)}::int[], ${wanted.map(({ sequence }) => String(sequence))}::text[]::bigint[])
        w (programme_id, sequence)
      JOIN notification n ON n.programme_id = w.programme_id AND n.sequence = w.sequence ${joined}`,
  );
  return found.map(stored);
}

const countRow = z.object({ count: z.int() });

/** Gives a page of what was committed its place in the feed, and endpoints their deliveries; answers how many. */
export async function publishPage(db: Db, pageMax: number): Promise<number> {
  const { count } = await readOnlyRow(countRow, db.$queryRaw`SELECT publish_notifications(${pageMax}::int) AS count`);
  return count;
}

const waitRow = z.object({ notifications: z.boolean(), deliveries: z.boolean() });

/** Whether something has no place in the feed yet, and whether a delivery is due; cheap enough to ask ten times a second. */
export async function readWaiting(db: Db): Promise<z.infer<typeof waitRow>> {
  return readOnlyRow(waitRow, db.$queryRaw`SELECT notifications, deliveries FROM notifications_wait()`);
}

/** Removes the oldest rows of a programme, and their deliveries: those that are over, older than so many days (real time). */
export async function purgePage(
  db: Db,
  programmeId: number,
  {
    keptDays,
    openKeptDays,
    rowsMax,
  }: { readonly keptDays: number; readonly openKeptDays: number; readonly rowsMax: number },
): Promise<number> {
  const { count } = await readOnlyRow(
    countRow,
    db.$queryRaw`
      WITH oldest AS (
        SELECT n.sequence, n.recorded_at FROM notification n
        WHERE n.programme_id = ${programmeId}::smallint ORDER BY n.sequence LIMIT ${rowsMax}::int
      ), gone AS (
        SELECT o.sequence FROM oldest o
        WHERE o.recorded_at < clock_timestamp() - make_interval(days => ${keptDays}::int) AND (
          o.recorded_at < clock_timestamp() - make_interval(days => ${openKeptDays}::int)
          OR NOT EXISTS (
            SELECT FROM webhook_endpoint e JOIN webhook_delivery d ON d.endpoint_id = e.id AND d.sequence = o.sequence
            WHERE e.programme_id = ${programmeId}::smallint AND d.status IN ('waiting', 'delivering')))
      ), deliveries AS (
        DELETE FROM webhook_delivery d USING gone g, webhook_endpoint e
        WHERE e.programme_id = ${programmeId}::smallint AND d.endpoint_id = e.id AND d.sequence = g.sequence
      ), notifications AS (
        DELETE FROM notification n USING gone g WHERE n.programme_id = ${programmeId}::smallint AND n.sequence = g.sequence
        RETURNING n.sequence
      )
      SELECT count(*)::int AS count FROM notifications`,
  );
  return count;
}

/** Removes what is left of endpoints that were removed: a page of their deliveries, then the endpoints. */
export async function purgeRemovedPage(db: Db, programmeId: number, rowsMax: number): Promise<number> {
  const deliveries = await db.$executeRaw`
    DELETE FROM webhook_delivery d USING (
      SELECT d.endpoint_id, d.sequence FROM webhook_endpoint e JOIN webhook_delivery d ON d.endpoint_id = e.id
      WHERE e.programme_id = ${programmeId}::smallint AND e.deleted_at IS NOT NULL LIMIT ${rowsMax}::int) g
    WHERE d.endpoint_id = g.endpoint_id AND d.sequence = g.sequence`;
  if (deliveries > 0) return deliveries;
  // Not while a worker may still write what came of a try.
  await db.$executeRaw`
    DELETE FROM webhook_endpoint e
    WHERE e.programme_id = ${programmeId}::smallint AND e.deleted_at < clock_timestamp() - interval '1 day'
      AND NOT EXISTS (SELECT FROM webhook_delivery d WHERE d.endpoint_id = e.id)`;
  return 0;
}
