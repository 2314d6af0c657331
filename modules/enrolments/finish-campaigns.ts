import { z } from 'zod';
import { defaultEndReason } from '../campaigns/cancel.ts';
import { closeOver } from '../campaigns/end.ts';
import { cancelPage, resumePage } from '../campaigns/rows-pages.ts';
import type { Database, Db } from '../../platform/database.ts';
import { readRow } from '../../platform/rows.ts';

const halfEnded = z.object({ campaignId: z.number(), reason: z.string().nullable() });
const halfResumed = z.object({ campaignId: z.number() });

/**
 * Takes one page of what a cancel or a resume has left undone: it was killed between two pages, or an event enrolled a member
 * in the very moment in which the campaign ended. Then campaigns are closed whose time is over, and ended when the last one has left. Answers how many enrolments it ended or cohorts it woke; none means that nothing is left.
 */
export async function finishCampaignsPage(
  database: Database,
  { programmeId, now }: { readonly programmeId: number; readonly now: Date },
): Promise<number> {
  const ended = await campaignHalfEnded(database, programmeId);
  if (ended) {
    const { campaignId, reason } = ended;
    const page = { campaignId, reason: reason ?? defaultEndReason, afterId: '0', now };
    const { cancelled } = await cancelPage(database, page);
    if (cancelled > 0) return cancelled;
  }
  const live = await campaignHalfResumed(database, programmeId);
  const woken = live ? ((await resumePage(database, { ...live, now }))?.cohorts ?? 0) : 0;
  if (woken > 0) return woken;
  if (await closeOver(database, { programmeId, now })) return 1;
  await callEmptied(database, programmeId, now);
  return 0;
}

async function campaignHalfEnded(db: Db, programmeId: number): Promise<z.infer<typeof halfEnded> | undefined> {
  const query = db.$queryRaw`
    SELECT c.id AS "campaignId", c.ended_reason AS reason FROM campaign c
    WHERE c.programme_id = ${programmeId}::smallint AND c.status = 'ended'
      AND EXISTS (SELECT FROM enrolment en WHERE en.campaign_id = c.id AND en.status = 'active')
    ORDER BY c.id LIMIT 1`;
  return readRow(halfEnded, query);
}

async function campaignHalfResumed(db: Db, programmeId: number): Promise<z.infer<typeof halfResumed> | undefined> {
  const query = db.$queryRaw`
    SELECT c.id AS "campaignId" FROM campaign c
    WHERE c.programme_id = ${programmeId}::smallint AND c.status = 'live'
      AND EXISTS (
        SELECT FROM campaign_version v JOIN cohort co ON co.campaign_version_id = v.id AND co.paused_step_at IS NOT NULL
        WHERE v.campaign_id = c.id)
    ORDER BY c.id LIMIT 1`;
  return readRow(halfResumed, query);
}

/** Cohorts called at a time. */
const emptiedAtOnceMax = 100;

/**
 * Calls cohorts of which nobody is left, so that they close. The last one to leave does that; two that leave in one moment, each
 * the last but for the other, do not.
 */
async function callEmptied(db: Db, programmeId: number, now: Date): Promise<void> {
  await db.$executeRaw`
    INSERT INTO signal_outbox (programme_id, enrolment_id, signal, created_at)
    SELECT c.programme_id, someone.id, 'cancelled', ${now}::timestamptz
    FROM cohort c CROSS JOIN LATERAL (SELECT min(en.id) AS id FROM cohort_enrolments(c.id) en) someone
    WHERE c.programme_id = ${programmeId}::smallint AND c.started_at IS NOT NULL AND c.ended_at IS NULL
      AND someone.id IS NOT NULL
      AND NOT EXISTS (SELECT FROM cohort_enrolments(c.id) en WHERE en.status = 'active')
      AND NOT EXISTS (SELECT FROM signal_outbox w WHERE w.enrolment_id = someone.id AND w.delivered_at IS NULL AND NOT w.can_wait)
    ORDER BY c.id LIMIT ${emptiedAtOnceMax}::int`;
}
