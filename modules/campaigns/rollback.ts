import { type Db, inTransaction } from '../../platform/database.ts';
import { PerennialError } from '../../platform/errors.ts';
import { refuseIfChanged } from '../../platform/revision.ts';
import type { Campaign, CampaignVersion } from '../../prisma/generated/client.ts';
import { loadProgramme, type StoredProgramme } from '../programme/rows.ts';
import type { AskedBy, CampaignDeps } from './apply.ts';
import { refuseStatus, type StatusRule } from './change-status.ts';
import { messageProblems, refuseProblems } from './check-messages.ts';
import { isJourney, journeyEntrance, storedPlan } from './journey-definition.ts';
import { lockCampaign, requireCampaign, revisionOf } from './rows.ts';
import { findVersion, storedDefinition, storeVersion } from './rows-versions.ts';

const rollingBack: StatusRule = { verb: 'rolled back', from: ['live', 'paused'], to: 'live' };

/** A version whose content is staged anew. */
export interface RolledBack {
  readonly campaign: string;
  /** Whose content it has. */
  readonly to: number;
  /** The new version. */
  readonly version: number;
}

/** Stages what an earlier version of a journey says as another version: a choice of what becomes of those inside puts it live. */
export async function rollBack(
  { database, clock }: CampaignDeps,
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  code: string,
  { to, revision, mayStandSo: _, ...asked }: Omit<AskedBy, 'dryRun'> & { readonly to: number },
): Promise<RolledBack> {
  const key = { programmeId, code };
  return inTransaction(database, async (tx) => {
    await lockCampaign(tx, key);
    const campaign = await requireCampaign(tx, key);
    refuseIfChanged('The campaign', revisionOf(campaign), revision);
    refuseStatus(campaign, rollingBack);
    if (!isJourney(campaign)) throw notJourney(code);
    const definition = storedDefinition(await requireVersion(tx, campaign, to));
    const now = clock.now();
    const { definition: programme } = await loadProgramme(tx, programmeId);
    refuseProblems(messageProblems(definition, programme, { now }));
    const entrance = journeyEntrance(storedPlan(definition));
    const stored = await storeVersion(tx, campaign, {
      ...asked,
      programmeId,
      definition,
      entrance,
      now,
      staging: true,
    });
    if (stored.isStaged) return { campaign: code, to, version: stored.version };
    throw new PerennialError('CAMPAIGN_STATUS', `What version ${to} of the campaign "${code}" says is live.`, {
      field: 'to',
      fix: 'Choose an earlier version; `perennial campaign show` lists them.',
    });
  });
}

const notJourney = (code: string) =>
  new PerennialError('CAMPAIGN_STATUS', `The campaign "${code}" is no journey, and takes a changed file at once.`, {
    field: 'lifecycle',
    fix: 'Apply its file as it was.',
  });

/** A version of a campaign, or an error that says which there are. */
export async function requireVersion(db: Db, campaign: Campaign, version: number): Promise<CampaignVersion> {
  const found = await findVersion(db, campaign, version);
  if (found !== undefined) return found;
  const { _max } = await db.campaignVersion.aggregate({
    where: { campaignId: campaign.id },
    _max: { version: true },
  });
  throw new PerennialError('CAMPAIGN_VERSION_NOT_FOUND', `The campaign "${campaign.code}" has no version ${version}.`, {
    field: 'version',
    fix: `Choose one from 1 to ${_max.version ?? 1}.`,
  });
}
