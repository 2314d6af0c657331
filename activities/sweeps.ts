import { confirmDue, expireDue, releaseDueHolds, type SweepResult } from '../ledger/sweeps.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { Database } from '../store/database.ts';
import { sealLedger } from '../ledger/seal.ts';
import { enrolExpiring } from '../store/enrolments.ts';
import { sweptCampaigns, sweptProgrammes, sweepSettings } from '../store/swept.ts';
import type { SweepActivities, SweepPage, SweepProgress } from '../workflows/contract.ts';

/** Members whose lots or holds one page settles: a page is one transaction of a few tenths of a second. */
const membersMax = 1_000;
/** Members one page enrols: a cohort's worth. */
const enrolledMax = 500;
/**
 * Members are enrolled this long before the first rung of their ladder, so that no rung is missed when a sweep comes late:
 * the sweep runs every hour, and three days are a long weekend without it.
 */
const enrolAheadDays = 3;

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
    metrics.sweptPoints.inc({ kind }, points);
    return { count: lots, nextAfterMemberId: nextAfterMemberId === null ? null : String(nextAfterMemberId) };
  };
  return {
    expireLotsPage: async (input) => settled('expired', await expireDue(database, page(input))),
    confirmPendingPage: async (input) => settled('confirmed', await confirmDue(database, page(input))),
    releaseHoldsPage: async (input) => settled('released', await releaseDueHolds(database, page(input))),
    enrolDuePage: async ({ campaignId, afterMemberId }) => {
      const { ladderDays, gatherDays } = await sweepSettings(database, campaignId);
      return enrolExpiring(database, {
        campaignId,
        afterMemberId,
        membersMax: enrolledMax,
        now: clock.now(),
        aheadDays: Math.max(...ladderDays) + enrolAheadDays,
        gatherDays,
      });
    },
    sweptCampaigns: ({ programmeId }) => sweptCampaigns(database, programmeId),
    sweptProgrammes: () => sweptProgrammes(database),
    sealLedger: () => sealLedger(database),
  };
}
