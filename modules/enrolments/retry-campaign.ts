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
  const campaign = await requireCampaign(database, key);
  const now = clock.now();
  const retried = await retryBlocked(database, { campaignId: campaign.id, now });
  const told = { action: 'campaign.retry', before: {}, after: { enrolments: retried.enrolments } };
  await auditCampaign(database, key, { actor, now }, told);
  return retried;
}
