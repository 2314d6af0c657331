import { z } from 'zod';
import type { Db } from '../../platform/database.ts';
import { readRow, readRows, vouchedFor } from '../../platform/rows.ts';
import { storableText } from '../../platform/storable-text.ts';
import type { JsonObject } from '../../values/json.ts';
import type { CohortProgram } from '../../workflows/contract.ts';
import { cohortSizeMax, type EnrolmentState } from '../../workflows/engine/protocol.ts';
import type { CampaignDefinition } from '../campaigns/rules.ts';

/** Enrolments that no cohort carries yet; some may have ended while they waited. */
export interface Waiting {
  readonly campaignVersionId: number;
  readonly count: number;
}

const waitingRow = z.object({ campaignVersionId: z.int(), count: z.int() });

/** How many enrolments of each campaign version wait for a cohort, counted up to a bound. */
export async function waitingEnrolments(db: Db, countMax: number): Promise<Waiting[]> {
  return readRows(
    waitingRow,
    db.$queryRaw`
      SELECT campaign_version_id AS "campaignVersionId", waiting AS count FROM relay_waiting(${countMax}::int)`,
  );
}

const madeRow = z.object({ id: z.bigint() });

/** Gathers waiting enrolments of a version into cohorts, in the order they entered; answers how many cohorts were made. */
export async function formCohorts(
  db: Db,
  { campaignVersionId, cohortsMax, now }: { campaignVersionId: number; cohortsMax: number; now: Date },
): Promise<number> {
  const rows = await readRows(
    madeRow,
    db.$queryRaw`
      SELECT id FROM form_cohorts(${campaignVersionId}::int, ${cohortSizeMax}::int, ${cohortsMax}::int, ${now}::timestamptz) AS id`,
  );
  return rows.length;
}

/** What a cohort is called by outside the database: codes and numbers, nothing of a member's. */
export interface CohortLabels {
  readonly id: string;
  readonly programme: string;
  readonly campaign: string;
  readonly version: number;
  readonly lifecycle: string;
}

/** A cohort that is to start; a rebuilt one goes on where its enrolments were. */
export interface UnstartedCohort extends CohortLabels {
  readonly rebuilt: boolean;
  /** Times that Temporal has refused to start it. */
  readonly startAttempts: number;
}

/** A cohort of a lifecycle that only another release knows is answered, too: it must not keep the others from starting. */
const unstartedRow = z.object({
  id: z.string(),
  programme: z.string(),
  campaign: z.string(),
  version: z.int(),
  lifecycle: z.string(),
  rebuilt: z.boolean(),
  startAttempts: z.int(),
});

/** Cohorts to start now: their workflow is not known to run, and was not refused of late. The oldest first. */
export async function unstartedCohorts(db: Db, cohortsMax: number): Promise<UnstartedCohort[]> {
  return readRows(
    unstartedRow,
    db.$queryRaw`
      SELECT co.id::text, co.rebuilt, co.start_attempts::int AS "startAttempts", p.code AS programme, c.code AS campaign, v.version,
        v.definition ->> 'lifecycle' AS lifecycle
      FROM relay_unstarted(${cohortsMax}::int) co
      JOIN campaign_version v ON v.id = co.campaign_version_id
      JOIN campaign c ON c.id = v.campaign_id
      JOIN programme p ON p.id = c.programme_id
      ORDER BY co.id`,
  );
}

const cohortRow = z.object({
  programmeId: z.int(),
  campaignId: z.int(),
  campaignVersionId: z.int(),
  definition: vouchedFor<Pick<CampaignDefinition, 'lifecycle' | 'settings' | 'exitOn'>>(),
  enrolments:
    vouchedFor<{ id: string; member: string; input: JsonObject; at: number; from: GoesOnFrom | null }[]>().nullable(),
});

/** Where a story goes on from that an edit took along: all that came before is in it. */
export type GoesOnFrom = Pick<EnrolmentState, 'chapter' | 'startedAt' | 'input' | 'held' | 'askAt'>;

/** A cohort as it starts: how its stories are run, and its enrolments at their first line, or where an edit has brought them. */
export interface BlankCohort {
  readonly program: CohortProgram;
  readonly states: readonly EnrolmentState[];
}

export async function readBlankCohort(db: Db, cohortId: string): Promise<BlankCohort> {
  const row = await readRow(
    cohortRow,
    db.$queryRaw`
      SELECT c.programme_id::int AS "programmeId", v.campaign_id AS "campaignId", v.id AS "campaignVersionId",
        jsonb_build_object('lifecycle', v.definition -> 'lifecycle', 'settings', v.definition -> 'settings',
          'exitOn', v.definition -> 'exitOn') AS definition,
        (SELECT jsonb_agg(jsonb_build_object('id', en.id::text, 'member', en.member_id::text, 'input', en.input,
            'at', round(extract(epoch FROM en.enrolled_at) * 1000), 'from', en.goes_on_from) ORDER BY en.id)
          FROM cohort_enrolments(c.id) en WHERE en.status = 'active') AS enrolments
      FROM cohort c JOIN campaign_version v ON v.id = c.campaign_version_id WHERE c.id = ${cohortId}::bigint`,
  );
  if (row === undefined) throw new Error(`there is no cohort ${cohortId}`);
  const { programmeId, campaignId, campaignVersionId, definition, enrolments } = row;
  const { lifecycle, settings, exitOn } = definition;
  return {
    program: { programmeId, cohortId, campaignId, campaignVersionId, lifecycle, settings, exitOn },
    states: (enrolments ?? []).map(beginningOf),
  };
}

/** An enrolment as its story begins, or goes on since an edit. */
export function beginningOf({
  id,
  member,
  input,
  at,
  from,
}: {
  readonly id: string;
  readonly member: string;
  readonly input: JsonObject;
  readonly at: number;
  readonly from: GoesOnFrom | null;
}): EnrolmentState {
  return {
    ...{ enrolmentId: id, memberId: member, startedAt: at, input, chapter: 1 },
    ...{ results: [], pendingEvents: [], seen: [] },
    ...from,
  };
}

/** Records that the cohort's workflow runs; until then the relay starts it again under the same id. */
export async function markStarted(db: Db, cohortIds: readonly string[], now: Date): Promise<void> {
  if (cohortIds.length === 0) return;
  await db.$executeRaw`
    UPDATE cohort SET started_at = ${now}::timestamptz
    WHERE id = ANY (${cohortIds as string[]}::bigint[]) AND started_at IS NULL`;
}

/** Notes beside a cohort that Temporal refused to start it, and when it is tried again. */
export async function noteStartRefused(
  db: Db,
  cohortId: string,
  { error, retryMs }: { readonly error: string; readonly retryMs: number },
): Promise<void> {
  await db.$executeRaw`
    UPDATE cohort SET start_attempts = least(start_attempts + 1, 32767), start_error = ${storableText(error)},
      start_after = clock_timestamp() + ${`${retryMs} ms`}::interval
    WHERE id = ${cohortId}::bigint`;
}

export interface CohortMove {
  readonly cohortId: string;
  readonly enrolmentIds: readonly string[];
  /** Enrolments that a new cohort gets at most. */
  readonly sizeMax: number;
  /** True when they go on from their past. */
  readonly rebuilt: boolean;
  readonly now: Date;
}

/** Gives enrolments of a cohort to new ones of the same version; who is not in it any more stays where he is. */
export async function moveToNewCohorts(db: Db, move: CohortMove): Promise<void> {
  const { cohortId, enrolmentIds, sizeMax, rebuilt, now } = move;
  await db.$executeRaw`
    SELECT move_to_new_cohorts(${cohortId}::bigint, ${enrolmentIds as string[]}::text[]::bigint[], ${sizeMax}::int, ${rebuilt},
      ${now}::timestamptz)`;
}

/** Notes that a pause held steps of the cohort, so that the resume wakes it. */
export async function markHeld(tx: Db, cohortId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE cohort SET paused_step_at = ${now}::timestamptz WHERE id = ${cohortId}::bigint AND paused_step_at IS NULL`;
}

/** After everything: a cohort that only a signal can carry on. */
const endOfTime = new Date('9999-12-31T00:00:00Z');

/** What a call has to say of a cohort's sleep. */
export interface Sleep {
  readonly cohortId: string;
  /** Until then, if nothing comes before; for ever when absent. */
  readonly until?: number | undefined;
  /** When the call began, by a clock that no step moves. */
  readonly calledAt: Date;
}

/**
 * Notes until when a cohort sleeps. A call that was given up, and another one made in its place, says nothing any more, however late it
 * comes to it.
 */
export async function noteSleep(db: Db, { cohortId, until, calledAt }: Sleep): Promise<void> {
  const instant = until === undefined ? endOfTime : new Date(until);
  await db.$executeRaw`
    UPDATE cohort SET next_wake_at = ${instant}::timestamptz, sleep_noted_by_call_of = ${calledAt}::timestamptz
    WHERE id = ${cohortId}::bigint
      AND (sleep_noted_by_call_of IS NULL OR sleep_noted_by_call_of <= ${calledAt}::timestamptz)`;
}

const overdueRow = z.object({ id: z.string() });

/** Cohorts of the first campaign version of which some have slept long enough by `now`, on a stepped clock. */
export async function overdueCohorts(db: Db, now: Date): Promise<string[]> {
  const rows = await readRows(
    overdueRow,
    db.$queryRaw`
      WITH overdue AS (
        SELECT id, campaign_version_id FROM cohort
        WHERE started_at IS NOT NULL AND ended_at IS NULL AND next_wake_at <= ${now}::timestamptz)
      SELECT id::text FROM overdue WHERE campaign_version_id = (SELECT min(campaign_version_id) FROM overdue)
      ORDER BY overdue.id`,
  );
  return rows.map(({ id }) => id);
}

const runningRow = z.object({ id: z.string(), trace: z.string() });

/**
 * Cohorts that run, those that wake first before the others. `trace` is another one after whatever can have set a cohort to
 * work: it was started, noted a sleep, or was signalled something.
 */
export async function runningCohorts(db: Db): Promise<{ id: string; trace: string }[]> {
  return readRows(
    runningRow,
    db.$queryRaw`
      SELECT c.id::text, concat_ws('/', c.started_at, c.next_wake_at, count(w.id)) AS trace
      FROM cohort c LEFT JOIN LATERAL cohort_enrolments(c.id) en ON true
      LEFT JOIN signal_outbox w ON w.enrolment_id = en.id AND w.delivered_at IS NOT NULL
      WHERE c.started_at IS NOT NULL AND c.ended_at IS NULL
      GROUP BY c.id ORDER BY c.next_wake_at, c.id`,
  );
}

/** Ends a cohort: no enrolment of it is left. */
export async function closeCohort(tx: Db, cohortId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE cohort SET ended_at = ${now}::timestamptz WHERE id = ${cohortId}::bigint AND ended_at IS NULL`;
}
