import { inTransaction } from '../../platform/database.ts';
import { refuseIfChanged } from '../../platform/revision.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { AskedBy, CampaignDeps } from './apply.ts';
import { stagedOf } from './put-live.ts';
import { auditCampaign, lockCampaign, requireCampaign, revisionOf } from './rows.ts';
import { notStaged } from './rows-versions.ts';

/** Lets go of the staged version of a journey: the one that is live stays. Answers which it was. */
export async function unstageCampaign(
  { database, clock }: CampaignDeps,
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  code: string,
  { revision, mayStandSo = false, ...asked }: Omit<AskedBy, 'dryRun'>,
): Promise<{ readonly campaign: string; readonly version: number | null }> {
  const key = { programmeId, code };
  return inTransaction(database, async (tx) => {
    await lockCampaign(tx, key);
    const campaign = await requireCampaign(tx, key);
    if (mayStandSo && campaign.stagedVersion === null) return { campaign: code, version: null };
    refuseIfChanged('The campaign', revisionOf(campaign), revision);
    const version = stagedOf(campaign);
    await tx.campaign.update({ where: { id: campaign.id }, data: notStaged });
    const told = { action: 'campaign.unstaged', before: { staged: version }, after: { staged: null } };
    await auditCampaign(tx, campaign, { ...asked, now: clock.now() }, told);
    return { campaign: code, version };
  });
}
