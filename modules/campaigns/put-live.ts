import { inTransaction, type Db } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { lockClass } from '../../platform/locks.ts';
import { refuseIfChanged } from '../../platform/revision.ts';
import type { Campaign } from '../../prisma/generated/client.ts';
import type { EditPolicy } from '../../workflows/lifecycles/journey/edits.ts';
import { loadProgramme, type StoredProgramme } from '../programme/rows.ts';
import type { AskedBy, CampaignDeps } from './apply.ts';
import { refuseStatus, type StatusRule } from './change-status.ts';
import { messageProblems, refuseProblems } from './check-messages.ts';
import { openJourney, storedPlan } from './journey-definition.ts';
import { costsOf, worstOf } from './launch-costs.ts';
import { auditCampaign, type Change, lockCampaign, requireCampaign, revisionOf } from './rows.ts';
import { findVersion, notStaged, storedDefinition } from './rows-versions.ts';
import type { CampaignDefinition } from './rules.ts';
import { needsApproval } from './rules-review.ts';

/** A staged version that was put live. */
export interface PutLive {
  readonly campaign: string;
  readonly from: number;
  readonly version: number;
  readonly policy: EditPolicy;
}

const editing: StatusRule = { verb: 'edited', from: ['live', 'paused'], to: 'live' };

export interface EditOptions extends Omit<AskedBy, 'dryRun'> {
  readonly policy: EditPolicy;
  /** The staged version that was looked at; whatever is staged when absent. */
  readonly version?: number | undefined;
}

/**
 * Puts the staged version of a journey live: members who come in from now on get it. What becomes of those inside is written down as an
 * edit, which the worker brings to them page by page.
 */
export async function putEditLive(
  { database, clock }: CampaignDeps,
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  code: string,
  { policy, version: looked, revision, mayStandSo = false, ...asked }: EditOptions,
): Promise<PutLive> {
  const key = { programmeId, code };
  return inTransaction(database, async (tx) => {
    await lockCampaign(tx, key);
    const campaign = await requireCampaign(tx, key);
    const again = mayStandSo ? await wasPutLive(tx, campaign, policy, looked) : undefined;
    if (again !== undefined) return again;
    refuseIfChanged('The campaign', revisionOf(campaign), revision);
    refuseStatus(campaign, editing);
    const version = stagedOf(campaign, looked);
    await refuseWhileEdited(tx, campaign);
    return goLive(tx, campaign, { version, policy }, { ...asked, now: clock.now() });
  });
}

async function goLive(
  tx: Db,
  campaign: Campaign,
  { version, policy }: { readonly version: number; readonly policy: EditPolicy },
  change: Change,
): Promise<PutLive> {
  const { id: campaignId, programmeId, code, currentVersion: from } = campaign;
  const row = await findVersion(tx, campaign, version);
  if (row === undefined) throw new Error(`campaign ${code} has no version ${version}`);
  const definition = storedDefinition(row);
  const programme = await loadProgramme(tx, programmeId);
  refuseProblems(messageProblems(definition, programme.definition, { now: change.now }));
  await refuseOwn(tx, campaign, definition, programme, change.actor);
  // Whoever is entering now has entered before it, and whoever comes next gets the new version: an edit misses nobody.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lockClass.campaign}::int, ${campaignId}::int)`;
  await tx.campaign.update({
    where: { id: campaignId },
    data: { name: definition.name, currentVersion: version, ...notStaged },
  });
  await openJourney(tx, { programmeId, campaignId, ...definition, now: change.now });
  await tx.campaignEdit.create({
    data: {
      ...{ programmeId, campaignId, fromVersion: from, version, policy, actor: change.actor, startedAt: change.now },
      ...(policy === 'new' ? { finishedAt: change.now } : {}),
    },
  });
  const told = { action: 'campaign.edited', before: { version: from }, after: { version, policy } };
  await auditCampaign(tx, campaign, change, told);
  return { campaign: code, from, version, policy };
}

/** Of a campaign that may cost more than one person answers for, another one than who staged a version puts it live. */
async function refuseOwn(
  tx: Db,
  { id: campaignId, code, stagedBy }: Campaign,
  definition: CampaignDefinition,
  programme: StoredProgramme,
  actor: string,
): Promise<void> {
  if (stagedBy !== actor || programme.definition.campaigns === undefined) return;
  const costs = await costsOf(tx, { campaignId, plan: storedPlan(definition), audience: null }, programme);
  if (!needsApproval(worstOf(costs), programme.definition)) return;
  throw new PerennialError(
    'SECOND_PERSON_REQUIRED',
    `${actor} staged the version of "${code}" and can not put it live.`,
    {
      field: 'actor',
      fix: 'Let another key put it live, or another person at the command line.',
    },
  );
}

/** The same call again finds what the first has made of it. */
async function wasPutLive(
  tx: Db,
  { id: campaignId, code, stagedVersion, currentVersion }: Campaign,
  policy: EditPolicy,
  looked: number | undefined,
): Promise<PutLive | undefined> {
  if (looked === undefined || looked !== currentVersion || stagedVersion === looked) return undefined;
  const edit = await tx.campaignEdit.findFirst({ where: { campaignId, version: looked, policy } });
  return edit === null ? undefined : { campaign: code, from: edit.fromVersion, version: looked, policy };
}

/** The version that is staged; throws when none is, or another one than was looked at. */
export function stagedOf({ code, stagedVersion }: Campaign, looked?: number): number {
  if (stagedVersion === null) {
    throw new PerennialError('CAMPAIGN_NOT_STAGED', `The campaign "${code}" has no staged version.`, {
      field: 'version',
      fix: 'Apply a changed file first: it is staged then.',
    });
  }
  if (looked !== undefined && looked !== stagedVersion) {
    throw new PerennialError(
      'VERSION_CONFLICT',
      `Version ${looked} of the campaign "${code}" is not staged: version ${stagedVersion} is.`,
      { field: 'version', fix: 'Look at the one that is staged, and choose again.' },
    );
  }
  return stagedVersion;
}

async function refuseWhileEdited(tx: Db, { id: campaignId, code }: Campaign): Promise<void> {
  const edit = await tx.campaignEdit.findFirst({ where: { campaignId, finishedAt: null } });
  if (edit === null) return;
  throw new PerennialError(
    'CAMPAIGN_EDIT_RUNNING',
    `Version ${edit.version} of the campaign "${code}" is being brought to those inside.`,
    { field: 'version', fix: 'Put the next one live when that is done; it takes a second for some thousand members.' },
  );
}
