import type { StoredProgramme } from '../programme/rows.ts';
import type { AskedBy, CampaignDeps } from './apply.ts';
import { changeStatusOf, type StatusRule } from './change-status.ts';

const pausing: StatusRule = { verb: 'paused', from: ['live'], to: 'paused' };

/** Holds every step from now on; members keep their places, and those whom an event brings meanwhile wait with them. */
export async function pauseCampaign(
  { database, clock }: CampaignDeps,
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  code: string,
  asked: AskedBy,
): Promise<void> {
  await changeStatusOf(database, { programmeId, code }, pausing, { ...asked, now: clock.now() });
}
