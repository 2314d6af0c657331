import type { Channel, EnrolmentStatus, EventPattern, MessageClass } from '../domain/campaign.ts';
import type { CouponOffer } from '../domain/coupon.ts';
import type { JsonObject } from '../domain/json.ts';
import type { MessageCondition } from '../domain/message-condition.ts';
import type { ReferralLimits, ReferralState } from '../domain/referral.ts';

/** Milliseconds since 1970, UTC, on the programme clock. */
export type Instant = number;

/** A fact about the member, as its story sees it. */
export interface MemberEvent {
  readonly id: string;
  readonly type: string;
  readonly at: Instant;
  readonly data: JsonObject;
}

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
  /** -> how the member's streak stands now: StreakStanding of domain/streaks.ts, `streak` also when it is lost */
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

/** What came of a step, as the story sees it. */
export type Outcome =
  | { readonly kind: 'applied'; readonly data?: JsonObject }
  /** A business rule said no; the story goes on. `code` is a constant, `reason` is for the marketer. */
  | { readonly kind: 'refused'; readonly code: string; readonly reason: string }
  | { readonly kind: 'skipped'; readonly reason: string };

/** What a story may ask for. Every answer is recorded, so re-running a story from its journal brings it to the same place. */
export interface Life {
  readonly memberId: string;
  /** The time of the last thing that happened to this member. */
  now(): Instant;
  step(step: Step): Promise<Outcome>;
  sleepUntil(instant: Instant): Promise<void>;
  /** The first event that matches, in the order of their own times; undefined when the deadline passes first. */
  waitFor(patterns: readonly EventPattern[], deadline?: Instant): Promise<MemberEvent | undefined>;
}

/** How a story ends: for good with a reason, or as a new chapter that starts from a small input. */
export type Ending =
  | { readonly kind: 'end'; readonly status: Exclude<EnrolmentStatus, 'active'>; readonly reason: string }
  | { readonly kind: 'chapter'; readonly input: JsonObject };

/** The code an enrolment runs: pure but for what it asks of its life. */
export type Story<Settings> = (life: Life, settings: Settings, input: JsonObject) => Promise<Ending>;

/** What starts an enrolment: an event of the member, or a sweep that looks for members who are due. */
export type Trigger = { readonly kind: 'event'; readonly pattern: EventPattern } | { readonly kind: 'sweep' };

/** A kind of story the product ships. */
export interface Lifecycle<Settings = unknown> {
  readonly code: string;
  readonly trigger: Trigger;
  /** Every event type the story may wait for; wake-ups are written for these only. */
  readonly listensTo: readonly string[];
  readonly story: Story<Settings>;
}
