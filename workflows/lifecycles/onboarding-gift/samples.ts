import type { JsonObject } from '../../../values/json.ts';
import { code, endOf, expiryDaysDefault, offerDefault, type SampleDay, type Samples } from '../sample-values.ts';
import type { OnboardingGiftSettings } from './settings.ts';

export const onboardingGift: Samples<OnboardingGiftSettings> = {
  welcome: (settings, now) => ({
    class: 'transactional',
    variables: {
      giftPoints: settings.giftPoints,
      giftWaitsFor: settings.activation === 'atOnce' ? null : settings.activation,
      profilePoints: settings.profilePoints,
      profileComplete: false,
      firstOrderPoints: settings.firstOrderPoints,
      invitation: null,
      ...giftCoupon(settings, now, settings.activation === 'atOnce'),
    },
  }),
  'gift-given': (settings, now) => ({
    class: 'transactional',
    variables: {
      giftPoints: settings.giftPoints,
      giftExpiresAt: settings.giftExpiresInDays === undefined ? null : endOf(now, settings.giftExpiresInDays),
      ...giftCoupon(settings, now, true),
    },
  }),
  'gift-points-expiring': ({ remindGiftDaysBefore = expiryDaysDefault }) => ({
    ...{ class: 'service', variables: {}, expiringWithinDays: remindGiftDaysBefore },
  }),
  'gift-coupon-expiring': ({ giftCoupon: offer = offerDefault, remindGiftDaysBefore = expiryDaysDefault }, now) => ({
    class: 'service',
    variables: {
      couponName: offer.name,
      couponCode: code,
      couponExpiresAt: endOf(now, Math.min(remindGiftDaysBefore, offer.validDays)),
    },
  }),
  'profile-reminder': ({ profileReminderClass = 'service', profilePoints }) => ({
    ...{ class: profileReminderClass, variables: { profilePoints } },
  }),
};

function giftCoupon({ giftCoupon: offer }: OnboardingGiftSettings, now: SampleDay, given: boolean): JsonObject {
  const issued = offer !== undefined && given;
  return {
    couponName: offer?.name ?? null,
    couponCode: issued ? code : null,
    couponExpiresAt: issued ? endOf(now, offer.validDays) : null,
  };
}
