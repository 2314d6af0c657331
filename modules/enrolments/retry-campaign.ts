import { inTransaction } from '../../platform/database.ts';
import type { AskedBy, CampaignDeps } from '../campaigns/apply.ts';
import { auditCampaign, requireCampaign } from '../campaigns/rows.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import { type Retried, retryBlocked } from './retry-blocked.ts';

/** Tells the blocked enrolments of a campaign to try again, and notes who asked for it. */
export async function retryCampaign(
  { database, clock }: CampaignDeps,
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  code: string,
  { actor }: Pick<AskedBy, 'actor'>,
): Promise<Retried> {
  const key = { programmeId, code };
  const now = clock.now();
  return inTransaction(database, async (tx) => {
    const campaign = await requireCampaign(tx, key);
    const retried = await retryBlocked(tx, { campaignId: campaign.id, now });
    const told = { action: 'campaign.retry', before: {}, after: { enrolments: retried.enrolments } };
    await auditCampaign(tx, key, { actor, now }, told);
    return retried;
  });
}
