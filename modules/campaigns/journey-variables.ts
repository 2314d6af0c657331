import { couponVariables } from '../../workflows/lifecycles/coupon-words.ts';

/** What a journey's message may speak of beside what every message has: the points it gives, and its coupon or the latest one given before. */
export const journeyVariables: Readonly<Record<string, string>> = {
  giftPoints: 'points that come with the message; 0 when there are none',
  giftExpiresAt: 'the last instant these can be used; null when they do not expire, or there are none',
  ...couponVariables,
};
