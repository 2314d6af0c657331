import type { JsonObject } from '../../../values/json.ts';

/** What has to hold of the member when a message leaves; otherwise it ends as skipped, with the reason. */
export type MessageCondition =
  /** No check-in has come since the streak had these days. */
  | { readonly kind: 'streakStands'; readonly streak: number }
  /** The lost streak of these days was not brought back. */
  | { readonly kind: 'streakLost'; readonly streak: number }
  /** The coupon can still be used. */
  | { readonly kind: 'couponUnused'; readonly couponId: string }
  /** No order was placed after this instant. */
  | { readonly kind: 'noOrderSince'; readonly at: number }
  | { readonly kind: 'profileIncomplete' }
  | JourneyCondition;

/** A condition that a journey's message is written with; modules/segments answers it, through whoever sends (conditions-port.ts). */
export type JourneyCondition = {
  readonly kind: 'journey';
  readonly holds: JsonObject;
  /** What only the journey knows: values by their names, how steps ended, and when they were done. */
  readonly known: {
    readonly values: JsonObject;
    readonly outcomes: Readonly<Record<string, string>>;
    readonly since: Readonly<Record<string, number>>;
  };
  /** Whose clock counts: `member`, `programme`, or a zone. */
  readonly zone: string;
};

/** What makes a condition untrue: the SQL function `message_condition` answers with these, but for that of a journey's. */
const reasons = {
  'checked-in': 'the member had checked in',
  repaired: 'the streak was brought back',
  redeemed: 'the coupon was used',
  expired: 'the coupon had expired',
  cancelled: 'the coupon was cancelled',
  ordered: 'the member had ordered',
  'profile-completed': 'the profile was complete',
  untrue: 'what it was written for did not hold any more',
} as const;

export type FailedCondition = keyof typeof reasons;

/** Why a message is not sent, as the marketer reads it. */
export const conditionReason = (failed: FailedCondition): string => `${reasons[failed]} by the time it was to leave`;
