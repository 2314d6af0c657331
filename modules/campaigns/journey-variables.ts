/** What every message of a journey may speak of beside the member and the programme: what was given with it. */
export const journeyVariables = {
  giftPoints: 'points that the message gives; 0 when it gives none',
  giftExpiresAt: 'when those points end; null when they never do, or there are none',
  couponName:
    'name of the coupon that the message gives, in the language of the mail; else of the latest coupon of this enrolment; empty when there is none',
  couponCode: 'its code; empty when there is none',
  couponUntil: 'the last instant it can be used; 0 when there is none',
  couponMinOrder: 'orders below this can not use it, in minor units; 0 is none',
  couponValidDays: 'days it can be used from the day it is given; 0 when it ends with the month, or there is none',
} as const satisfies Readonly<Record<string, string>>;

export type JourneyVariables = keyof typeof journeyVariables;
