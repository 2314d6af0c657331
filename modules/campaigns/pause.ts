import { inTransaction } from '../../platform/database.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { AskedBy, CampaignDeps } from './apply.ts';
import { changeStatus, type StatusRule } from './change-status.ts';
import { lockCampaign, requireCampaign } from './rows.ts';

const pausing: StatusRule = { verb: 'paused', from: ['live'], to: 'paused' };

/** Holds every step from now on; members keep their places, and those whom an event brings meanwhile wait with them. */
export async function pauseCampaign(
  { database, clock }: CampaignDeps,
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  code: string,
  { actor }: Pick<AskedBy, 'actor'>,
): Promise<void> {
  const key = { programmeId, code };
  const now = clock.now();
  await inTransaction(database, async (tx) => {
    await lockCampaign(tx, key);
    await changeStatus(tx, await requireCampaign(tx, key), pausing, { actor, now });
  });
}
