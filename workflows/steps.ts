import type { CouponOffer } from '../modules/coupons/rules.ts';
import type { MessageCondition } from '../modules/messaging/sending/rules-condition.ts';
import type { Channel, MessageClass } from '../modules/programme/rules-message-limits.ts';
import type { ReferralLimits, ReferralState } from '../modules/referrals/rules-limits.ts';
import type { Instant } from '../values/instant.ts';
import type { JsonObject } from '../values/json.ts';

/** What to do with a step that was held while its campaign was paused. */
export type AfterPause = 'shift' | 'catch-up' | 'skip';

interface StepBase {
  /** Unique among a story's kinds of steps; asking it again makes the next occurrence. Ends in the step's key. */
  readonly name: string;
  /** Default `catch-up`. `shift` lets later delays count from the resume. */
  readonly afterPause?: AfterPause;
  /** Whose it is; the story's own member when absent. */
  readonly forMemberId?: string;
}

/** One effect a story asks for. */
export type Step =
  /** -> { points, txnId, expiresAt: Instant | null } */
  | (StepBase & {
      readonly kind: 'grant';
      readonly points: number;
      readonly reason: string;
      /** Days until these points expire; the programme's policy when absent. */
      readonly expiresInDays?: number;
      /** Names a benefit that a person (not an account) may have once: refused with `ALREADY_CLAIMED` otherwise. */
      readonly oncePerPerson?: string;
    })
  /** Issues a coupon -> { couponId, code, expiresAt: Instant }. */
  | (StepBase & {
      readonly kind: 'coupon';
      readonly offer: CouponOffer;
      readonly reason: string;
      /** As of a grant. */
      readonly oncePerPerson?: string;
    })
  /** Puts a case before a person -> { caseId }; the decision comes as an event `review.decided` { caseId, subject, approved, note }. */
  | (StepBase & {
      readonly kind: 'review';
      /** What is to be decided: `onboarding-gift`, `referral`. */
      readonly subject: string;
      /** What speaks against it, in words for the one who decides. */
      readonly reasons: readonly string[];
      readonly facts?: JsonObject;
    })
  /** Takes back all of an earlier grant, wherever its points are by now, or an earlier coupon that is not used yet. */
  | (StepBase & {
      readonly kind: 'clawback';
      /** `txnId` of the grant's outcome, or `code` of the coupon's. */
      readonly of: { readonly txnId: string } | { readonly couponCode: string };
      readonly reason: string;
    })
  | (StepBase & { readonly kind: 'referral'; readonly change: ReferralChange })
  | (StepBase & {
      readonly kind: 'message';
      readonly template: string;
      readonly channel: Channel;
      readonly class: MessageClass;
      readonly variables?: JsonObject;
      /** A source read again at send time, so that the text is true when it leaves; nothing is sent when it comes back empty. */
      readonly live?: LiveSource;
      /** Checked when it is reserved and in the transaction that takes it for sending: once untrue, it is skipped with the reason. */
      readonly onlyIf?: MessageCondition;
      /** Later than this the message is of no use: it is dropped with a reason. */
      readonly deadlineAt?: Instant;
    })
  | (StepBase & { readonly kind: 'ask'; readonly question: Question });

/** What a story does to the referral that brought its member. */
export type ReferralChange =
  /** Makes it this enrolment's -> { referrerId, joinedAt: Instant, facts: ReferralFacts }; refused when it is another's. */
  | { readonly kind: 'open' }
  | {
      readonly kind: 'mark';
      readonly state: Exclude<ReferralState, 'approved'>;
      readonly reasons?: readonly string[];
      readonly waitsUntil?: Instant;
      readonly rewards?: JsonObject;
    }
  /**
   * Decides, once, that it is paid for -> { counted: boolean, reason?: string }: `counted` when the referrer is rewarded,
   * too. Refused with `ORDER_RETURNED` when less than `minMinor` of the order is kept.
   */
  | {
      readonly kind: 'claim';
      readonly limits: ReferralLimits;
      readonly order?: { readonly orderId: string; readonly minMinor: number };
    };

/** Points of the member that expire in a window, both ends included: `lots` with amount and date each, and their `total`. */
export interface LiveSource {
  readonly kind: 'expiringPoints';
  readonly fromAt: Instant;
  readonly untilAt: Instant;
}

/** A fact read from SQL at the time of the step; the answer is an outcome's data. */
export type Question =
  /** -> { complete: boolean } */
  | { readonly kind: 'profileComplete' }
  /** -> how the member's streak stands now: StreakStanding of modules/check-ins/rules.ts, `streak` also when it is lost */
  | { readonly kind: 'checkInStreak' }
  /** -> { total: number, lots: { points: number, expiresAt: Instant, lapses?: true }[] }, earliest first, at most 50 lots */
  | { readonly kind: 'expiringPoints'; readonly fromAt: Instant; readonly untilAt: Instant }
  /** -> { total: number }: what the sweep has expired of the points whose end lay in the window */
  | { readonly kind: 'expiredPoints'; readonly fromAt: Instant; readonly untilAt: Instant }
  /** -> { orderId?: string, placedAt?: Instant }: the first order, placed by `untilAt`, of which at least `minMinor` is kept */
  | { readonly kind: 'keptOrder'; readonly minMinor: number; readonly untilAt: Instant; readonly orderId?: string }
  /** -> { orders, spentMinor, points: to spend, lastOrderAt: Instant | null } */
  | { readonly kind: 'shoppingFigures' }
  /** -> { at: Instant[] }: this hour of the member's days that come so many days after the one of `fromAt` */
  | { readonly kind: 'localTimes'; readonly fromAt: Instant; readonly days: readonly number[]; readonly hour: number }
  /** -> { status: 'issued' | 'redeemed' | 'expired' | 'cancelled', expiresAt: Instant }; past its last day it is `expired` */
  | { readonly kind: 'coupon'; readonly couponId: string };
