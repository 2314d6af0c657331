import { z } from 'zod';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { refuseIfChanged } from '../../platform/revision.ts';
import { readRow } from '../../platform/rows.ts';
import type { Campaign } from '../../prisma/generated/client.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { AskedBy, CampaignDeps } from './apply.ts';
import { changeStatus, refuseStatus, type StatusRule } from './change-status.ts';
import { auditCampaign, type Change, lockCampaign, requireCampaign, revisionOf } from './rows.ts';
import { hasActive } from './rows-pages.ts';

const ending: StatusRule = { verb: 'ended', from: ['live', 'paused'], to: 'ended' };

/** What a campaign that lets nobody in any more has come to. */
export interface EndReport {
  /** `ended` when nobody was inside; otherwise it goes on for those who are. */
  readonly status: 'live' | 'paused' | 'ended';
  readonly entryClosedAt: Date;
}

export interface EndAsked extends Omit<AskedBy, 'dryRun'> {
  readonly reason?: string | undefined;
}

/**
 * Lets nobody into a campaign any more; those who are inside go on to their end, and with the last of them it has ended. (`cancel`
 * takes everybody out at once.)
 */
export async function endCampaign(
  { database, clock }: CampaignDeps,
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  code: string,
  { reason, revision, mayStandSo = false, ...asked }: EndAsked,
): Promise<EndReport> {
  return inTransaction(database, async (tx) => {
    const key = { programmeId, code };
    await lockCampaign(tx, key);
    const campaign = await requireCampaign(tx, key);
    refuseIfChanged('The campaign', revisionOf(campaign), revision);
    const { entryClosedAt, endedAt } = campaign;
    if (mayStandSo && campaign.status === 'ended' && entryClosedAt !== null)
      return { status: 'ended', entryClosedAt: entryClosedAt ?? endedAt };
    refuseStatus(campaign, ending);
    const change = { ...asked, now: clock.now(), ...(reason === undefined ? {} : { reason }) };
    return close(tx, campaign, change, entryClosedAt ?? change.now);
  });
}

async function close(tx: Db, campaign: Campaign, change: Change, entryClosedAt: Date): Promise<EndReport> {
  const status = campaign.status as 'live' | 'paused';
  if (campaign.entryClosedAt === null) {
    await tx.campaign.update({ where: { id: campaign.id }, data: { entryClosedAt } });
    const told = {
      action: 'campaign.closed',
      before: { status },
      after: { entryClosedAt: entryClosedAt.toISOString() },
    };
    await auditCampaign(tx, campaign, change, told);
  }
  if (await hasActive(tx, campaign.id)) return { status, entryClosedAt };
  await changeStatus(tx, campaign, ending, change, { endedReason: change.reason ?? 'everybody has come to its end' });
  return { status: 'ended', entryClosedAt };
}

const overRow = z.object({ id: z.int(), code: z.string(), runsUntil: z.date().nullable() });

/**
 * Closes one campaign whose time is over, or ends one that lets nobody in and whose last member has left. Answers whether there was one.
 */
export async function closeOver(
  database: Database,
  { programmeId, now }: { readonly programmeId: number; readonly now: Date },
): Promise<boolean> {
  const over = await readRow(
    overRow,
    database.$queryRaw`
      SELECT c.id, c.code, c.runs_until AS "runsUntil" FROM campaign c
      WHERE c.programme_id = ${programmeId}::smallint AND c.status IN ('live', 'paused')
        AND (c.entry_closed_at IS NULL AND c.runs_until <= ${now}::timestamptz
          OR c.entry_closed_at IS NOT NULL AND NOT EXISTS (SELECT FROM enrolment en WHERE en.campaign_id = c.id AND en.status = 'active'))
      ORDER BY c.id LIMIT 1`,
  );
  if (over === undefined) return false;
  await inTransaction(database, async (tx) => {
    const key = { programmeId, code: over.code };
    await lockCampaign(tx, key);
    const campaign = await requireCampaign(tx, key);
    const { status, entryClosedAt, runsUntil } = campaign;
    const isOver = runsUntil !== null && runsUntil <= now;
    if ((status === 'live' || status === 'paused') && (entryClosedAt !== null || isOver)) {
      const change = { actor: 'calendar', now, reason: isOver ? 'its time is over' : 'everybody has come to its end' };
      await close(tx, campaign, change, entryClosedAt ?? runsUntil ?? now);
    }
  });
  return true;
}
