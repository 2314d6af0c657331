import type { Capturable } from '../../checkout/rules-capture.ts';
import type { QuoteTerms } from '../../checkout/rules-quote.ts';
import type { CouponTerms } from '../../coupons/rules.ts';
import type { JsonObject } from '../../../values/json.ts';
import type { Programme } from '../../programme/rules.ts';
import type { ReturnableOrder } from './returns.ts';
import type { StreakBook, StreakDay, StreakRules } from '../../check-ins/rules.ts';
import type { Profile } from './dated-profile.ts';
import type { Fact, ProfileChange } from './facts.ts';

/**
 * Where a batch of events is decided on, one after the other: what is known about the members they concern, and what is to
 * be written. Deciding changes what is known, so that the second order of a batch sees the first.
 */
export interface DecisionContext {
  readonly programme: Programme;
  readonly now: Date;
  /** True for imports: an order makes its member known. */
  readonly createsMembers: boolean;
  readonly members: Map<string, Standing>;
  readonly orders: Map<string, KnownOrder>;
  readonly events: Map<string, KnownEvent>;
  /** By code, those that orders of the batch name. */
  readonly coupons: Map<string, CouponTerms>;
  /** Ledger keys of tasks that were paid before. */
  readonly paidKeys: Set<string>;
  /** Members by their referral codes. */
  readonly codes: ReadonlyMap<string, { readonly memberId: string; readonly status: string }>;
  /** Ids of registrations from which another member's id differs by case alone. */
  readonly lookalikes: ReadonlySet<string>;
  /** Ids for members that are not known yet. */
  readonly newIds: string[];
  readonly plan: Plan;
  /** While a check-in campaign runs; read only for batches with check-ins. */
  readonly checkIn?: CheckInContext;
  /** Ids that nobody has and members had who were erased, and when that was. */
  readonly erased?: ReadonlyMap<string, Date>;
  /** Read only for batches with orders that may have to do with a redemption or a quote. */
  readonly checkout?: CheckoutContext;
}

/** What the checkout knows of a batch's orders. */
export interface CheckoutContext {
  readonly programmeId: number;
  /** By id: those that orders name, and those of orders. */
  readonly redemptions: ReadonlyMap<string, KnownRedemption>;
  /** By the event that names one: its terms, undefined of one that nobody here has signed, and the mark of the event's member. */
  readonly quotes: ReadonlyMap<string, { readonly terms: QuoteTerms | undefined; readonly member: string }>;
}

/** A redemption, as it will be after the events decided on so far. */
export interface KnownRedemption extends Capturable {
  readonly id: string;
  readonly memberId: string;
  orderId: string | null;
  status: Capturable['status'];
  capturedPoints: number;
  refundedPoints: number;
  /** What its member could use before the batch; null of one that no order names. */
  readonly redeemable: number | null;
  /** When its order was cancelled by word that came before the order; null of one that was not. */
  orderCancelledAt: number | null;
}

/** What the campaign of check-ins says, and how the members stand who check in. */
export interface CheckInContext {
  readonly rules: StreakRules;
  /** A paused campaign counts the days and pays nothing. */
  readonly paused: boolean;
  /** The shop's ids of members who get nothing from it, so that what it adds can be measured; their days count. */
  readonly heldOut: ReadonlySet<string>;
  /** By the shop's id of the member; none who never checked in. */
  readonly books: Map<string, { readonly zone: string | null; readonly book: StreakBook }>;
}

/** A member's figures, as they will be after the events decided on so far. */
export interface Standing {
  readonly id: string;
  readonly externalId: string;
  readonly status: string;
  /** The figures in the database; null when the member is to be created. */
  was: { readonly ordersCount: number; readonly spentMinor: number } | null;
  readonly joinedAt: Date | null;
  tier: string;
  /** The tier that was brought along from elsewhere: no purchase takes it below. */
  tierFloor?: string | null;
  ordersCount: number;
  spentMinor: number;
  lastOrderAt: number | null;
  birthMonth: number | null;
  /** Read only for members whose profile an event changes. */
  profile: Profile | null;
  profileCompletedAt: number | null;
  readonly orders: Map<string, KnownOrder>;
  /** Where the member's next posting goes: even turns give points, odd turns take them back. */
  turn: number;
}

export interface KnownOrder extends ReturnableOrder {
  readonly memberId: string;
  /** What it comes to: as it was placed, or as it was last amended. */
  amountMinor: number;
  /** What it was placed with, which its points on record are for. */
  readonly placedMinor: number;
  /** What of it is not kept any more; all of one that is cancelled. */
  returnedMinor: number;
  /** Its last amendment by its own time; null when it stands as it was placed. */
  amended: Amendment | null;
  cancelledAt: Date | null;
  /** The same figures in the database. */
  was: { readonly amountMinor: number; readonly returnedMinor: number };
  /** What it was given, in the order in which it was. */
  readonly earns: KnownEarn[];
}

export interface Amendment {
  readonly at: Date;
  readonly eventId: string;
}

/** Points given for an order: when it was placed, or when it was amended to more. */
export interface KnownEarn {
  readonly key: string;
  readonly points: number;
  /** Points that were taken back of it so far. */
  takenPoints: number;
  /** Points of it that expired unused: they are gone, and nobody is charged for them. */
  readonly expiredPoints: number;
  /** When they can be spent; null: at once. */
  readonly availableAt: Date | null;
  /** Null: never. */
  readonly expiresAt: Date | null;
}

/** An event taken earlier: in the database, or in this batch at `place`. */
export interface KnownEvent {
  readonly contentHash: string;
  readonly at: Date;
  readonly result: JsonObject;
  readonly rowId: string | null;
  readonly place: number | null;
}

/** What is to be written for a batch. */
export interface Plan {
  readonly events: PlannedEvent[];
  readonly newMembers: Standing[];
  /** Members whose figures changed. */
  readonly changed: Set<Standing>;
  /** Orders that stand otherwise than before. */
  readonly changedOrders: Set<KnownOrder>;
  /** Orders of which nothing is kept any more, and why: their coupons and gifts go back. */
  readonly undone: Map<KnownOrder, 'returned' | 'cancelled'>;
  readonly clawbacks: PlannedClawback[];
  readonly raises: PlannedRaise[];
  readonly redemptions: PlannedRedemption[];
  /** Orders that stand otherwise than before, until their redemptions are brought after them (redemptions.ts). */
  readonly redemptionChanges: PlannedRedemptionChange[];
  readonly checkout: CheckoutPlan;
  readonly profiles: PlannedProfile[];
  readonly checkIns: PlannedCheckIn[];
  readonly referrals: PlannedReferral[];
}

export interface PlannedEvent {
  readonly fact: Fact;
  readonly member: Standing;
  /** What stories see; it holds no personal data. */
  readonly data: JsonObject;
  /** What came of it, given again to a repeated call. */
  readonly result: JsonObject;
  readonly order?: { readonly orderId: string; readonly amountMinor: number; readonly exactPoints: string | null };
  readonly earn?: PlannedEarn;
}

export interface PlannedEarn {
  readonly key: string;
  readonly points: number;
  /** Later than the event: the points are pending until then. */
  readonly availableAt: Date | null;
  readonly expiresAt: Date | null;
  readonly source: { readonly type: string; readonly id: string };
  readonly turn: number;
}

/** Points for what an amendment added to an order, dated as the order's own. */
interface PlannedRaise {
  readonly member: Standing;
  readonly orderId: string;
  readonly key: string;
  readonly at: Date;
  readonly points: number;
  readonly availableAt: Date | null;
  readonly expiresAt: Date | null;
  readonly turn: number;
}

interface PlannedClawback {
  readonly member: Standing;
  readonly key: string;
  readonly earnKey: string;
  readonly at: Date;
  /** Points to have taken back of that earn in all. */
  readonly totalPoints: number;
  readonly eventId: string;
  readonly turn: number;
}

/** A day of a streak, the days that count anew, and the book as it is then. */
export interface PlannedCheckIn {
  readonly member: Standing;
  /** Place of its event in the plan. */
  readonly place: number;
  /** Absent when only what is known of a day has changed. */
  readonly entry?: StreakDay;
  readonly restated: readonly StreakDay[];
  readonly book: StreakBook;
}

interface PlannedRedemption {
  readonly code: string;
  readonly memberId: string;
  readonly orderId: string;
  readonly amountMinor: number;
  readonly at: Date;
}

/** An order of which another part is kept than before. */
export interface PlannedRedemptionChange {
  readonly orderId: string;
  readonly keptMinor: number;
  /** What that is a part of: what the order was placed with. Null: it was never booked, and its hold is let go. */
  readonly orderMinor: number | null;
  readonly at: Date;
  readonly eventId: string;
}

/** What is to be written of redemptions. */
export interface CheckoutPlan {
  readonly captures: PlannedCapture[];
  readonly refunds: PlannedRefund[];
  readonly moves: PlannedRedemptionMove[];
  readonly cases: PlannedRedemptionCase[];
}

interface RedemptionOfOrder {
  readonly id: string;
  readonly memberId: string;
  readonly orderId: string;
  readonly points: number;
  readonly eventId: string;
}

/** Captured from its hold, spent anew, or captured before and put down to its order. */
interface PlannedCapture extends RedemptionOfOrder {
  readonly way: 'captures' | 'spends' | 'links';
  readonly at: Date;
}

/** An order whose points were not there any more: a person looks at it. */
interface PlannedRedemptionCase extends RedemptionOfOrder {
  readonly reason: string;
}

interface PlannedRefund {
  readonly member: Standing;
  readonly id: string;
  /** Points that are back then. */
  readonly refunded: number;
  readonly points: number;
  readonly at: Date;
  readonly eventId: string;
  readonly turn: number;
}

interface PlannedRedemptionMove {
  readonly id: string;
  readonly memberId: string;
  readonly release: boolean;
  readonly refunded: number;
  readonly was: number;
  readonly at: Date;
  readonly eventId: string;
}

export interface PlannedProfile {
  readonly member: Standing;
  readonly change: ProfileChange;
  readonly at: Date;
  /** True for a registration: the earliest one is when the member joined. */
  readonly joins: boolean;
}

interface PlannedReferral {
  readonly referrerId: string;
  readonly referee: Standing;
  readonly code: string;
  readonly at: Date;
}

export function emptyPlan(): Plan {
  const lists = {
    events: [],
    newMembers: [],
    clawbacks: [],
    raises: [],
    redemptions: [],
    redemptionChanges: [],
    profiles: [],
    referrals: [],
    checkIns: [],
  };
  const checkout = { captures: [], refunds: [], moves: [], cases: [] };
  return { ...lists, checkout, changed: new Set(), changedOrders: new Set(), undone: new Map() };
}

/** Permanent ledger keys. */
export const earnKeyOfOrder = (orderId: string) => `earn:order:${orderId}`;
/** By the event alone: with the order's id it might be longer than a key may be, or another order's. */
export const earnKeyOfRaise = (eventId: string) => `earn:event:${eventId}`;

/** The member's next turn that gives points. */
export function givePhase(member: Standing): number {
  if (member.turn % 2 === 1) member.turn += 1;
  return member.turn;
}

/** The member's next turn that takes points back. */
export function takePhase(member: Standing): number {
  if (member.turn % 2 === 0) member.turn += 1;
  return member.turn;
}
