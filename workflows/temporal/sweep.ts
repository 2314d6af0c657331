import { continueAsNew, patched } from '@temporalio/workflow';
import type { SweepActivities, SweepInput, SweepPage, SweepProgress } from '../contract.ts';
import { retryingActivities } from './retrying-activities.ts';

/** At one marker a page, a few hundred events a run. */
const pagesMax = 200;
const firstMemberId = '0';

const {
  releaseHoldsPage,
  confirmPendingPage,
  expireLotsPage,
  lapsePointsPage,
  expireCouponsPage,
  enrolDuePage,
  finishCampaignsPage,
  reviewUnjoinedPage,
  matchReportsPage,
  notifyExpiringPage,
  purgeNotificationsPage,
  purgeDetailsPage,
  eraseDuePage,
  // The names under which sweeps that are under way have asked.
  sweptCampaigns: campaignsToSweep,
  sweptProgrammes: programmesToSweep,
  sealLedger,
} = retryingActivities<SweepActivities>();

type TakePage = (page: SweepPage) => Promise<SweepProgress>;

/**
 * Goes through every programme once: ends holds that have run out, confirms what is no longer pending, expires points by their date
 * and for want of activity, and coupons, enrols whom the campaigns find due, finishes what was left of campaigns that were cancelled
 * or resumed, puts orders before a person whose member never joined, tries reports of mails again that were not known, tells of points
 * that expire soon, and removes notifications and details that are kept no longer; then seals the journal. In this order, so that what a step sets free the
 * next one sees. Pages go by member id, so a run that goes on as new starts where the last one stopped.
 */
export async function sweep({
  programmeIds,
  stage = 0,
  afterMemberId = firstMemberId,
}: SweepInput = {}): Promise<void> {
  const remaining = [...(programmeIds ?? (await programmesToSweep()))];
  let pagesLeft = pagesMax;
  let firstStage = stage;
  let cursor: string | null = afterMemberId;

  for (let programmeId = remaining[0]; programmeId !== undefined; programmeId = remaining[0]) {
    const stages = await stagesOf(programmeId);
    for (const [place, takePage] of stages.slice(firstStage).entries()) {
      for (cursor ??= firstMemberId; cursor !== null; pagesLeft--) {
        if (pagesLeft === 0) {
          return continueAsNew<typeof sweep>({
            programmeIds: remaining,
            stage: firstStage + place,
            afterMemberId: cursor,
          });
        }
        ({ nextAfterMemberId: cursor } = await takePage({ programmeId, afterMemberId: cursor }));
      }
    }
    firstStage = 0;
    remaining.shift();
  }
  await sealLedger();
}

async function stagesOf(programmeId: number): Promise<TakePage[]> {
  const campaignIds = await campaignsToSweep({ programmeId });
  return [
    releaseHoldsPage,
    confirmPendingPage,
    expireLotsPage,
    ...(patched('inactivity-expiry') ? [lapsePointsPage] : []),
    expireCouponsPage,
    ...campaignIds.map(
      (campaignId): TakePage =>
        (page) =>
          enrolDuePage({ ...page, campaignId }),
    ),
    ...(patched('finish-campaigns') ? [finishCampaignsPage] : []),
    ...(patched('unjoined-orders') ? [reviewUnjoinedPage] : []),
    ...(patched('unmatched-reports') ? [matchReportsPage] : []),
    ...(patched('erasures') ? [eraseDuePage] : []),
    ...(patched('purge-notifications') ? [notifyExpiringPage, purgeNotificationsPage] : []),
    ...(patched('retention') ? [purgeDetailsPage] : []),
  ];
}
