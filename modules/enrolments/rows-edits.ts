import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { lockClass } from '../../platform/locks.ts';
import { readOnlyRow, readRow, readRows, vouchedFor } from '../../platform/rows.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import type { JsonObject } from '../../values/json.ts';
import type { EditPolicy } from '../../workflows/lifecycles/journey/edits.ts';
import type { GoesOnFrom } from './rows-cohorts.ts';

/** An edit of a journey that takes those inside along, page by page. */
export interface RunningEdit {
  readonly id: number;
  readonly programmeId: number;
  readonly campaignId: number;
  readonly policy: EditPolicy;
  readonly versionId: number;
  readonly version: number;
  readonly settings: JsonObject;
  /** The last enrolment of the page before. */
  readonly afterId: string;
}

const editRow = z.object({
  ...{
    id: z.int(),
    programmeId: z.int(),
    campaignId: z.int(),
    versionId: z.int(),
    version: z.int(),
    afterId: z.string(),
  },
  ...{ policy: vouchedFor<EditPolicy>(), settings: vouchedFor<JsonObject>() },
});

/** Whether an edit has not come to everybody yet. */
export async function editsWait(db: Db): Promise<boolean> {
  const query = db.$queryRaw`SELECT EXISTS (SELECT FROM campaign_edit WHERE finished_at IS NULL) AS waits`;
  return (await readOnlyRow(z.object({ waits: z.boolean() }), query)).waits;
}

/**
 * The oldest edit that nobody else is at, locked, and behind the gate of its campaign: no step of it is performed until the transaction
 * ends, so that where an enrolment stands is what is on record of it.
 */
export async function takeEdit(tx: Db): Promise<RunningEdit | undefined> {
  const edit = await readRow(
    editRow,
    tx.$queryRaw`
      SELECT e.id, e.programme_id::int AS "programmeId", e.campaign_id AS "campaignId", e.policy, v.id AS "versionId", e.version,
        v.definition -> 'settings' AS settings, e.after_id::text AS "afterId"
      FROM campaign_edit e JOIN campaign_version v ON v.campaign_id = e.campaign_id AND v.version = e.version
      WHERE e.finished_at IS NULL ORDER BY e.id LIMIT 1 FOR UPDATE OF e SKIP LOCKED`,
  );
  if (edit === undefined) return undefined;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lockClass.campaign}::int, ${edit.campaignId}::int)`;
  return edit;
}

/** An enrolment that an edit comes to. */
export interface EditedEnrolment {
  readonly id: string;
  readonly member: string;
  readonly input: JsonObject;
  readonly at: number;
  readonly from: GoesOnFrom | null;
  readonly versionId: number;
  readonly cohortId: string | null;
}

const enrolmentRow = z.object({
  ...{ id: z.string(), member: z.string(), input: vouchedFor<JsonObject>(), at: z.float64() },
  ...{ from: vouchedFor<GoesOnFrom>().nullable(), versionId: z.int(), cohortId: z.string().nullable() },
});

interface PageOf {
  readonly campaignId: number;
  readonly versionId: number;
  readonly afterId: string;
  readonly limit: number;
  /** The latest in place of the first. */
  readonly isLatest?: boolean;
}

/** Enrolments of other versions of a campaign that run, in the order of their ids. They are looked at; `lockEnrolments` locks them. */
export async function enrolmentsOfOthers(
  db: Db,
  { campaignId, versionId, afterId, limit, isLatest = false }: PageOf,
): Promise<EditedEnrolment[]> {
  return readRows(
    enrolmentRow,
    db.$queryRaw`
      SELECT id::text, member_id::text AS member, input, round(extract(epoch FROM enrolled_at) * 1000)::float8 AS at,
        goes_on_from AS from, campaign_version_id AS "versionId", cohort_id::text AS "cohortId"
      FROM enrolment
      WHERE campaign_id = ${campaignId}::int AND status = 'active' AND id > ${afterId}::bigint
        AND campaign_version_id <> ${versionId}::int
      ORDER BY enrolment.id ${isLatest ? Prisma.sql`DESC` : Prisma.sql`ASC`} LIMIT ${limit}::int`,
  );
}

/** How many of them there are. */
export async function countOthers(
  db: Db,
  { campaignId, versionId }: Pick<PageOf, 'campaignId' | 'versionId'>,
): Promise<number> {
  return db.enrolment.count({ where: { campaignId, status: 'active', NOT: { campaignVersionId: versionId } } });
}

/** Locks enrolments, so that no event ends one of them meanwhile. */
export async function lockEnrolments(tx: Db, page: PageOf): Promise<void> {
  const { campaignId, versionId, afterId, limit } = page;
  await tx.$executeRaw`
    SELECT FROM enrolment
    WHERE campaign_id = ${campaignId}::int AND status = 'active' AND id > ${afterId}::bigint
      AND campaign_version_id <> ${versionId}::int
    ORDER BY id LIMIT ${limit}::int FOR NO KEY UPDATE`;
}

const versionRow = z.object({ id: z.int(), version: z.int(), settings: vouchedFor<JsonObject>() });

/** The journeys of some versions, by their rows. */
export async function readVersions(
  db: Db,
  ids: readonly number[],
): Promise<ReadonlyMap<number, { readonly version: number; readonly settings: JsonObject }>> {
  const rows = await readRows(
    versionRow,
    db.$queryRaw`
      SELECT id, version, definition -> 'settings' AS settings FROM campaign_version WHERE id = ANY (${ids as number[]}::int[])`,
  );
  return new Map(rows.map(({ id, ...rest }) => [id, rest]));
}

/** An enrolment that goes on in another version. */
export interface Taken {
  readonly id: string;
  /** Null of one whose story has not begun. */
  readonly from: GoesOnFrom | null;
  /** Signals that its story has taken. */
  readonly spent: readonly string[];
}

/**
 * Brings enrolments into another version: a cohort of that one carries them, from where they stand, and those they have left are told.
 * What a pause holds stays marked. What their stories have taken is not told again.
 */
export async function takeAlong(
  tx: Db,
  { programmeId, campaignId, versionId }: Pick<RunningEdit, 'programmeId' | 'campaignId' | 'versionId'>,
  taken: readonly Taken[],
  now: Date,
): Promise<void> {
  if (taken.length === 0) return;
  const rows = taken.map(({ id, from }) => ({ id, from }));
  await tx.$executeRaw`
    WITH going AS MATERIALIZED (
      SELECT en.id, en.cohort_id, r."from"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r (id bigint, "from" jsonb) JOIN enrolment en ON en.id = r.id),
    left_behind AS MATERIALIZED (
      SELECT c.id, c.paused_step_at, c.ended_at, min(g.id) AS enrolment_id
      FROM going g JOIN cohort c ON c.id = g.cohort_id GROUP BY c.id),
    made AS (
      INSERT INTO cohort (programme_id, campaign_version_id, size, enrolment_ids, created_at, paused_step_at, rebuilt)
      SELECT ${programmeId}::smallint, ${versionId}::int, count(*), array_agg(g.id ORDER BY g.id), ${now}::timestamptz,
        CASE WHEN (SELECT status FROM campaign WHERE id = ${campaignId}::int) = 'paused' THEN ${now}::timestamptz
          ELSE (SELECT max(paused_step_at) FROM left_behind) END, true
      FROM going g RETURNING id),
    told AS (
      INSERT INTO signal_outbox (programme_id, enrolment_id, signal, cohort_id, created_at)
      SELECT ${programmeId}::smallint, l.enrolment_id, 'retry', l.id, ${now}::timestamptz FROM left_behind l
      WHERE l.ended_at IS NULL ORDER BY l.id),
    unqueued AS (
      DELETE FROM enrolment_queue q USING going g
      WHERE q.enrolment_id = g.id AND g.cohort_id IS NULL)
    UPDATE enrolment en SET cohort_id = made.id, campaign_version_id = ${versionId}::int, goes_on_from = nullif(g."from", 'null'),
      waits_for = NULL, waits_place = NULL, waits_until = NULL, blocked_reason = NULL, blocked_at = NULL
    FROM going g, made WHERE en.id = g.id`;
  const spent = taken.flatMap((one) => one.spent);
  await tx.$executeRaw`
    UPDATE signal_outbox SET spent = true, delivered_at = coalesce(delivered_at, ${now}::timestamptz)
    WHERE id = ANY (${spent}::text[]::bigint[]) AND NOT spent`;
  await tellOfTheNew(
    tx,
    taken.map(({ id }) => id),
    now,
  );
}

/**
 * Tells enrolments of what has happened since their members entered and only the waits of the new version listen to. What would end
 * them is left: exits of a new version count from now on.
 */
async function tellOfTheNew(tx: Db, ids: readonly string[], now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO signal_outbox (programme_id, enrolment_id, event_id, created_at)
    SELECT en.programme_id, en.id, e.id, ${now}::timestamptz
    FROM enrolment en JOIN campaign_version v ON v.id = en.campaign_version_id
    JOIN event e ON e.member_id = en.member_id AND e.occurred_at > en.entered_at AND e.type = ANY (v.listens_to)
    WHERE en.id = ANY (${ids as string[]}::text[]::bigint[]) AND en.entered_at IS NOT NULL
      AND NOT EXISTS (
        SELECT FROM jsonb_array_elements(v.definition #> '{settings,exitOn}') x WHERE x ->> 'event' = e.type)
    ORDER BY e.id, en.id
    ON CONFLICT (enrolment_id, event_id) DO NOTHING`;
}

/** What an edit has come to, in one page of it. */
export interface EditCount {
  readonly moved: number;
  readonly stayed: number;
  readonly restarted: number;
}

/** Notes how far an edit is; with no further enrolment it is finished. */
export async function noteEdit(
  tx: Db,
  editId: number,
  { afterId, count, now }: { readonly afterId: string | undefined; readonly count: EditCount; readonly now: Date },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE campaign_edit SET after_id = coalesce(${afterId ?? null}::bigint, after_id), moved = moved + ${count.moved}::int,
      stayed = stayed + ${count.stayed}::int, restarted = restarted + ${count.restarted}::int,
      finished_at = CASE WHEN ${afterId ?? null}::bigint IS NULL THEN ${now}::timestamptz END
    WHERE id = ${editId}::int`;
}

/** Gives messages that have not left the texts of the version that their enrolment is in now. */
export async function retext(tx: Db, ids: readonly string[], versionId: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE message m SET campaign_version_id = ${versionId}::int
    FROM campaign_version v
    WHERE m.enrolment_id = ANY (${ids as string[]}::text[]::bigint[]) AND m.status = 'reserved' AND v.id = ${versionId}::int
      AND CASE WHEN m.channel IN ('email', 'inbox') THEN v.definition #> ARRAY['messages', m.template, m.locale]
        ELSE v.definition #> ARRAY['shortTexts', m.template, m.locale, m.channel] END IS NOT NULL`;
}
