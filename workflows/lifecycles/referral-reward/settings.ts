import * as z from 'zod';
import type { CouponOffer } from '../../../modules/coupons/rules.ts';
import type { ReferralLimits } from '../../../modules/referrals/rules-limits.ts';
import { type ReferralRules, referralVerdicts } from '../../../modules/referrals/rules.ts';
import type { LifecycleForm } from '../form.ts';
import { Money, type WithMoney } from '../settings-money.ts';
import { couponVariables } from '../coupon-words.ts';
import { couponOffer, days, grantPoints, money } from '../settings-units.ts';

/** Friends a referrer may be rewarded for, at most: what a claim reads of one referrer is bounded by it. */
const friendsMax = 10_000;

const verdict = z.enum(referralVerdicts);

const friends = z.int().min(1).max(friendsMax);

const limits = z
  .strictObject({
    perPeriod: friends.default(10).describe('friends a member is rewarded for in any period of periodDays'),
    periodDays: days(1, 366).default(30).describe('days of that period'),
    inAll: friends.default(50).describe('friends a member is rewarded for, ever'),
  })
  .prefault({});

const rules = z
  .strictObject({
    self: verdict.default('reject').describe("the friend has the referrer's e-mail address or phone number"),
    alias: verdict.default('reject').describe("the friend's e-mail address is another spelling of the referrer's"),
    knownPerson: verdict.default('reject').describe('the friend is a member already, under another account'),
    device: verdict.default('review').describe('the friend uses the device of the referrer or of another friend'),
    address: verdict
      .default('review')
      .describe('the friend registers from the IP of the referrer or of another friend'),
    addressWithinDays: days(1, 90).default(7).describe('days between the two uses of the IP within which it counts'),
    circle: verdict.default('reject').describe('the friend is one of those who, over others, invited the referrer'),
    manyFriends: verdict.default('review').describe('more friends an hour than friendsPerHour'),
    friendsPerHour: z.int().min(1).max(1_000).default(5).describe('friends an hour that nobody doubts'),
    fastOrder: verdict.default('review').describe('the first order comes sooner after joining than secondsToOrder'),
    secondsToOrder: z.int().min(0).max(86_400).default(60).describe('seconds a person needs to order'),
  })
  .prefault({});

const settings = z
  .strictObject({
    paysOn: z
      .enum(['registration', 'first-order', 'order-above'])
      .default('first-order')
      .describe('what the friend must do for both to be rewarded'),
    minOrder: money.default(() => new Money(0)).describe('what the friend must keep of an order, with order-above'),
    orderWithinDays: days(1, 365).default(30).describe('days the friend has for that order, from joining'),
    returnWindowDays: days(0, 90).default(14).describe('days after the order before both are rewarded; 0 pays at once'),
    takeBackDays: days(0, 365)
      .default(30)
      .describe('days after the reward in which a returned order takes it back; 0 never does'),
    friendPoints: grantPoints.default(0).describe('points for the friend; 0 gives none'),
    friendCoupon: couponOffer.exactOptional().describe('a coupon for the friend'),
    referrerPoints: grantPoints.default(0).describe('points for the referrer, for each friend; 0 gives none'),
    referrerCoupon: couponOffer.exactOptional().describe('a coupon for the referrer, for each friend'),
    pointsExpireInDays: days(1, 3_650)
      .exactOptional()
      .describe("days until these points expire; the programme's policy when absent"),
    limits: limits.describe('how many friends a member is rewarded for'),
    rules: rules.describe('allow, review or reject: what is done when a rule finds something'),
    reviewWithinDays: days(1, 90).default(14).describe('days after which a case that nobody decided counts as refused'),
    landingUrl: z
      .url({ protocol: /^https?$/, error: 'is not an address that starts with https://' })
      .max(500)
      .exactOptional()
      .meta({ examples: ['https://shop.example/join'] })
      .describe('where invitation links lead, with ?ref=CODE; a page that shows the code when absent'),
  })
  .refine(({ paysOn, minOrder }) => paysOn !== 'order-above' || majorOf(minOrder) > 0, {
    path: ['minOrder'],
    message: 'is missing, and paysOn is order-above',
    params: { fix: 'write the amount the friend must spend, such as 30' },
  })
  .prefault({});

/** An amount that was refused already comes as it was written. */
function majorOf(amount: unknown): number {
  return amount instanceof Money ? amount.major : Number(amount);
}

const conditions = {
  paysOn: 'registration, first-order or order-above',
  minOrderMinor: 'what must be kept of the order, in minor units; 0 unless paysOn is order-above',
  orderWithinDays: 'days for the order',
  returnWindowDays: 'days after the order before the reward comes',
};

const reward = {
  points: 'points; 0 when there are none',
  ...couponVariables,
  coupon: 'the same as couponName, as it was called before 0.2',
};

const noReward = { points: 0, coupon: '', couponName: '', couponCode: '' };

export const referralRewardForm = {
  about: 'Members invite friends by a code or link; both are rewarded once the friend has registered or ordered.',
  settings,
  reentry: 'never',
  messages: {
    'friend-welcome': {
      about: 'to the friend, on joining with a code',
      variables: { ...reward, ...conditions },
      offer: noReward,
      evenWithoutOffer: true,
    },
    'friend-joined': {
      about: 'to the referrer, when a friend has joined',
      variables: { ...reward, ...conditions },
      offer: noReward,
      evenWithoutOffer: true,
    },
    'friend-reward': {
      about: 'to the friend, with the reward',
      variables: reward,
      offer: noReward,
    },
    'referral-paid': {
      about: 'to the referrer, with the reward',
      variables: reward,
      offer: noReward,
    },
    'not-counted': {
      about: 'to the referrer, when an invitation brings nothing or is taken back',
      variables: { reason: 'rules, no-order, limit or returned' },
    },
  },
} satisfies LifecycleForm<z.ZodType<WithMoney<ReferralRewardSettings>>>;

/** Points of 0 grant nothing. */
export interface ReferralRewardSettings {
  readonly paysOn: 'registration' | 'first-order' | 'order-above';
  /** Of `order-above`: what must be kept of the order, in minor units. */
  readonly minOrder: number;
  readonly orderWithinDays: number;
  readonly returnWindowDays: number;
  /** Days after the payment in which a returned order takes both rewards back. */
  readonly takeBackDays: number;
  readonly friendPoints: number;
  readonly friendCoupon?: CouponOffer;
  readonly referrerPoints: number;
  readonly referrerCoupon?: CouponOffer;
  /** The programme's policy when absent. */
  readonly pointsExpireInDays?: number;
  readonly limits: ReferralLimits;
  readonly rules: ReferralRules;
  readonly reviewWithinDays: number;
  /** Where invitation links lead; the link's own page when absent. */
  readonly landingUrl?: string;
}
