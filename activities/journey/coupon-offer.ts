import type { CouponBenefit, CouponOffer } from '../../modules/coupons/rules.ts';
import { inLocale } from '../../values/locale.ts';
import { ratio } from '../../values/ratio.ts';
import type { CouponOffer as WrittenOffer } from '../../workflows/lifecycles/journey/coupons.ts';

/** What a programme lends the coupons of its journeys. */
export interface CouponTerms {
  readonly currencyDigits: number;
  readonly locale: string;
}

/** A coupon as a journey's file offers it, as the product issues it: money in minor units. */
export function offerOf(written: WrittenOffer, { currencyDigits, locale }: CouponTerms): CouponOffer {
  const { name, minOrder, validDays = 0, validUntil } = written;
  const minor = (major: number) => Math.round(major * 10 ** currencyDigits);
  return {
    name: inLocale(name, locale) ?? '',
    ...(typeof name === 'string' ? {} : { names: name }),
    benefit: benefitOf(written, minor),
    ...(minOrder === undefined ? {} : { minOrderMinor: minor(minOrder) }),
    validDays,
    ...(validUntil === undefined ? {} : { validUntil }),
  };
}

/** The file's check has seen to it that there is exactly one. */
function benefitOf({ amountOff, percentOff, pointsMultiplier }: WrittenOffer, minor: (major: number) => number) {
  const benefits: CouponBenefit[] = [];
  if (amountOff !== undefined) benefits.push({ kind: 'amountOff', amountMinor: minor(amountOff) });
  if (percentOff !== undefined) benefits.push({ kind: 'percentOff', percent: percentOff });
  if (pointsMultiplier !== undefined) benefits.push({ kind: 'points', multiplier: ratio(pointsMultiplier) });
  const [benefit] = benefits;
  if (benefit === undefined) throw new TypeError('a coupon of a journey has no benefit');
  return benefit;
}
