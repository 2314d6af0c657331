import * as z from 'zod';
import { codeWord } from '../../../../conditions/words.ts';
import { anyEffect, kind, perform, refusedPath } from '../kind.ts';
import type { CouponOffers } from '../coupons.ts';

/** What a gift of a coupon is made of, by itself or with a message. */
export const couponGift = { coupon: codeWord.describe('a code of the block `coupons`') };
export const couponCost = (coupon: string, offers: CouponOffers) => ({
  coupons: 1,
  worth: offers[coupon]?.worth ?? 0,
});

export const coupon = kind({
  verb: 'coupon',
  about: 'gives a coupon, whether or not the member can be written to',
  schema: (grammar) => z.strictObject({ ...couponGift, ...anyEffect(grammar) }),
  says: {
    en: ({ coupon: code }) => `give the coupon ${code}`,
    'zh-CN': ({ coupon: code }) => `发放优惠券 ${code}`,
  },
  paths: refusedPath,
  refs: ({ coupon: code }) => [{ kind: 'coupon', name: code, path: ['coupon'] }],
  cost: ({ coupon: code }, offers) => couponCost(code, offers),
  answers: () => [
    { field: 'code', type: 'text' },
    { field: 'couponUntil', type: 'date' },
  ],
  made: ({ coupon: code }) => `coupon-${code}`,
  run: (step, life) => perform(step, life, { kind: 'gift', gift: { kind: 'coupon', coupon: step.coupon } }),
});
