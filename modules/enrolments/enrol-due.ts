import type { Db } from '../../platform/database.ts';
import { inactiveSince } from '../programme/rules-inactivity.ts';
import { enrolInactive } from './entries/inactive.ts';
import { enrolExpiring } from './entries/expiring-points.ts';
import { loadProgramme } from '../programme/rows.ts';
import type { SweptCampaign, SweptOf } from './rows-swept.ts';
import type { SweepProgress } from '../../workflows/contract.ts';

/** Members one page enrols: a cohort's worth. */
const enrolledMax = 500;
/** Members one page looks at when they are gone through one by one: some tens of milliseconds. */
const scannedMax = 5_000;
/** Balances one page looks at for points that lapse: some tens of milliseconds when hardly any are near. */
const balancesScannedMax = 50_000;
/**
 * Members are enrolled this long before the first rung of their ladder, so that no rung is missed when a sweep comes late:
 * the sweep runs every hour, and three days are a long weekend without it.
 */
const enrolAheadDays = 3;

export interface DueMembersPage {
  /** The last member of the page before; "0" at first. */
  readonly afterMemberId: string;
  readonly now: Date;
}

/** How members are found whom a sweep brings into a campaign of this lifecycle. */
type Finder<Lifecycle> = (db: Db, campaign: SweptOf<Lifecycle>, page: DueMembersPage) => Promise<SweepProgress>;

const enrolExpiringDue: Finder<'points-expiry'> = (db, { campaignId, settings }, page) => {
  const { ladderDays, gatherDays } = settings;
  const aheadDays = Math.max(...ladderDays) + enrolAheadDays;
  const limits = { membersMax: enrolledMax, scannedMax: balancesScannedMax };
  return enrolExpiring(db, { ...page, ...limits, campaignId, aheadDays, gatherDays });
};

const enrolInactiveDue: Finder<'win-back'> = async (db, { programmeId, campaignId, settings }, page) => {
  const { inactiveDays, inactiveDaysMax, balance } = settings;
  const { zone } = (await loadProgramme(db, programmeId)).definition;
  const cutoffAt = inactiveSince(page.now, inactiveDays, zone);
  const oldestAt = inactiveSince(page.now, inactiveDaysMax, zone);
  const limits = { membersMax: enrolledMax, scannedMax };
  return enrolInactive(db, { ...page, ...limits, campaignId, cutoffAt, oldestAt, balance });
};

/** Enrols a page of members whom a campaign finds due. */
export async function enrolDue(db: Db, campaign: SweptCampaign, page: DueMembersPage): Promise<SweepProgress> {
  switch (campaign.lifecycle) {
    case 'points-expiry':
      return enrolExpiringDue(db, campaign, page);
    case 'win-back':
      return enrolInactiveDue(db, campaign, page);
  }
}
