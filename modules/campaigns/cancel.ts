import { refuseIfChanged } from '../../platform/revision.ts';
import { inTransaction } from '../../platform/database.ts';
import type { StoredProgramme } from '../programme/rows.ts';
import type { AskedBy, CampaignDeps } from './apply.ts';
import type { Campaign } from '../../prisma/generated/client.ts';
import { changeStatus, type StatusRule } from './change-status.ts';
import { inPasses } from './passes.ts';
import { findCampaign, lockCampaign, requireCampaign, revisionOf } from './rows.ts';
import { cancelPage, hasActive } from './rows-pages.ts';

const cancelling: StatusRule = {
  verb: 'cancelled',
  from: ['draft', 'in_review', 'scheduled', 'live', 'paused'],
  to: 'ended',
};

/** Said of campaigns that were cancelled without a reason. */
export const defaultEndReason = 'the campaign has ended';

export interface CancelOptions extends Omit<AskedBy, 'dryRun'> {
  readonly reason?: string;
  /** Called after each page with the members who have left so far. */
  readonly onProgress?: (cancelled: number) => void;
}

/**
 * Ends a campaign for good: nothing more is performed, and every enrolment still active ends as cancelled. The status and the first
 * page of enrolments are one transaction, so that most campaigns end whole or not at all; the others follow page by page. A call
 * that was stopped in between is finished by the next one, with the reason of the first, or else by the worker's sweep.
 */
export async function cancelCampaign(
  { database, clock }: CampaignDeps,
  { id: programmeId }: Pick<StoredProgramme, 'id'>,
  code: string,
  { reason: said, onProgress, revision, mayStandSo = false, ...asked }: CancelOptions,
): Promise<{ readonly cancelled: number }> {
  const reason = said ?? defaultEndReason;
  const key = { programmeId, code };
  const pageOf = ({ id, endedReason }: Campaign) => ({ campaignId: id, reason: endedReason ?? defaultEndReason });
  const first = await inTransaction(database, async (tx) => {
    await lockCampaign(tx, key);
    const found = await findCampaign(tx, key);
    // A draft that was cancelled is gone; the same call again finds it so.
    const campaign = mayStandSo && found ? found : await requireCampaign(tx, key);
    refuseIfChanged('The campaign', revisionOf(campaign), revision);
    if (campaign.status === 'ended' && (await hasActive(tx, campaign.id)))
      return { ended: campaign, left: 0, isLast: false };
    if (mayStandSo && campaign.status === 'ended') return { ended: campaign, left: 0, isLast: true };
    const change = { ...asked, now: clock.now(), ...(said === undefined ? {} : { reason: said }) };
    await changeStatus(tx, campaign, cancelling, change);
    const ended = await tx.campaign.update({ where: { id: campaign.id }, data: { endedReason: reason } });
    const { cancelled: left } = await cancelPage(tx, { ...pageOf(ended), afterId: '0', now: clock.now() });
    return { ended, left, isLast: !(await hasActive(tx, ended.id)) };
  });
  const { ended } = first;
  let cancelled = first.left;
  onProgress?.(cancelled);
  if (first.isLast) return { cancelled };
  const page = pageOf(ended);
  const takePages = async () => {
    for (let afterId: string | null = '0'; ;) {
      const { lastId, cancelled: count } = await cancelPage(database, { ...page, afterId, now: clock.now() });
      if (lastId === null) return;
      cancelled += count;
      onProgress?.(cancelled);
      afterId = lastId;
    }
  };
  await inPasses(takePages, () => hasActive(database, ended.id));
  return { cancelled };
}
