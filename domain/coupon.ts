import type { Ratio } from './programme.ts';

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
  readonly benefit: CouponBenefit;
  /** Orders below this can't use it. */
  readonly minOrderMinor?: number;
  /** Local days it can be used, to the end of the last one. */
  readonly validDays: number;
}
