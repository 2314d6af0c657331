import { describe, expect, it } from 'vitest';
import { type LifecycleCode, lifecycleCodes } from './codes.ts';
import { lifecycleForms } from './forms.ts';
import { resolveMoney } from './settings-money.ts';
import { writtenSettings } from './settings-written.ts';

const coupons = [
  { name: '5 off', amountOff: 5.5, minOrder: 30, validDays: 14 },
  { name: '10% off', percentOff: 10, validDays: 7 },
  { name: 'Double points', pointsMultiplier: 2.5, validDays: 7 },
];
const ladder = coupons.map((coupon, place) => ({ afterDays: place, offer: 'coupon', coupon }));

/** Settings that say everything there is to say. */
const full: Readonly<Record<LifecycleCode, object>> = {
  'onboarding-gift': { giftCoupon: coupons[0], giftExpiresInDays: 30, remindGiftDaysBefore: 3 },
  'check-in-streak': { milestoneCoupon: coupons[1], bonuses: [{ day: 7, multiplier: 2 }] },
  'referral-reward': { paysOn: 'order-above', minOrder: 29.99, friendCoupon: coupons[0], referrerCoupon: coupons[2] },
  'points-expiry': { coupon: coupons[2] },
  'win-back': {
    ladder,
    segments: [{ name: 'VIP', spentFrom: 300, spentBelow: 900.5, averageOrderBelow: 20, pointsFrom: 5, ladder }],
  },
};

describe.each(lifecycleCodes)('The settings of %s', (code) => {
  const stored = (written: object, currency: string) =>
    resolveMoney(lifecycleForms[code].settings.parse(written), currency, () => expect.unreachable());

  it.each(['GBP', 'JPY'])('are shown as a file writes them: what is shown is stored as it was, in %s', (currency) => {
    for (const written of [{}, full[code]]) {
      if (currency === 'JPY' && written !== full[code]) continue;
      const whole = currency === 'JPY' ? JSON.parse(JSON.stringify(written).replace(/(\d)\.\d+/g, '$1')) : written;
      const before = stored(whole as object, currency);
      expect(stored(writtenSettings(before, currency), currency)).toEqual(before);
    }
  });
});
