import type { StoredProgramme } from '../programme/rows.ts';
import type { AskedBy, CampaignDeps } from './apply.ts';
import { changeStatusOf, type StatusRule } from './change-status.ts';

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
  await changeStatusOf(database, { programmeId, code }, deleting, { actor, now: clock.now() });
}
