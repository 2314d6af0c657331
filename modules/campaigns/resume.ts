import { inTransaction } from '../../platform/database.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { AskedBy, CampaignDeps } from './apply.ts';
import { changeStatus, type StatusRule } from './change-status.ts';
import { lockCampaign, requireCampaign } from './rows.ts';

const resuming: StatusRule = { verb: 'resumed', from: ['paused'], to: 'live' };

/** Lets steps go on, and wakes the cohorts that have some held. */
export async function resumeCampaign(
  { database, clock }: CampaignDeps,
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  code: string,
  { actor }: Pick<AskedBy, 'actor'>,
): Promise<void> {
  const key = { programmeId, code };
  const now = clock.now();
  await inTransaction(database, async (tx) => {
    await lockCampaign(tx, key);
    const campaign = await requireCampaign(tx, key);
    await changeStatus(tx, campaign, resuming, { actor, now });
    await tx.$executeRaw`
      WITH held AS (
        UPDATE cohort SET paused_step_at = NULL
        WHERE paused_step_at IS NOT NULL
          AND campaign_version_id IN (SELECT id FROM campaign_version WHERE campaign_id = ${campaign.id}::int)
        RETURNING id)
      INSERT INTO signal_outbox (programme_id, enrolment_id, signal, created_at)
      SELECT en.programme_id, en.id, 'resumed', ${now}::timestamptz
      FROM enrolment en JOIN held ON held.id = en.cohort_id WHERE en.status = 'active' ORDER BY en.id`;
  });
}
