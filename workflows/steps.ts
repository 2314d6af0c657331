import type { CouponOffer } from '../modules/coupons/rules.ts';
import type { GiftCondition } from '../modules/gifts/rules.ts';
import type { MessageCondition } from '../modules/messaging/sending/rules-condition.ts';
import type { Channel, MessageClass } from '../modules/programme/rules-message-limits.ts';
import type { ReferralFacts } from '../modules/referrals/rules.ts';
import type { ReferralLimits, ReferralState } from '../modules/referrals/rules-limits.ts';
import type { Instant } from '../values/instant.ts';
import type { JsonObject } from '../values/json.ts';
import type { AnyStep, Lifecycle, Outcome, StoryContext } from './engine/story.ts';

/** What a story of this product may ask for. */
export type MemberContext = StoryContext<Step>;

/** A kind of story the product ships; its settings have been checked by the lifecycle's form. */
export type MemberLifecycle<Settings> = Lifecycle<Settings, MemberContext>;

/** One effect or question a story asks for. */
export type Step = GrantStep | CouponStep | ReviewStep | ClawbackStep | ReferralStep | MessageStep | AskStep;

export interface GrantStep extends AnyStep<{
  readonly points: number;
  readonly txnId: string;
  readonly expiresAt: Instant | null;
}> {
  readonly kind: 'grant';
  readonly points: number;
  readonly reason: string;
  /** Days until these points expire; the programme's policy when absent. */
  readonly expiresInDays?: number;
  /** Names a benefit that a person (not an account) may have once: refused with `ALREADY_CLAIMED` otherwise. */
  readonly oncePerPerson?: string;
  /** Taken back when that fails; unconditional when absent. For an order that has come back: refused with `ORDER_RETURNED`. */
  readonly dependsOn?: GiftCondition;
}

/** Issues a coupon. */
export interface CouponStep extends AnyStep<{
  readonly couponId: string;
  readonly code: string;
  readonly expiresAt: Instant;
}> {
  readonly kind: 'coupon';
  readonly offer: CouponOffer;
  readonly reason: string;
  /** Under what name the campaign gives it, where it gives several kinds. */
  readonly offerCode?: string;
  /** Its last day ends with the later of two midnights: the programme's, and the one of this zone. */
  readonly memberZone?: string;
  /** As of a grant. */
  readonly oncePerPerson?: string;
  readonly dependsOn?: GiftCondition;
}

/** Puts a case before a person; the decision comes as an event `review.decided` { caseId, subject, approved, note }. */
export interface ReviewStep extends AnyStep<{ readonly caseId: string }> {
  readonly kind: 'review';
  /** What is to be decided: `onboarding-gift`, `referral`. */
  readonly subject: string;
  /** What speaks against it, in words for the one who decides. */
  readonly reasons: readonly string[];
  readonly facts?: JsonObject;
}

/** Takes back all of an earlier grant, wherever its points are by now, or an earlier coupon that is not used yet. */
export interface ClawbackStep extends AnyStep<JsonObject> {
  readonly kind: 'clawback';
  /** `txnId` of the grant's outcome, or `code` of the coupon's. */
  readonly of: { readonly txnId: string } | { readonly couponCode: string };
  readonly reason: string;
}

export interface ReferralStep extends AnyStep<ReferralOpened & ReferralClaimed> {
  readonly kind: 'referral';
  readonly change: ReferralChange;
}

export interface MessageStep extends AnyStep<JsonObject> {
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
  /** Given in the transaction that reserves it, if it may go; what is unused is taken back when it ends before it left. */
  readonly gives?: PromisedGift | readonly PromisedGift[];
}

/**
 * What a message promises, of several gifts all or none. What came of it is in the outcome of the message; one that can't be given skips
 * the message, that of a journey refuses it.
 */
export type PromisedGift = (
  | ({ readonly kind: 'points' } & Pick<GrantStep, 'points' | 'expiresInDays' | 'oncePerPerson'>)
  | ({ readonly kind: 'coupon' } & Pick<CouponStep, 'offer' | 'offerCode' | 'memberZone'>)
) & {
  readonly reason: string;
  readonly dependsOn?: GiftCondition;
  /** Variables of the message that are known once it is given. */
  readonly tells: Readonly<Record<string, 'code' | 'expiresAt'>>;
};

/** Facts read from SQL at the time of the step: the answer to one question, or to each of several by its name. */
export interface AskStep extends AnyStep<JsonObject> {
  readonly kind: 'ask';
  readonly question: Question | SeveralQuestions;
}

export interface SeveralQuestions {
  readonly kind: 'several';
  readonly questions: Readonly<Record<string, Question>>;
}

/** What a story does to the referral that brought its member. */
export type ReferralChange =
  /** Makes it this enrolment's -> ReferralOpened; refused when it is another's. */
  | { readonly kind: 'open'; readonly orderWithinDays?: number }
  | {
      readonly kind: 'mark';
      readonly state: Exclude<ReferralState, 'approved'>;
      readonly reasons?: readonly string[];
      readonly waitsUntil?: Instant;
      readonly rewards?: JsonObject;
    }
  /** Decides, once, that it is paid for -> ReferralClaimed. Refused with `ORDER_RETURNED` when less than `minMinor` is kept. */
  | {
      readonly kind: 'claim';
      readonly limits: ReferralLimits;
      readonly order?: { readonly orderId: string; readonly minMinor: number };
      readonly takeBackDays?: number;
    };

/** What comes with a referral that was opened. */
export interface ReferralOpened {
  readonly referrerId: string;
  readonly joinedAt: Instant;
  /** The end of `orderWithinDays`, when they were asked for. */
  readonly orderUntilAt?: Instant;
  readonly facts: ReferralFacts;
}

/** What comes with a claim: `counted` when the referrer is rewarded, too; otherwise why not. */
export interface ReferralClaimed {
  readonly counted: boolean;
  readonly reason?: string;
  /** The end of `takeBackDays`, when they were asked for. */
  readonly watchUntilAt?: Instant;
}

/** Points of the member that expire in a window, both ends included: `lots` with amount and date each, and their `total`. */
export interface LiveSource {
  readonly kind: 'expiringPoints';
  readonly fromAt: Instant;
  readonly untilAt: Instant;
}

/** What is asked, and what the answer has. */
interface Questions {
  readonly profileComplete: { readonly asks: object; readonly answer: { readonly complete: boolean } };
  /** How the member's streak stands now; `streak` also when it is lost. Empty when there is none. */
  readonly checkInStreak: { readonly asks: object; readonly answer: Partial<StreakAnswer> };
  /** Earliest first, at most 50 lots. */
  readonly expiringPoints: {
    readonly asks: { readonly fromAt: Instant; readonly untilAt: Instant };
    readonly answer: { readonly total: number; readonly lots: readonly ExpiringLot[] };
  };
  /** What the sweep has expired of the points whose end lay in the window. */
  readonly expiredPoints: {
    readonly asks: { readonly fromAt: Instant; readonly untilAt: Instant };
    readonly answer: { readonly total: number };
  };
  /** The first order, placed from `fromAt` to `untilAt`, of which at least `minMinor` is kept; when its `windowDays` are over. */
  readonly keptOrder: {
    readonly asks: {
      readonly minMinor: number;
      readonly fromAt?: Instant;
      readonly untilAt: Instant;
      readonly orderId?: string;
      readonly windowDays?: number;
    };
    readonly answer: { readonly orderId?: string; readonly placedAt?: Instant; readonly windowEndsAt?: Instant };
  };
  readonly shoppingFigures: {
    readonly asks: object;
    readonly answer: {
      readonly orders: number;
      readonly spentMinor: number;
      /** To spend. */
      readonly points: number;
      readonly lastOrderAt: Instant | null;
      /** Days of the member's calendar since then; absent before the first order, and in answers of 0.2.0 and before. */
      readonly lastOrderDaysAgo?: number;
    };
  };
  /** This hour of the member's days that come so many days after the one of `fromAt`; the time of `fromAt` when there is no hour. */
  readonly localTimes: {
    readonly asks: { readonly fromAt: Instant; readonly days: readonly number[]; readonly hour?: number };
    readonly answer: { readonly at: readonly Instant[] };
  };
  /** Past its last day it is `expired`. */
  readonly coupon: {
    readonly asks: { readonly couponId: string };
    readonly answer: {
      readonly status: 'issued' | 'redeemed' | 'expired' | 'cancelled';
      readonly expiresAt: Instant;
    };
  };
}

/** How a member's streak stands. */
export type StreakAnswer = {
  readonly streak: number;
  /** Points of the latest check-in. */
  readonly points: number;
  readonly next: { readonly day: number; readonly points: number };
  readonly losesAt: Instant;
  readonly remindAt: Instant | null;
  readonly cards: number;
  /** The lost streak that a card would bring back, and until when. */
  readonly repairable: { readonly streak: number; readonly untilAt: Instant } | null;
};

/** Points that are about to expire; `lapses` when activity would keep them. */
export interface ExpiringLot {
  readonly points: number;
  readonly expiresAt: Instant;
  readonly lapses?: true;
}

/** A fact read from SQL at the time of the step. */
export type Question = {
  [Kind in keyof Questions]: { readonly kind: Kind } & Questions[Kind]['asks'];
}[keyof Questions];

/** What the answer to a question has. */
export type AnswerOf<Asked extends { readonly kind: keyof Questions }> = Questions[Asked['kind']]['answer'];

/** Asks one question, or several at one go, and answers with the facts: of several each under its name. */
export function ask<Asked extends Question>(
  context: MemberContext,
  name: string,
  asked: Asked,
): Promise<Outcome<AnswerOf<Asked>>>;
export function ask<Asked extends Readonly<Record<string, Question>>>(
  context: MemberContext,
  name: string,
  asked: Asked,
): Promise<Outcome<{ readonly [Name in keyof Asked]: AnswerOf<Asked[Name]> }>>;
export function ask(
  context: MemberContext,
  name: string,
  asked: Question | Readonly<Record<string, Question>>,
): Promise<Outcome<object>> {
  const question = isQuestion(asked) ? asked : ({ kind: 'several', questions: asked } as const);
  return context.step({ kind: 'ask', name, question });
}

function isQuestion(asked: Question | Readonly<Record<string, Question>>): asked is Question {
  return typeof asked.kind === 'string';
}
