import type { CampaignDefinition, CampaignStatus } from './rules.ts';
import type { JsonObject } from '../../values/json.ts';
import type { Programme } from '../programme/rules.ts';
import { PerennialError } from '../../platform/errors.ts';
import type { Lifecycle } from '../../workflows/engine/story.ts';
import { contentHash } from '../../platform/canonical-json.ts';
import { type Database, type Db, inTransaction } from '../../platform/database.ts';
import type { Campaign, Prisma } from '../../prisma/generated/client.ts';

/** Who changes a campaign of a programme, and when. */
export interface CampaignChange {
  readonly programmeId: number;
  readonly code: string;
  readonly actor: string;
  readonly now: Date;
}

export interface AppliedCampaign {
  readonly campaignId: number;
  readonly version: number;
  readonly change: 'created' | 'new version' | 'unchanged';
}

/** Class of the advisory locks on campaigns; enter_campaign() takes them shared for each batch of steps. */
const campaignLockClass = 7001;

/**
 * Stores a definition: a new campaign as a draft, or a new version of one when anything changed. Enrolments keep the
 * version they entered with; new ones take the latest.
 */
export async function applyCampaign(
  database: Database,
  {
    programmeId,
    definition,
    lifecycle,
    actor,
    now,
  }: Omit<CampaignChange, 'code'> & {
    readonly definition: CampaignDefinition;
    readonly lifecycle: Pick<Lifecycle, 'trigger' | 'listensTo'>;
  },
): Promise<AppliedCampaign> {
  const { code, name } = definition;
  const trigger = lifecycle.trigger.kind === 'event' ? lifecycle.trigger.pattern : undefined;
  const listensTo = [...new Set([...lifecycle.listensTo, ...definition.exitOn.map((rule) => rule.type)])].sort();
  const json = definition as unknown as JsonObject;
  const hash = contentHash({ definition: json, listensTo, trigger: (trigger ?? null) as JsonObject | null });

  return inTransaction(database, async (tx) => {
    await lockCode(tx, programmeId, code);
    const before = await tx.campaign.findUnique({ where: { programmeId_code: { programmeId, code } } });
    if (before?.status === 'ended') throw statusError(before.code, 'ended', 'changed', 'Give the file another code.');
    if (before) {
      if (before.lifecycle !== definition.lifecycle) throw lifecycleError(before.code, before.lifecycle);
      const current = await tx.campaignVersion.findUniqueOrThrow({
        where: { campaignId_version: { campaignId: before.id, version: before.currentVersion } },
      });
      if (current.definitionHash === hash) {
        return { campaignId: before.id, version: before.currentVersion, change: 'unchanged' };
      }
    }
    const version = (before?.currentVersion ?? 0) + 1;
    const campaign = before
      ? await tx.campaign.update({ where: { id: before.id }, data: { name, currentVersion: version } })
      : await tx.campaign.create({
          data: { programmeId, code, name, lifecycle: definition.lifecycle, createdAt: now },
        });
    await tx.campaignVersion.create({
      data: {
        programmeId,
        campaignId: campaign.id,
        version,
        definition: json,
        definitionHash: hash,
        listensTo,
        triggerType: trigger?.type ?? null,
        triggerWhere: trigger?.where ?? {},
        exitOn: definition.exitOn as unknown as Prisma.InputJsonArray,
        reentryDays: definition.reentry.kind === 'afterDays' ? definition.reentry.days : null,
        holdOut: definition.holdOut ?? 0,
        createdAt: now,
      },
    });
    await audit(tx, { programmeId, code, actor, now }, 'campaign.apply', { version: version - 1 }, { version });
    return { campaignId: campaign.id, version, change: before ? 'new version' : 'created' };
  });
}

/** Throws when a campaign is not ready for its members. */
export type Inspection = (definition: CampaignDefinition, programme: Programme) => void;

/**
 * Takes a draft live once `inspect` has passed what is stored: from now on events and sweeps enrol members. The product
 * launches by `modules/campaigns/launch.ts`, which knows what to inspect.
 */
export async function launchVersion(database: Database, change: CampaignChange, inspect: Inspection): Promise<void> {
  const rule = { verb: 'launched', from: ['draft'], to: 'live' } as const;
  await changeStatus(database, change, rule, async (tx, campaignId) => {
    const { currentVersion: version } = await tx.campaign.update({
      where: { id: campaignId },
      data: { launchedAt: change.now },
    });
    const [{ definition }, programme] = await Promise.all([
      tx.campaignVersion.findUniqueOrThrow({ where: { campaignId_version: { campaignId, version } } }),
      tx.programme.findUniqueOrThrow({ where: { id: change.programmeId } }),
    ]);
    inspect(definition as unknown as CampaignDefinition, programme.definition as unknown as Programme);
  });
}

/** Holds every step from now on and enrols nobody; members keep their places. */
export async function pauseCampaign(database: Database, change: CampaignChange): Promise<void> {
  await changeStatus(database, change, { verb: 'paused', from: ['live'], to: 'paused' });
}

/** Lets steps go on, and wakes the cohorts that have some held. */
export async function resumeCampaign(database: Database, change: CampaignChange): Promise<void> {
  await changeStatus(database, change, { verb: 'resumed', from: ['paused'], to: 'live' }, async (tx, campaignId) => {
    await tx.$executeRaw`
      WITH held AS (
        UPDATE cohort SET held_at = NULL
        WHERE held_at IS NOT NULL AND campaign_version_id IN (SELECT id FROM campaign_version WHERE campaign_id = ${campaignId}::int)
        RETURNING id)
      INSERT INTO wake_up (programme_id, enrolment_id, signal, created_at)
      SELECT en.programme_id, en.id, 'resumed', ${change.now}::timestamptz
      FROM enrolment en JOIN held ON held.id = en.cohort_id WHERE en.status = 'active' ORDER BY en.id`;
  });
}

/** Ends a campaign for good: nothing more is performed, and every enrolment still active ends as cancelled. */
export async function cancelCampaign(
  database: Database,
  change: CampaignChange & { readonly reason?: string },
): Promise<{ readonly cancelled: number }> {
  const reason = change.reason ?? 'the campaign has ended';
  let cancelled = 0;
  const rule = { verb: 'cancelled', from: ['draft', 'live', 'paused'], to: 'ended' } as const;
  await changeStatus(database, change, rule, async (tx, campaignId) => {
    cancelled = await tx.$executeRaw`
      UPDATE enrolment SET status = 'cancelled', reason = ${reason}, ended_at = ${change.now}::timestamptz
      WHERE campaign_id = ${campaignId}::int AND status = 'active'`;
    await tx.$executeRaw`
      INSERT INTO wake_up (programme_id, enrolment_id, signal, created_at)
      SELECT en.programme_id, en.id, 'cancelled', ${change.now}::timestamptz
      FROM enrolment en JOIN cohort c ON c.id = en.cohort_id AND c.ended_at IS NULL
      WHERE en.campaign_id = ${campaignId}::int AND en.status = 'cancelled' AND en.ended_at = ${change.now}::timestamptz
      ORDER BY en.id`;
  });
  return { cancelled };
}

interface StatusRule {
  readonly verb: string;
  readonly from: readonly CampaignStatus[];
  readonly to: CampaignStatus;
}

async function changeStatus(
  database: Database,
  change: CampaignChange,
  rule: StatusRule,
  more?: (tx: Db, campaignId: number) => Promise<void>,
): Promise<void> {
  await inTransaction(database, async (tx) => {
    const { id } = await findCampaign(tx, change);
    // Steps in progress finish first, steps that come later see the new status.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${campaignLockClass}::int, ${id}::int)`;
    const campaign = await tx.campaign.findUniqueOrThrow({ where: { id } });
    const status = campaign.status as CampaignStatus;
    if (!rule.from.includes(status)) {
      throw statusError(change.code, status, rule.verb, `Only a campaign that is ${rule.from.join(' or ')} can be.`);
    }
    if (rule.to === 'live') await refuseSecondRules(tx, campaign);
    await tx.campaign.update({
      where: { id },
      data: { status: rule.to, ...(rule.to === 'ended' ? { endedAt: change.now } : {}) },
    });
    await more?.(tx, id);
    await audit(tx, change, `campaign.${rule.verb}`, { status }, { status: rule.to });
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

/** The campaign's row, or an error that names the codes there are. */
export async function findCampaign(db: Db, { programmeId, code }: Pick<CampaignChange, 'programmeId' | 'code'>) {
  const campaign = await db.campaign.findUnique({ where: { programmeId_code: { programmeId, code } } });
  if (campaign) return campaign;
  const known = await db.campaign.findMany({
    where: { programmeId },
    select: { code: true },
    orderBy: { code: 'asc' },
    take: 20,
  });
  throw new PerennialError('CAMPAIGN_NOT_FOUND', `There is no campaign "${code}" in this programme.`, {
    field: 'campaign',
    fix:
      known.length > 0 ? `Choose one of: ${known.map((one) => one.code).join(', ')}.` : 'Apply a campaign file first.',
  });
}

/** Two files with one new code at the same moment: the second waits and finds the first. */
async function lockCode(tx: Db, programmeId: number, code: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`campaign ${programmeId} ${code}`}, 0))`;
}

async function audit(
  tx: Db,
  { programmeId, code, actor, now }: CampaignChange,
  action: string,
  before: Prisma.InputJsonObject,
  after: Prisma.InputJsonObject,
): Promise<void> {
  await tx.auditEvent.create({
    data: { programmeId, at: now, actor, action, target: `campaign:${code}`, before, after },
  });
}

function statusError(code: string, status: CampaignStatus, verb: string, fix: string): PerennialError {
  return new PerennialError('CAMPAIGN_STATUS', `The campaign "${code}" is ${status} and can't be ${verb}.`, {
    field: 'status',
    fix,
  });
}

function lifecycleError(code: string, lifecycle: string): PerennialError {
  return new PerennialError(
    'CAMPAIGN_INVALID',
    `The campaign "${code}" is of the lifecycle "${lifecycle}", which can't change.`,
    {
      field: 'lifecycle',
      fix: 'Give the file another code, or the lifecycle back.',
    },
  );
}
