import { describe, expect, it } from 'vitest';
import { type CouponTerms, type CouponUse, normalCouponCode, couponObjection, pointsWithCoupon } from './rules.ts';

const coupon: CouponTerms = {
  code: '7KQM-4XWP-29TD',
  memberId: '1',
  name: '5 off',
  benefit: { kind: 'amountOff', amountMinor: 500 },
  minOrderMinor: 2_000,
  status: 'issued',
  orderId: null,
  expiresAt: new Date('2026-06-01T22:59:59.999Z'),
};
const use: CouponUse = { memberId: '1', amountMinor: 2_000, at: new Date('2026-06-01T22:59:59.999Z') };

describe('using a coupon', () => {
  it.each<[string, Partial<CouponTerms>, Partial<CouponUse>, string | undefined]>([
    ['on its last instant, at its least amount', {}, {}, undefined],
    ['after its last day', {}, { at: new Date('2026-06-01T23:00:00Z') }, 'COUPON_EXPIRED'],
    ['below its least amount', {}, { amountMinor: 1_999 }, 'COUPON_BELOW_MINIMUM'],
    ['of another member', {}, { memberId: '2' }, 'COUPON_NOT_YOURS'],
    ['twice', { status: 'redeemed', orderId: 'A-1' }, {}, 'COUPON_USED'],
    ['after it was cancelled', { status: 'cancelled' }, {}, 'COUPON_CANCELLED'],
    ['for an order of its last day that is heard of after the sweep', { status: 'expired' }, {}, undefined],
  ])('%s', (_, changed, used, objection) => {
    expect(couponObjection({ ...coupon, ...changed }, { ...use, ...used })).toBe(objection);
  });

  it('that does not exist', () => {
    expect(couponObjection(undefined, use)).toBe('COUPON_NOT_FOUND');
  });
});

describe('points with a coupon', () => {
  it.each([
    [15, { kind: 'points', multiplier: { numerator: 2, denominator: 1 } } as const, 30],
    [15, { kind: 'points', multiplier: { numerator: 3, denominator: 2 } } as const, 22],
    [15, { kind: 'percentOff', percent: 20 } as const, 15],
  ])('%i with %o are %i', (points, benefit, together) => {
    expect(pointsWithCoupon(points, benefit)).toBe(together);
  });
});

describe('a code as it was typed', () => {
  it.each(['7KQM-4XWP-29TD', '7kqm4xwp29td', ' 7kqm 4xwp-29td '])('%s', (typed) => {
    expect(normalCouponCode(typed)).toBe('7KQM-4XWP-29TD');
  });

  it('is cut between characters, whatever they are', () => {
    expect(normalCouponCode('abc🫖defg')).toBe('ABC🫖-DEFG');
  });
});
