import { refuseIfChanged } from '../../platform/revision.ts';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { lockClass } from '../../platform/locks.ts';
import type { Campaign, Prisma } from '../../prisma/generated/client.ts';
import type { AskedBy } from './apply.ts';
import { auditCampaign, type CampaignKey, type Change, lockCampaign, requireCampaign, revisionOf } from './rows.ts';
import type { CampaignStatus } from './rules.ts';

/** One way to change a campaign's status. */
export interface StatusRule {
  /** As refusals and the audit say it: "launched". */
  readonly verb: string;
  readonly from: readonly CampaignStatus[];
  readonly to: CampaignStatus;
  /** What else a refused campaign calls for; the statuses that would do when absent. */
  readonly fix?: (campaign: Campaign) => string;
}

/** Throws CAMPAIGN_STATUS unless the campaign has a status that the rule begins with. */
export function refuseStatus(campaign: Campaign, { verb, from, fix }: StatusRule): void {
  if (from.some((status) => status === campaign.status)) return;
  throw statusError(campaign, verb, fix?.(campaign) ?? `Only a campaign that is ${from.join(' or ')} can be.`);
}

/** The refusal of what a campaign's status does not allow. */
export function statusError({ code, status }: Campaign, verb: string, fix: string): PerennialError {
  return new PerennialError('CAMPAIGN_STATUS', `The campaign "${code}" is ${status} and can't be ${verb}.`, {
    field: 'status',
    fix,
  });
}

/**
 * Gives a campaign another status, if the rule allows it, and writes down who did. Steps in progress finish first, steps that
 * come later see the new status. The caller has locked the campaign and read its row since; `also` is what else changes with it.
 */
export async function changeStatus(
  tx: Db,
  campaign: Campaign,
  rule: StatusRule,
  change: Change,
  also: Prisma.CampaignUpdateInput = {},
): Promise<void> {
  const { id, status, launchedAt } = campaign;
  refuseStatus(campaign, rule);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lockClass.campaign}::int, ${id}::int)`;
  if (rule.to === 'live') await refuseSecondRules(tx, campaign);
  await tx.campaign.update({
    where: { id },
    data: {
      status: rule.to,
      ...(launchedAt === null && rule.to === 'live' ? { launchedAt: change.now } : {}),
      // Its time has come, or it has none any more.
      ...(status === 'scheduled' ? { scheduledFor: null, scheduledBy: null } : {}),
      ...(rule.to === 'ended' ? { endedAt: change.now } : {}),
      ...also,
    },
  });
  const told = { action: `campaign.${rule.verb}`, before: { status }, after: { status: rule.to } };
  await auditCampaign(tx, campaign, change, told);
}

/** Locks a campaign and gives it another status, in a transaction of its own. */
export async function changeStatusOf(
  database: Database,
  key: CampaignKey,
  rule: StatusRule,
  { now, revision, mayStandSo = false, ...change }: AskedBy & Pick<Change, 'now'>,
): Promise<void> {
  await inTransaction(database, async (tx) => {
    await lockCampaign(tx, key);
    const campaign = await requireCampaign(tx, key);
    refuseIfChanged('The campaign', revisionOf(campaign), revision);
    if (!mayStandSo || campaign.status !== rule.to) await changeStatus(tx, campaign, rule, { ...change, now });
  });
}

/** A check-in has one answer, so a programme runs one campaign of check-ins at a time; an index holds it too. */
async function refuseSecondRules(tx: Db, { id, programmeId, code, lifecycle }: Campaign): Promise<void> {
  if (lifecycle !== 'check-in-streak') return;
  const running = await tx.campaign.findFirst({
    where: { programmeId, lifecycle, status: { in: ['live', 'paused'] }, id: { not: id } },
  });
  if (!running) return;
  throw new PerennialError('CAMPAIGN_STATUS', `The campaign "${running.code}" decides on check-ins already.`, {
    field: 'lifecycle',
    fix: `End "${running.code}" before you launch "${code}", or apply the new settings to it.`,
  });
}
