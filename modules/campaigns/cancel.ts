import { inTransaction } from '../../platform/database.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { AskedBy, CampaignDeps } from './apply.ts';
import { changeStatus, type StatusRule } from './change-status.ts';
import { lockCampaign, requireCampaign } from './rows.ts';

const cancelling: StatusRule = { verb: 'cancelled', from: ['draft', 'live', 'paused'], to: 'ended' };

/** Ends a campaign for good: nothing more is performed, and every enrolment still active ends as cancelled. */
export async function cancelCampaign(
  { database, clock }: CampaignDeps,
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  code: string,
  { actor, reason = 'the campaign has ended' }: Pick<AskedBy, 'actor'> & { readonly reason?: string },
): Promise<{ readonly cancelled: number }> {
  const key = { programmeId, code };
  const now = clock.now();
  return inTransaction(database, async (tx) => {
    await lockCampaign(tx, key);
    const campaign = await requireCampaign(tx, key);
    await changeStatus(tx, campaign, cancelling, { actor, now });
    const cancelled = await tx.$executeRaw`
      UPDATE enrolment SET status = 'cancelled', reason = ${reason}, ended_at = ${now}::timestamptz
      WHERE campaign_id = ${campaign.id}::int AND status = 'active'`;
    await tx.$executeRaw`
      INSERT INTO signal_outbox (programme_id, enrolment_id, signal, created_at)
      SELECT en.programme_id, en.id, 'cancelled', ${now}::timestamptz
      FROM enrolment en JOIN cohort c ON c.id = en.cohort_id AND c.ended_at IS NULL
      WHERE en.campaign_id = ${campaign.id}::int AND en.status = 'cancelled' AND en.ended_at = ${now}::timestamptz
      ORDER BY en.id`;
    return { cancelled };
  });
}
