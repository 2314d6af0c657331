import { type Db, inTransaction } from '../../platform/database.ts';
import { refuseIfChanged } from '../../platform/revision.ts';
import type { Campaign } from '../../prisma/generated/client.ts';
import { PerennialError } from '../../platform/errors.ts';
import { loadProgramme, type StoredProgramme } from '../programme/rows.ts';
import { type ApplyReport, applyTo, type AskedBy, type CampaignDeps } from './apply.ts';
import { changeStatus, refuseStatus, type StatusRule } from './change-status.ts';
import type { WrittenCampaign } from './check.ts';
import { type CampaignDefinition, type CampaignStatus, isGone } from './rules.ts';
import { messageProblems, refuseProblems } from './check-messages.ts';
import { openJourney } from './journey-definition.ts';
import { findCampaign, lockCampaign, requireCampaign, revisionOf } from './rows.ts';
import { currentVersion, storedDefinition } from './rows-versions.ts';
import { allowCounting } from '../segments/count.ts';
import { planLaunchIn } from './launch-plan.ts';

/** What launching came to, or would come to. */
export interface LaunchReport {
  readonly campaign: string;
  readonly lifecycle: string;
  readonly settings: CampaignDefinition['settings'];
  readonly status: CampaignStatus;
  readonly dryRun: boolean;
  /** What was stored before; null of a draft that was applied earlier. */
  readonly applied: ApplyReport | null;
}

const runs = ({ code }: Campaign) =>
  `It runs: \`perennial campaign apply\` gives it a new version, \`perennial campaign pause ${code}\` holds it.`;
const waits = ({ code }: Campaign) =>
  `\`perennial campaign resume ${code}\` lets it go on, \`perennial campaign apply\` gives it a new version.`;
const fixes: Readonly<Record<string, (campaign: Campaign) => string>> = {
  live: runs,
  paused: waits,
  ended: () => 'It is over for good: give the file another code.',
};

const launching: StatusRule = {
  verb: 'launched',
  from: ['draft', 'in_review', 'scheduled'],
  to: 'live',
  fix: (campaign) => fixes[campaign.status]?.(campaign) ?? 'Only a draft can be.',
};

/** Who asks for a launch; the worker asks for one that is still scheduled and whose time has come. */
export interface LaunchAsked extends AskedBy {
  readonly onlyScheduled?: boolean;
}

/**
 * Takes a campaign live: from now on events and sweeps enrol members. A code names a draft that was applied before; a campaign
 * that is given whole is applied first, in the same transaction, so that a launch that is refused has changed nothing.
 */
export async function launchCampaign(
  { database, clock }: CampaignDeps,
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  campaign: string | WrittenCampaign,
  { actor, dryRun = false, revision, requestId, mayStandSo = false, onlyScheduled = false }: LaunchAsked,
): Promise<LaunchReport> {
  const written = typeof campaign === 'string' ? undefined : campaign;
  const key = { programmeId, code: typeof campaign === 'string' ? campaign : campaign.value.campaign };
  const change = { actor, now: clock.now(), requestId };
  return inTransaction(
    database,
    async (tx) => {
      await lockCampaign(tx, key);
      const before = written ? await findCampaign(tx, key) : await requireCampaign(tx, key);
      refuseIfChanged('The campaign', before && !isGone(before) ? revisionOf(before) : undefined, revision);
      if (mayStandSo && written === undefined && before?.status === 'live') return standing(tx, before, dryRun);
      if (onlyScheduled && before !== undefined && !isDue(before, change.now)) return standing(tx, before, dryRun);
      if (before !== undefined && !isGone(before)) refuseStatus(before, launching);
      const applied = written && (await applyTo(tx, before, { programmeId, written, change, launching: true }));
      const draft = await requireCampaign(tx, key);
      await changeStatus(tx, draft, launching, change);
      const ready = await refuseUnready(tx, draft, change.now);
      await refuseStopped(tx, draft, await loadProgramme(tx, programmeId), change.now);
      await openJourney(tx, { programmeId, campaignId: draft.id, ...ready, now: change.now });
      return {
        campaign: key.code,
        ...ready,
        status: dryRun ? (draft.status as CampaignStatus) : 'live',
        dryRun,
        applied: applied ? { ...applied, dryRun } : null,
      };
    },
    { dryRun },
  );
}

/** Whether it is still scheduled, and its time has come. */
const isDue = ({ scheduledFor }: Campaign, now: Date) => scheduledFor !== null && scheduledFor <= now;

/** Of a campaign that is left as it stands. */
async function standing(tx: Db, campaign: Campaign, dryRun: boolean): Promise<LaunchReport> {
  const { code, lifecycle, settings } = storedDefinition(await currentVersion(tx, campaign));
  return { campaign: code, lifecycle, settings, status: campaign.status as CampaignStatus, dryRun, applied: null };
}

/** Throws CAMPAIGN_NOT_LAUNCHABLE with everything that stops a campaign, as its plan says. */
export async function refuseStopped(tx: Db, campaign: Campaign, programme: StoredProgramme, now: Date): Promise<void> {
  await allowCounting(tx);
  const { checks } = await planLaunchIn(tx, programme, campaign, now);
  const stops = checks.filter(({ kind }) => kind === 'stop');
  if (stops.length === 0) return;
  throw new PerennialError('CAMPAIGN_NOT_LAUNCHABLE', stops.map(({ message }) => message).join(' '), {
    field: 'campaign',
    fix: stops.flatMap(({ fix }) => fix ?? []).join(' '),
  });
}

/** A draft has to stand up to the programme as it is today, which may speak another language than when it was applied. */
export async function refuseUnready(
  tx: Db,
  draft: Campaign,
  now: Date,
): Promise<Pick<LaunchReport, 'lifecycle' | 'settings'>> {
  const definition = storedDefinition(await currentVersion(tx, draft));
  const { definition: programme } = await loadProgramme(tx, draft.programmeId);
  refuseProblems(messageProblems(definition, programme, { now }));
  const { lifecycle, settings } = definition;
  return { lifecycle, settings };
}
