import type { ErrorCode } from '../../platform/errors.ts';
import { formatAmount } from '../../values/money.ts';
import type { Ratio } from '../../values/ratio.ts';
import { withoutUnseen } from '../../values/unseen.ts';

/** What a coupon brings to the order it is used on. */
export type CouponBenefit =
  | { readonly kind: 'amountOff'; readonly amountMinor: number }
  /** 20 is "8折": a fifth off. */
  | { readonly kind: 'percentOff'; readonly percent: number }
  /** The order's points times this. */
  | { readonly kind: 'points'; readonly multiplier: Ratio };

/** A kind of coupon a campaign gives. */
export interface CouponOffer {
  /** What the member reads: "5 off your next order". */
  readonly name: string;
  /** The name in each language, where it differs. */
  readonly names?: Readonly<Record<string, string>>;
  readonly benefit: CouponBenefit;
  /** Orders below this can't use it. */
  readonly minOrderMinor?: number;
  /** Local days it can be used, to the end of the last one. */
  readonly validDays: number;
  /** In place of days: it can be used to the end of the month in which it is given. */
  readonly validUntil?: 'end of month';
}

export const couponStatuses = ['issued', 'redeemed', 'expired', 'cancelled'] as const;

/** A member's coupon, as far as its use depends on it. */
export interface CouponTerms {
  readonly code: string;
  readonly memberId: string;
  readonly name: string;
  readonly benefit: CouponBenefit;
  readonly minOrderMinor: number;
  readonly status: (typeof couponStatuses)[number];
  /** The order it was used on. */
  readonly orderId: string | null;
  /** The last instant it can be used. */
  readonly expiresAt: Date;
}

export interface CouponUse {
  readonly memberId: string;
  readonly amountMinor: number;
  /** The order's own time: an order of the last day counts, however late it is heard of. */
  readonly at: Date;
}

export type CouponObjection = (typeof couponObjections)[number];
export const couponObjections = [
  'COUPON_NOT_FOUND',
  'COUPON_NOT_YOURS',
  'COUPON_CANCELLED',
  'COUPON_USED',
  'COUPON_EXPIRED',
  'COUPON_BELOW_MINIMUM',
] as const satisfies readonly ErrorCode[];

/** Why the coupon can't be used on an order, or undefined when it can. */
export function couponObjection(coupon: CouponTerms | undefined, use: CouponUse): CouponObjection | undefined {
  if (coupon === undefined) return 'COUPON_NOT_FOUND';
  if (coupon.memberId !== use.memberId) return 'COUPON_NOT_YOURS';
  if (coupon.status === 'cancelled') return 'COUPON_CANCELLED';
  if (coupon.status === 'redeemed') return 'COUPON_USED';
  if (use.at > coupon.expiresAt) return 'COUPON_EXPIRED';
  if (use.amountMinor < coupon.minOrderMinor) return 'COUPON_BELOW_MINIMUM';
  return undefined;
}

/** What stands against using a coupon, in words. */
export function couponProblem(
  objection: CouponObjection,
  coupon: Pick<CouponTerms, 'orderId' | 'expiresAt' | 'minOrderMinor'> | undefined,
  currency: string,
): string {
  if (coupon === undefined) return 'there is no such coupon';
  switch (objection) {
    case 'COUPON_NOT_FOUND':
      return 'there is no such coupon';
    case 'COUPON_NOT_YOURS':
      return "it is another member's";
    case 'COUPON_CANCELLED':
      return 'it was cancelled';
    case 'COUPON_USED':
      return `it was used on order "${coupon.orderId ?? ''}"`;
    case 'COUPON_EXPIRED':
      return `it could be used until ${coupon.expiresAt.toISOString()}`;
    case 'COUPON_BELOW_MINIMUM':
      return `it is for orders of ${formatAmount(coupon.minOrderMinor, currency)} and more`;
    default:
      return objection satisfies never;
  }
}

/** An order's points with a coupon on it: a multiplier works on what the programme gives, rounded down. */
export function pointsWithCoupon(points: number, benefit: CouponBenefit): number {
  if (benefit.kind !== 'points') return points;
  const { numerator, denominator } = benefit.multiplier;
  return Number((BigInt(points) * BigInt(numerator)) / BigInt(denominator));
}

/** Hundredths of a hundredth of a percent: what a percentage is reckoned in. */
const percentScale = 10_000;

/** What a coupon takes off an amount: never more than there is; a percentage is rounded to the nearest minor unit. */
export function discountOf(benefit: CouponBenefit, amountMinor: number): number {
  switch (benefit.kind) {
    case 'amountOff':
      return Math.min(benefit.amountMinor, amountMinor);
    case 'percentOff': {
      const whole = BigInt(percentScale) * 100n;
      return Number((BigInt(amountMinor) * BigInt(Math.round(benefit.percent * percentScale)) + whole / 2n) / whole);
    }
    case 'points':
      return 0;
    default:
      return benefit satisfies never;
  }
}

/** Letters and digits that nobody mistakes for one another when reading a code aloud. */
export const couponAlphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
/** 12 of 31 characters are 59 bits: at a thousand guesses a second, a coupon among a million is found in 18 years. */
export const couponCodeLength = 12;

/** A code as it is stored, `7KQM-4XWP-29TD`, however it was typed: in small letters, without dashes, with blanks. */
export function normalCouponCode(text: string): string {
  const plain = withoutUnseen(text)
    .toUpperCase()
    .replace(/[\s-]+/g, '');
  return plain.match(/.{1,4}/gu)?.join('-') ?? '';
}
