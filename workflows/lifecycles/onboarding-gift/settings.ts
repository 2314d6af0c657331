import * as z from 'zod';
import type { CouponOffer } from '../../../modules/coupons/rules.ts';
import type { MessageClass } from '../../../modules/programme/rules-message-limits.ts';
import type { LifecycleForm } from '../form.ts';
import type { WithMoney } from '../settings-money.ts';
import { couponVariables } from '../coupon-words.ts';
import { couponOffer, days, grantPoints } from '../settings-units.ts';

const settings = z
  .strictObject({
    giftPoints: grantPoints.default(0).describe('points on joining, once per person; 0 gives none'),
    giftExpiresInDays: days(1, 3_650)
      .exactOptional()
      .describe("days until the gift expires; the programme's policy when absent"),
    giftCoupon: couponOffer
      .exactOptional()
      .describe('a coupon on joining, beside the points or, with giftPoints 0, alone'),
    activation: z
      .enum(['atOnce', 'memberCentre', 'firstOrder'])
      .default('atOnce')
      .describe('when the gift is given; memberCentre: on the event member.activated or the first order'),
    duplicates: z
      .enum(['review', 'refuse'])
      .default('review')
      .describe('a person who has had the gift with another account: held for review, or refused'),
    remindGiftDaysBefore: days(1, 365)
      .exactOptional()
      .describe('days before the gift lapses to remind of what is left of it; no reminder when absent'),
    remindAfterDays: days(1, 90).default(3).describe('days until the reminder, if the profile is incomplete by then'),
    profileReminderClass: z
      .enum(['service', 'marketing'])
      .exactOptional()
      .describe('the class of the reminder, as messageClasses can say of every message'),
    evenIfUntold: z
      .boolean()
      .exactOptional()
      .describe('true: the coupon stays also with who may not be told of it; else it is taken back'),
    profilePoints: grantPoints.default(0).describe('points for completing the profile; 0 gives none'),
    firstOrderPoints: grantPoints.default(0).describe('bonus on the first order, which ends the story; 0 gives none'),
    endAfterDays: days(1, 365).default(30).describe('days after which the story ends without a first order'),
  })
  .refine(({ remindAfterDays, endAfterDays }) => remindAfterDays < endAfterDays, {
    path: ['remindAfterDays'],
    message: 'is not before the end of the story',
    params: { fix: 'write fewer days than endAfterDays' },
  })
  .refine((gift) => gift.remindGiftDaysBefore === undefined || lapses(gift), {
    path: ['remindGiftDaysBefore'],
    message: 'has nothing to remind of',
    params: { fix: 'give the gift an end by giftExpiresInDays or giftCoupon, or remove it' },
  })
  .refine(({ remindGiftDaysBefore = 0, ...gift }) => lifetimes(gift).every((span) => remindGiftDaysBefore < span), {
    path: ['remindGiftDaysBefore'],
    message: 'is not after the gift is given',
    params: { fix: 'write fewer days than giftExpiresInDays and the validDays of giftCoupon' },
  })
  .prefault({});

interface GiftTerms {
  giftPoints: number;
  giftExpiresInDays?: number;
  giftCoupon?: Pick<CouponOffer, 'validDays'>;
}

/** Days each part of the gift lasts, of those that end. */
function lifetimes({ giftPoints, giftExpiresInDays, giftCoupon }: GiftTerms): number[] {
  return [giftPoints > 0 ? giftExpiresInDays : undefined, giftCoupon?.validDays].filter((span) => span !== undefined);
}

const lapses = (gift: GiftTerms) => lifetimes(gift).length > 0;

const coupon = { ...couponVariables, couponExpiresAt: 'the same as couponUntil, as it was called before 0.2' };

const noCoupon = { couponName: null, couponCode: null, couponExpiresAt: null };

export const onboardingGiftForm = {
  about:
    'A gift (points, a coupon or both) and a welcome on joining, a reminder to complete the profile, a bonus on the first order.',
  settings,
  reentry: 'never',
  messages: {
    welcome: {
      about: 'at once on joining',
      variables: {
        giftPoints: 'points of the gift',
        giftWaitsFor: 'memberCentre or firstOrder while the gift is not given yet, otherwise null',
        profilePoints: 'points for completing the profile',
        profileComplete: 'whether the profile is complete already',
        firstOrderPoints: 'bonus on the first order',
        invitation:
          'what a friend’s invitation brings, with the variables of friend-welcome (invitation.points); null without one',
        ...coupon,
      },
      offer: { giftPoints: 0, giftWaitsFor: null, profilePoints: 0, firstOrderPoints: 0, ...noCoupon },
      evenWithoutOffer: true,
      handsOver: true,
    },
    'gift-given': {
      about: 'when the gift was activated after joining',
      sentWith: ({ activation }) => activation !== 'atOnce',
      variables: {
        giftPoints: 'points of the gift',
        giftExpiresAt: 'when these points expire; null when as all others',
        ...coupon,
      },
      offer: { giftPoints: 0, ...noCoupon },
      handsOver: true,
    },
    'gift-points-expiring': {
      about: 'remindGiftDaysBefore days before the points of the gift expire, if any are left',
      variables: {},
      expiring: true,
      sentWith: ({ remindGiftDaysBefore, giftExpiresInDays }) =>
        remindGiftDaysBefore !== undefined && giftExpiresInDays !== undefined,
    },
    'gift-coupon-expiring': {
      about: 'remindGiftDaysBefore days before the coupon expires, if it is unused',
      sentWith: ({ remindGiftDaysBefore, giftCoupon }) =>
        remindGiftDaysBefore !== undefined && giftCoupon !== undefined,
      variables: coupon,
      offer: noCoupon,
    },
    'profile-reminder': {
      about: 'after remindAfterDays, if the profile is incomplete',
      variables: { profilePoints: 'points for completing the profile' },
      offer: { profilePoints: 0 },
      evenWithoutOffer: true,
      classFrom: ({ profileReminderClass }) =>
        profileReminderClass === 'service' || profileReminderClass === 'marketing' ? profileReminderClass : undefined,
    },
  },
} satisfies LifecycleForm<z.ZodType<WithMoney<OnboardingGiftSettings>>>;

/** Points of 0 grant nothing. */
export interface OnboardingGiftSettings {
  readonly giftPoints: number;
  /** The programme's policy when absent. */
  readonly giftExpiresInDays?: number;
  /** A coupon beside the points, or instead of them. */
  readonly giftCoupon?: CouponOffer;
  /** When the gift is given: on joining; on the first visit to the member centre or the first order; on the first order. */
  readonly activation: 'atOnce' | 'memberCentre' | 'firstOrder';
  /** What to do with a person who has had the gift with another account. */
  readonly duplicates: 'review' | 'refuse';
  /** No reminder when absent. */
  readonly remindGiftDaysBefore?: number;
  readonly remindAfterDays: number;
  /** By what the reminder offers when absent. */
  readonly profileReminderClass?: Extract<MessageClass, 'service' | 'marketing'>;
  /** The coupon stays with who may not be told of it. */
  readonly evenIfUntold?: boolean;
  readonly profilePoints: number;
  readonly firstOrderPoints: number;
  readonly endAfterDays: number;
}
