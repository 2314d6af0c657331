import { matchReportsPage } from './match-reports.ts';
import { eraseDue } from '../modules/erasures/run.ts';
import { expireCoupons } from '../modules/coupons/move.ts';
import { confirmDue, expireDue, lapseDue, releaseDueHolds, type SweepResult } from '../modules/ledger/sweep.ts';
import { reviewUnjoined } from '../modules/intake/rows-parked.ts';
import type { Clock } from '../platform/clock.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Database } from '../platform/database.ts';
import { sealFacts } from '../modules/invariants/seal-facts.ts';
import { sealLedger } from '../modules/ledger/seal.ts';
import { campaignsToSweep, programmesToSweep, readSweptCampaign } from '../modules/enrolments/rows-swept.ts';
import { finishCampaignsPage } from '../modules/enrolments/finish-campaigns.ts';
import { enrolDue } from '../modules/enrolments/enrol-due.ts';
import { notifyExpiring } from '../modules/webhooks/expiring.ts';
import { purgePage } from '../modules/retention/purge.ts';
import { purgeNotificationsPage } from './webhooks.ts';
import type { SweepActivities, SweepPage, SweepProgress } from '../workflows/contract.ts';

/** Members whose lots or holds one page settles: a page is one transaction of a few tenths of a second. */
const membersMax = 1_000;
export interface SweepDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/** The pages a sweep is made of; each may be repeated, and takes what is left. */
export function createSweepActivities({ database, clock, metrics }: SweepDeps): SweepActivities {
  const page = ({ programmeId, afterMemberId }: SweepPage) => ({
    programmeId,
    now: clock.now(),
    afterMemberId: BigInt(afterMemberId),
    membersMax,
  });
  const settled = (kind: string, { lots, points, nextAfterMemberId }: SweepResult): SweepProgress => {
    metrics.sweepPoints.inc({ kind }, points);
    return { count: lots, nextAfterMemberId: nextAfterMemberId === null ? null : String(nextAfterMemberId) };
  };
  return {
    expireLotsPage: async (input) => settled('expired', await expireDue(database, page(input))),
    lapsePointsPage: async (input) => settled('lapsed', await lapseDue(database, page(input))),
    confirmPendingPage: async (input) => settled('confirmed', await confirmDue(database, page(input))),
    releaseHoldsPage: async (input) => settled('released', await releaseDueHolds(database, page(input))),
    expireCouponsPage: async (input) => {
      const { coupons, nextAfterMemberId } = await expireCoupons(database, page(input));
      return { count: coupons, nextAfterMemberId: nextAfterMemberId === null ? null : String(nextAfterMemberId) };
    },
    enrolDuePage: async ({ campaignId, afterMemberId }) => {
      const campaign = await readSweptCampaign(database, campaignId);
      return enrolDue(database, campaign, { afterMemberId, now: clock.now() });
    },
    finishCampaignsPage: async ({ programmeId, afterMemberId }) => {
      const count = await finishCampaignsPage(database, { programmeId, now: clock.now() });
      return { count, nextAfterMemberId: count > 0 ? afterMemberId : null };
    },
    reviewUnjoinedPage: async ({ programmeId, afterMemberId }) => {
      const { count, isLast } = await reviewUnjoined(database, programmeId, clock.now());
      return { count, nextAfterMemberId: isLast ? null : afterMemberId };
    },
    matchReportsPage: async ({ programmeId, afterMemberId }) => {
      const { matched, givenUp } = await matchReportsPage({ database, clock }, programmeId);
      metrics.mailReportsGivenUp.inc(givenUp);
      return { count: matched + givenUp, nextAfterMemberId: matched + givenUp > 0 ? afterMemberId : null };
    },
    notifyExpiringPage: async ({ programmeId, afterMemberId }) => {
      const count = await notifyExpiring(database, programmeId, clock.now());
      return { count, nextAfterMemberId: count > 0 ? afterMemberId : null };
    },
    eraseDuePage: async ({ programmeId, afterMemberId }) => {
      const worked = await eraseDue(database, programmeId, clock.now());
      return { count: worked ? 1 : 0, nextAfterMemberId: worked ? afterMemberId : null };
    },
    purgeNotificationsPage: (input) => purgeNotificationsPage({ database, clock }, input),
    purgeDetailsPage: async ({ programmeId, afterMemberId }) => {
      const page = await purgePage({ database, clock }, programmeId);
      return { count: page?.removed ?? 0, nextAfterMemberId: page === undefined ? null : afterMemberId };
    },
    sweptCampaigns: ({ programmeId }) => campaignsToSweep(database, programmeId),
    sweptProgrammes: () => programmesToSweep(database),
    sealLedger: async () => {
      const { sealed } = await sealLedger(database);
      await sealFacts(database);
      return { sealed };
    },
  };
}
