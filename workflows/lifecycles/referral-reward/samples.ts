import type { JsonObject } from '../../../values/json.ts';
import type { CouponOffer } from '../../../modules/coupons/rules.ts';
import { code, endOf, type SampleDay, type Samples } from '../sample-values.ts';
import type { ReferralRewardSettings } from './settings.ts';

export const referralReward: Samples<ReferralRewardSettings> = {
  'friend-welcome': (settings) => ({
    class: 'transactional',
    variables: { ...referralTerms(settings), points: settings.friendPoints, coupon: settings.friendCoupon?.name ?? '' },
  }),
  'friend-joined': (settings) => ({
    class: 'service',
    variables: {
      ...referralTerms(settings),
      ...{ points: settings.referrerPoints, coupon: settings.referrerCoupon?.name ?? '' },
    },
  }),
  'friend-reward': ({ friendPoints: points, friendCoupon: offer }, now) => ({
    class: 'transactional',
    variables: { points, coupon: offer?.name ?? '', couponCode: offer ? code : '', ...untilOf(offer, now) },
  }),
  'referral-paid': ({ referrerPoints: points, referrerCoupon: offer }, now) => ({
    class: 'service',
    variables: { points, coupon: offer?.name ?? '', couponCode: offer ? code : '', ...untilOf(offer, now) },
  }),
  'not-counted': () => ({ class: 'service', variables: { reason: 'no-order' } }),
};

const untilOf = (offer: CouponOffer | undefined, now: SampleDay) =>
  offer === undefined ? {} : { couponUntil: endOf(now, offer.validDays) };

function referralTerms(settings: ReferralRewardSettings): JsonObject {
  const { paysOn, minOrder, orderWithinDays, returnWindowDays } = settings;
  return { paysOn, minOrderMinor: paysOn === 'order-above' ? minOrder : 0, orderWithinDays, returnWindowDays };
}
