import type { Db } from '../../platform/database.ts';
import type { Whereabouts } from '../../workflows/engine/protocol.ts';
import { type MemberStreak, streaksOf } from '../check-ins/streaks-of.ts';
import { type CouponSummary, listCoupons } from '../coupons/list.ts';
import { findMember, type MemberFacts, type ProgrammeOfMember } from '../members/find.ts';
import type { ExpiryRules } from '../programme/rows.ts';
import { officialEnd } from '../programme/rules-expiry.ts';
import { lapsesAt } from '../programme/rules-inactivity.ts';
import { type Invitations, readInvitations } from '../referrals/list.ts';
import { type LotView, type PointsBalance, readBalance, readLots } from './rows-points.ts';
import type { Locale } from '../../values/wording.ts';
import { type EnrolmentRow, type MessageRow, readTimelineRows } from './rows.ts';
import type { TimelineEntry } from './timeline-entry.ts';
import { timelineOf } from './timeline-of.ts';

/** A member as the shop sees one: who, how many points, what happened, what comes next. */
export interface MemberView {
  readonly member: MemberFacts;
  readonly balance: PointsBalance;
  /** Open lots in the order in which they will be spent. */
  readonly lots: readonly LotView[];
  /** The latest first. */
  readonly coupons: readonly CouponSummary[];
  readonly campaigns: readonly CampaignOfMember[];
  /** Check-ins in a row; null for who never checked in, and while no check-in campaign runs. */
  readonly streak: MemberStreak | null;
  /** Who invited the member, and the friends the member invited, latest first. */
  readonly invitations: Invitations;
  /** What is known to come, soonest first. */
  readonly upcoming: readonly Upcoming[];
  /** Oldest first. */
  readonly timeline: readonly TimelineEntry[];
  /** True when there are entries older than the first one of the timeline. */
  readonly earlierEntries: boolean;
}

export type CampaignOfMember = Omit<EnrolmentRow, 'id' | 'cohortId' | 'causeEventId'> & {
  readonly enrolmentId: string;
  /** What it waits for and until when, where its cohort could be asked. */
  readonly where?: Whereabouts;
};

export interface Upcoming {
  readonly at: Date;
  /** `lapse`: they expire for want of activity, which until then would move the day. */
  readonly kind: 'expiry' | 'lapse' | 'available' | 'message' | 'hold';
  readonly points: number;
  /** Of messages: the template, and how many leave together. */
  readonly template?: string;
  readonly messages?: number;
  /** Of a hold: the redemption, and the order it is for. */
  readonly redemptionId?: string | null;
  readonly orderId?: string | null;
}

export interface MemberViewOptions {
  /** Timeline entries at most. */
  readonly limit: number;
  readonly all?: boolean;
  /** When the view is of: whether a streak is lost or a coupon has expired depends on it. */
  readonly now: Date;
  /** Asks cohorts what enrolments wait for; by enrolment, as far as an answer comes. */
  readonly askWhereabouts?: (
    enrolments: readonly { readonly enrolmentId: string; readonly cohortId: string }[],
  ) => Promise<ReadonlyMap<string, Whereabouts>>;
  /** The language of the timeline; English when not said. */
  readonly locale?: Locale;
}

/** Expiries told as upcoming: the next ones are what a shop asks about. */
const upcomingExpiriesMax = 3;
/** Coupons shown; `perennial coupon list --member` has them all. */
const couponsMax = 20;
/** Friends shown with a member; `referral list` shows more. */
const friendsMax = 10;

/** The view of the member with this id of the shop's, or this e-mail address. */
export async function readMemberView(
  db: Db,
  programme: ProgrammeOfMember,
  idOrEmail: string,
  options: MemberViewOptions,
): Promise<MemberView> {
  const { definition } = programme;
  const { memberId, facts, birthMonth } = await findMember(db, programme, idOrEmail);
  const [{ balance, unswept, activeAt, holds }, rawLots, rows, coupons, invitations, streaks] = await Promise.all([
    readBalance(db, programme.id, memberId, options.now),
    readLots(db, programme.id, memberId, options.now),
    readTimelineRows(db, memberId, options.limit),
    listCoupons(db, { programmeId: programme.id, now: options.now, member: facts.id, limit: couponsMax }),
    readInvitations(db, memberId, friendsMax),
    streaksOf(db, programme.id, [String(memberId)], options.now),
  ]);
  const lots = rawLots.map((lot) => withEnds(lot, definition, activeAt));
  const { entries, earlier } = timelineOf(programme, { facts, birthMonth }, rows, {
    // The timeline tells of an expiry when the sweep has made it.
    available: balance.available + unswept,
    limit: options.limit,
    all: options.all ?? false,
    locale: options.locale,
  });
  return {
    member: facts,
    balance,
    streak: streaks.get(String(memberId)) ?? null,
    lots,
    coupons,
    campaigns: await withWhereabouts(rows.enrolments, options),
    invitations,
    upcoming: [
      ...expiriesOf(lots),
      ...lots.filter((lot) => lot.state === 'PENDING').map(availabilityOf),
      ...holds.map(({ expiresAt: at, ...hold }) => ({ at, kind: 'hold' as const, ...hold })),
      ...departuresOf(rows.messages),
    ].sort((a, b) => a.at.getTime() - b.at.getTime()),
    timeline: entries,
    earlierEntries: earlier,
  };
}

/** The member's campaigns; of those still under way, what they wait for. */
async function withWhereabouts(
  rows: readonly EnrolmentRow[],
  { askWhereabouts }: MemberViewOptions,
): Promise<CampaignOfMember[]> {
  const underWay = rows.flatMap(({ id, status, cohortId }) =>
    status === 'active' && cohortId != null ? [{ enrolmentId: String(id), cohortId }] : [],
  );
  const whereabouts = await askWhereabouts?.(underWay);
  return rows.map(({ id, cohortId: _, causeEventId: __, ...enrolment }) => {
    const where = whereabouts?.get(String(id));
    return { enrolmentId: String(id), ...enrolment, ...(where === undefined ? {} : { where }) };
  });
}

/** The lot with what its expiry alone does not say: when it lapses without activity, or officially ends before its grace. */
function withEnds(lot: LotView, rules: ExpiryRules, activeAt: Date | null): LotView {
  const { availableAt, expiresAt } = lot;
  const lapse = lapsesAt(rules.expiry, { activeAt, availableAt }, rules.zone);
  if (lapse !== null && (expiresAt === null || lapse < expiresAt)) return { ...lot, lapsesAt: lapse };
  if (expiresAt === null) return lot;
  const end = officialEnd(rules, { availableAt, expiresAt });
  return end < expiresAt ? { ...lot, officialEnd: end } : lot;
}

/** The lots that expire or lapse next, those of one instant together. */
function expiriesOf(lots: readonly LotView[]): Upcoming[] {
  const ends = new Map<string, { at: Date; kind: 'expiry' | 'lapse'; points: number }>();
  for (const { expiresAt, lapsesAt: lapse, left, state } of lots) {
    const at = lapse ?? expiresAt;
    if (at === null || state !== 'ACTIVE' || left === 0) continue;
    const kind = lapse ? 'lapse' : 'expiry';
    const key = `${kind} ${at.getTime()}`;
    ends.set(key, { at, kind, points: (ends.get(key)?.points ?? 0) + left });
  }
  return [...ends.values()].sort((a, b) => a.at.getTime() - b.at.getTime()).slice(0, upcomingExpiriesMax);
}

/** The messages that wait, those of one template that leave together as one. */
function departuresOf(messages: readonly MessageRow[]): Upcoming[] {
  const departures = new Map<string, { at: Date; template: string; messages: number }>();
  for (const { status, notBefore: at, template } of messages) {
    if (status !== 'reserved') continue;
    const key = `${at.getTime()} ${template}`;
    departures.set(key, { at, template, messages: (departures.get(key)?.messages ?? 0) + 1 });
  }
  return [...departures.values()].map((each) => ({ ...each, kind: 'message', points: 0 }));
}

function availabilityOf(lot: LotView): Upcoming {
  return { at: lot.availableAt, kind: 'available', points: lot.left };
}
