import { z } from 'zod';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { readOnlyRow } from '../../platform/rows.ts';

/** Enrolments ended in one transaction: a tenth of a second. */
export const cancelledAtOnceMax = 5_000;
/** Cohorts told to go on in one transaction: of 500 enrolments at most. */
export const cohortsAtOnceMax = 10;

const exists = z.object({ exists: z.boolean() });
const cancelledRow = z.object({ cancelled: z.number(), lastId: z.string().nullable() });
const resumedRow = z.object({ cohorts: z.number(), enrolments: z.number() });
const statusRow = z.object({ status: z.string().nullable() });

/** Whether somebody is still inside the campaign. */
export async function hasActive(db: Db, campaignId: number): Promise<boolean> {
  const query = db.$queryRaw`
    SELECT EXISTS (SELECT FROM enrolment WHERE campaign_id = ${campaignId}::int AND status = 'active')`;
  return (await readOnlyRow(exists, query)).exists;
}

/** Whether steps of the campaign are held and nobody has told their cohorts yet to go on. */
export async function hasHeld(db: Db, campaignId: number): Promise<boolean> {
  const query = db.$queryRaw`
    SELECT EXISTS (
      SELECT FROM campaign_version v JOIN cohort c ON c.campaign_version_id = v.id AND c.paused_step_at IS NOT NULL
      WHERE v.campaign_id = ${campaignId}::int)`;
  return (await readOnlyRow(exists, query)).exists;
}

export interface CancelPage {
  readonly campaignId: number;
  readonly reason: string;
  /** The last enrolment of the page before; "0" at first. */
  readonly afterId: string;
  /** Only those who were enrolled at this instant or later. */
  readonly enrolledSince?: Date;
  readonly now: Date;
}

/**
 * Ends a page of a campaign's active enrolments and tells their cohorts, in one statement; `lastId` is null when none is left
 * behind `afterId`. Enrolments that another transaction is changing are left for the next pass, so that neither waits for the
 * other: two who end the same campaign share its pages.
 */
export async function cancelPage(
  db: Db,
  { campaignId, reason, afterId, enrolledSince, now }: CancelPage,
): Promise<z.infer<typeof cancelledRow>> {
  // A cohort that was made after this statement began is not seen by it: whoever has one is told, and the relay knows if it has ended.
  const query = db.$queryRaw`
    WITH picked AS MATERIALIZED (
      SELECT id FROM enrolment
      WHERE campaign_id = ${campaignId}::int AND status = 'active' AND id > ${afterId}::text::bigint
        AND (${enrolledSince ?? null}::timestamptz IS NULL OR enrolled_at >= ${enrolledSince ?? null}::timestamptz)
      ORDER BY id LIMIT ${cancelledAtOnceMax}::int
      FOR NO KEY UPDATE SKIP LOCKED),
    ended AS (
      UPDATE enrolment en SET status = 'cancelled', reason = ${reason}, ended_at = ${now}::timestamptz
      FROM picked WHERE en.id = picked.id
      RETURNING en.id, en.programme_id, en.cohort_id),
    told AS (
      INSERT INTO signal_outbox (programme_id, enrolment_id, signal, created_at)
      SELECT programme_id, id, 'cancelled', ${now}::timestamptz FROM ended WHERE cohort_id IS NOT NULL ORDER BY id)
    SELECT count(*)::int AS cancelled, max(id)::text AS "lastId" FROM ended`;
  return readOnlyRow(cancelledRow, query);
}

/**
 * Tells a page of a campaign's held cohorts to go on; undefined, and nothing told, when the campaign is not live by now. A
 * cohort's mark goes with its signals, so that none is told twice. A pause waits for a page at most.
 */
export async function resumePage(database: Database, page: ResumePage): Promise<ResumedPage | undefined> {
  return inTransaction(database, (tx) => resumePageIn(tx, page));
}

export interface ResumePage {
  readonly campaignId: number;
  readonly now: Date;
}
type ResumedPage = z.infer<typeof resumedRow>;

/** The same as a part of the transaction of `tx`. */
export async function resumePageIn(tx: Db, { campaignId, now }: ResumePage): Promise<ResumedPage | undefined> {
  const gate = tx.$queryRaw`SELECT enter_campaign(${campaignId}::int) AS status`;
  if ((await readOnlyRow(statusRow, gate)).status !== 'live') return undefined;
  const query = tx.$queryRaw`
      WITH picked AS MATERIALIZED (
        SELECT id FROM cohort
        WHERE paused_step_at IS NOT NULL
          AND campaign_version_id IN (SELECT id FROM campaign_version WHERE campaign_id = ${campaignId}::int)
        ORDER BY id LIMIT ${cohortsAtOnceMax}::int
        FOR NO KEY UPDATE SKIP LOCKED),
      held AS (
        UPDATE cohort SET paused_step_at = NULL FROM picked WHERE cohort.id = picked.id RETURNING cohort.id),
      told AS (
        INSERT INTO signal_outbox (programme_id, enrolment_id, signal, created_at)
        SELECT en.programme_id, en.id, 'resumed', ${now}::timestamptz
        FROM held CROSS JOIN LATERAL cohort_enrolments(held.id) en WHERE en.status = 'active' ORDER BY en.id
        RETURNING 1)
      SELECT (SELECT count(*) FROM held)::int AS cohorts, (SELECT count(*) FROM told)::int AS enrolments`;
  return readOnlyRow(resumedRow, query);
}

const countRow = z.object({ count: z.int() });

/** Whether more have come in since an instant than one page ends. */
export async function isMoreThanAPage(db: Db, campaignId: number, enrolledSince: Date): Promise<boolean> {
  const query = db.$queryRaw`
    SELECT count(*)::int AS count FROM (
      SELECT FROM enrolment
      WHERE campaign_id = ${campaignId}::int AND status = 'active' AND enrolled_at >= ${enrolledSince}::timestamptz
      LIMIT ${cancelledAtOnceMax}::int + 1) en`;
  return (await readOnlyRow(countRow, query)).count > cancelledAtOnceMax;
}
