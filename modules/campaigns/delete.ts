import { inTransaction } from '../../platform/database.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { AskedBy, CampaignDeps } from './apply.ts';
import { changeStatus, type StatusRule } from './change-status.ts';
import { lockCampaign, requireCampaign } from './rows.ts';

const deleting: StatusRule = {
  verb: 'deleted',
  from: ['draft'],
  to: 'ended',
  fix: ({ code }) => `Only a draft can be: what ran is kept. \`perennial campaign cancel ${code}\` ends one that runs.`,
};

/** Takes a draft away: its code is free again, and no list names it. What was applied is kept for the audit. */
export async function deleteCampaign(
  { database, clock }: CampaignDeps,
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  code: string,
  { actor }: Pick<AskedBy, 'actor'>,
): Promise<void> {
  const key = { programmeId, code };
  await inTransaction(database, async (tx) => {
    await lockCampaign(tx, key);
    await changeStatus(tx, await requireCampaign(tx, key), deleting, { actor, now: clock.now() });
  });
}
