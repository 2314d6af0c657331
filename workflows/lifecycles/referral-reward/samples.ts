import type { JsonObject } from '../../../values/json.ts';
import { code, type Samples } from '../sample-values.ts';
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
  'friend-reward': ({ friendPoints: points, friendCoupon: offer }) => ({
    class: 'transactional',
    variables: { points, coupon: offer?.name ?? '', couponCode: offer ? code : '' },
  }),
  'referral-paid': ({ referrerPoints: points, referrerCoupon: offer }) => ({
    class: 'service',
    variables: { points, coupon: offer?.name ?? '', couponCode: offer ? code : '' },
  }),
  'not-counted': () => ({ class: 'service', variables: { reason: 'no-order' } }),
};

function referralTerms(settings: ReferralRewardSettings): JsonObject {
  const { paysOn, minOrder, orderWithinDays, returnWindowDays } = settings;
  return { paysOn, minOrderMinor: paysOn === 'order-above' ? minOrder : 0, orderWithinDays, returnWindowDays };
}
