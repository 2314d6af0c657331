import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRows } from '../../platform/rows.ts';
import type { JsonObject } from '../../values/json.ts';
import type { Stay } from '../../workflows/lifecycles/journey/entering.ts';

/** Why an enrolment ended that a new version has begun anew: it counts for no other time. */
export const begunAnew = 'begun anew in a new version';

const stayRow = z.object({
  ...{ id: z.bigint(), memberId: z.bigint(), status: z.string(), reason: z.string().nullable() },
  ...{ key: z.string().nullable(), endedAt: z.date().nullable() },
});
const lastRow = z.object({ memberId: z.bigint(), occurrence: z.int() });

/** What members have been and are doing in a campaign. */
export interface Stays {
  /** In the order they were begun. */
  readonly of: ReadonlyMap<bigint, readonly Stay[]>;
  readonly lastOccurrence: ReadonlyMap<bigint, number>;
}

/** The enrolments of members in a campaign that matter for another one: those that run, and those of these keys. */
export async function readStays(
  tx: Db,
  campaignId: number,
  asked: readonly { readonly memberId: bigint; readonly key: string | undefined }[],
): Promise<Stays> {
  const rows = asked.map(({ memberId, key }) => ({ memberId: String(memberId), key: key ?? null }));
  const stays = await readRows(
    stayRow,
    tx.$queryRaw`
      SELECT en.id, en.member_id AS "memberId", en.status, en.reason, en.input ->> 'key' AS key, en.ended_at AS "endedAt"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) a ("memberId" bigint, key text)
      JOIN enrolment en ON en.campaign_id = ${campaignId}::int AND en.member_id = a."memberId"
      WHERE en.status = 'active' OR en.input ->> 'key' IS NOT DISTINCT FROM a.key
      ORDER BY en.occurrence`,
  );
  const last = await readRows(
    lastRow,
    tx.$queryRaw`
      SELECT a.id AS "memberId", max(en.occurrence)::int AS occurrence
      FROM unnest(${rows.map(({ memberId }) => memberId)}::text[]::bigint[]) a (id)
      JOIN enrolment en ON en.campaign_id = ${campaignId}::int AND en.member_id = a.id GROUP BY a.id`,
  );
  const of = new Map<bigint, Stay[]>();
  for (const { id, memberId, status, reason, key, endedAt } of stays) {
    const stay = {
      ...{ id: String(id), isOver: status !== 'active', isUncounted: status === 'skipped' || reason === begunAnew },
      ...(key === null ? {} : { key }),
      ...(endedAt === null ? {} : { endedAt: endedAt.getTime() }),
    };
    of.set(memberId, [...(of.get(memberId) ?? []), stay]);
  }
  return { of, lastOccurrence: new Map(last.map(({ memberId, occurrence }) => [memberId, occurrence])) };
}

/** Ends enrolments that newer ones take the place of, and tells their cohorts. */
export async function endOlder(tx: Db, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`SELECT FROM enrolment WHERE id = ANY (${ids as string[]}::text[]::bigint[]) ORDER BY id FOR NO KEY UPDATE`;
  await tx.$executeRaw`
    WITH ended AS (
      UPDATE enrolment SET status = 'exited', reason = 'a newer one began', ended_at = greatest(${now}::timestamptz, enrolled_at),
        blocked_reason = NULL, blocked_at = NULL
      WHERE id = ANY (${ids as string[]}::text[]::bigint[]) AND status = 'active' RETURNING id, programme_id, cohort_id)
    INSERT INTO signal_outbox (programme_id, enrolment_id, signal, created_at)
    SELECT programme_id, id, 'cancelled', ${now}::timestamptz FROM ended WHERE cohort_id IS NOT NULL ORDER BY id`;
}

/** A member who comes in. */
export interface NewEnrolment {
  readonly memberId: bigint;
  readonly occurrence: number;
  readonly input: JsonObject;
  /** From when on what happens to the member counts. */
  readonly enteredAt: number;
  /** The row of the event that brought the member in: it is used up by that. */
  readonly eventId: bigint | null;
}

const enrolledRow = z.object({ id: z.bigint(), memberId: z.bigint() });

/** Enrols members, one enrolment each, and tells each of what has happened since it entered; by member. */
export async function enrol(
  tx: Db,
  version: {
    readonly programmeId: number;
    readonly campaignId: number;
    readonly versionId: number;
    readonly now: Date;
  },
  members: readonly NewEnrolment[],
): Promise<ReadonlyMap<bigint, bigint>> {
  if (members.length === 0) return new Map();
  const { programmeId, campaignId, versionId, now } = version;
  const rows = members.map(({ memberId, enteredAt, eventId, ...rest }) => ({
    ...{ ...rest, memberId: String(memberId), eventId: eventId === null ? null : String(eventId) },
    enteredAt: new Date(Math.min(enteredAt, now.getTime())),
  }));
  const enrolled = await readRows(
    enrolledRow,
    tx.$queryRaw`
      INSERT INTO enrolment (programme_id, campaign_id, campaign_version_id, member_id, occurrence, input, shadow, enrolled_at, entered_at)
      SELECT ${programmeId}::smallint, ${campaignId}::int, ${versionId}::int, n."memberId", n.occurrence, n.input,
        is_held_out(${versionId}::int, n."memberId"), ${now}::timestamptz, n."enteredAt"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) n ("memberId" bigint, occurrence int, input jsonb, "enteredAt" timestamptz)
      ORDER BY n."memberId"
      RETURNING id, member_id AS "memberId"`,
  );
  const ids = new Map(enrolled.map(({ id, memberId }) => [memberId, id]));
  await signalPast(
    tx,
    programmeId,
    members.map(({ memberId, eventId }) => ({
      id: String(ids.get(memberId)),
      eventId: eventId === null ? null : String(eventId),
    })),
    now,
  );
  return ids;
}

/** What has happened to new members since they entered, but for what brought them in; also to accounts that have become theirs. */
async function signalPast(
  tx: Db,
  programmeId: number,
  entered: readonly { readonly id: string; readonly eventId: string | null }[],
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO signal_outbox (programme_id, enrolment_id, event_id, created_at)
    SELECT ${programmeId}::smallint, en.id, e.id, ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(entered)}::jsonb) n (id bigint, "eventId" bigint)
    JOIN enrolment en ON en.id = n.id
    JOIN campaign_version v ON v.id = en.campaign_version_id
    CROSS JOIN LATERAL (
      WITH RECURSIVE own (id) AS (
        SELECT en.member_id UNION SELECT g.id FROM own o JOIN member g
          ON g.programme_id = en.programme_id AND g.merged_into = o.id)
      SELECT id FROM own) own
    JOIN event e ON e.member_id = own.id AND e.occurred_at >= en.entered_at AND e.type = ANY (v.listens_to)
    WHERE e.id IS DISTINCT FROM n."eventId"
    ORDER BY e.id, en.id
    ON CONFLICT (enrolment_id, event_id) DO NOTHING`;
}
