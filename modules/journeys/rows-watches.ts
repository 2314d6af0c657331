import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import { readOnlyRow, readRows, vouchedFor } from '../../platform/rows.ts';
import type { JsonObject } from '../../values/json.ts';
import type { Known, Reckon, Watched } from '../../workflows/lifecycles/journey/asks.ts';
import type { Standing } from './rules-watches.ts';

const watchRow = z.object({
  ...{ enrolmentId: z.string(), isExit: z.boolean(), programmeId: z.int(), memberId: z.string(), watch: z.string() },
  ...{ ends: vouchedFor<Reckon | null>(), until: z.date().nullable(), zone: z.string().nullable() },
  ...{ states: vouchedFor<(Watched | null)[]>(), known: vouchedFor<Known>() },
  ...{ told: z.array(z.int()), heldSince: vouchedFor<Record<string, number>>() },
});

/** A watch of an enrolment that is active, and whose clock its journey goes by. */
export type StoredWatch = z.infer<typeof watchRow>;

/** The watches of these members' enrolments, locked until the transaction ends. */
export const lockWatchesOf = (tx: Db, memberIds: readonly bigint[]): Promise<StoredWatch[]> =>
  lockWatches(tx, memberIds, (ids) => Prisma.sql`en.member_id = ANY (${ids}::bigint[])`);

/** The same of these enrolments. */
export const lockWatchesIn = (tx: Db, enrolmentIds: readonly bigint[]): Promise<StoredWatch[]> =>
  lockWatches(tx, enrolmentIds, (ids) => Prisma.sql`en.id = ANY (${ids}::bigint[])`);

async function lockWatches(
  tx: Db,
  ids: readonly bigint[],
  which: (ids: readonly bigint[]) => Prisma.Sql,
): Promise<StoredWatch[]> {
  if (ids.length === 0) return [];
  return readRows(
    watchRow,
    tx.$queryRaw`
      SELECT w.enrolment_id::text AS "enrolmentId", w.is_exit AS "isExit", w.programme_id::int AS "programmeId",
        en.member_id::text AS "memberId", w.watch, nullif(w.ends, 'null'::jsonb) AS ends, w.until, w.states, w.known, w.told,
        w.held_since AS "heldSince", v.definition -> 'settings' ->> 'zone' AS zone
      FROM enrolment en
      JOIN journey_watch w ON w.enrolment_id = en.id
      JOIN campaign_version v ON v.id = en.campaign_version_id
      WHERE ${which(ids)} AND en.status = 'active'
      ORDER BY w.enrolment_id, w.is_exit FOR NO KEY UPDATE OF w`,
  );
}

const waitsRow = z.object({ waits: z.boolean() });

/** Whether a watch is due to be looked at. */
export async function watchesWait(db: Db, now: Date): Promise<boolean> {
  return (await readOnlyRow(waitsRow, db.$queryRaw`SELECT watches_wait(${now}::timestamptz) AS waits`)).waits;
}

const dueRow = z.object({ enrolmentId: z.bigint() });

/** Enrolments with a watch that is due; those that somebody else looks at are left to that. */
export async function dueWatches(tx: Db, now: Date, limit: number): Promise<bigint[]> {
  const rows = await readRows(
    dueRow,
    tx.$queryRaw`
      SELECT w.enrolment_id AS "enrolmentId" FROM journey_watch w WHERE w.look_at <= ${now}::timestamptz
      ORDER BY w.look_at LIMIT ${limit}::int FOR NO KEY UPDATE OF w SKIP LOCKED`,
  );
  return [...new Set(rows.map(({ enrolmentId }) => enrolmentId))];
}

/** What came of looking at a watch. */
export interface Followed {
  readonly enrolmentId: string;
  readonly isExit: boolean;
  readonly told: readonly number[];
  readonly heldSince: Readonly<Record<string, number>>;
  readonly until: number | null;
  readonly lookAt: number | null;
}

/** Writes down how far watches were followed. */
export async function noteFollowed(tx: Db, followed: readonly Followed[]): Promise<void> {
  if (followed.length === 0) return;
  const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const rows = followed.map((one) => ({ ...one, until: instant(one.until), lookAt: instant(one.lookAt) }));
  await tx.$executeRaw`
    UPDATE journey_watch w SET told = ARRAY(SELECT jsonb_array_elements_text(r.told)::int), held_since = r."heldSince",
      until = r.until, look_at = r."lookAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      r ("enrolmentId" bigint, "isExit" boolean, told jsonb, "heldSince" jsonb, until timestamptz, "lookAt" timestamptz)
    WHERE w.enrolment_id = r."enrolmentId" AND w.is_exit = r."isExit"`;
}

/** An event that one enrolment alone is told. */
export interface Told {
  readonly enrolmentId: string;
  readonly type: string;
  readonly data: JsonObject;
}

/** Tells enrolments what has come true for them. */
export async function tellEnrolments(tx: Db, programmeId: number, told: readonly Told[], now: Date): Promise<void> {
  if (told.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO signal_outbox (programme_id, enrolment_id, signal, told, created_at)
    SELECT ${programmeId}::smallint, r."enrolmentId", 'told', jsonb_build_object('type', r.type, 'data', r.data), ${now}::timestamptz
    FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(told)}::jsonb) AS ("enrolmentId" bigint, type text, data jsonb))
      WITH ORDINALITY r ("enrolmentId", type, data, place)
    ORDER BY r.place`;
}

const standingRow = z.object({ memberId: z.string(), code: z.string(), isIn: z.boolean(), since: z.date().nullable() });

/** How members stand to segments that are watched, by member and segment. */
export async function readStandings(
  tx: Db,
  programmeId: number,
  memberIds: readonly string[],
  codes: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, Standing>>> {
  if (codes.length === 0) return new Map();
  const rows = await readRows(
    standingRow,
    tx.$queryRaw`
      SELECT s.member_id::text AS "memberId", g.code, bool_or(s.left_at IS NULL) AS "isIn",
        CASE WHEN bool_or(s.left_at IS NULL) THEN max(s.entered_at) FILTER (WHERE s.left_at IS NULL) ELSE max(s.left_at) END AS since
      FROM segment g JOIN segment_member s ON s.segment_id = g.id
      WHERE g.programme_id = ${programmeId}::smallint AND g.code = ANY (${codes as string[]}::text[])
        AND s.member_id = ANY (${memberIds as string[]}::text[]::bigint[])
      GROUP BY s.member_id, g.code`,
  );
  const of = new Map<string, Map<string, Standing>>();
  for (const { memberId, code, isIn, since } of rows) {
    const own = of.get(memberId) ?? new Map<string, Standing>();
    of.set(memberId, own.set(code, { isIn, since: since?.getTime() }));
  }
  return of;
}
