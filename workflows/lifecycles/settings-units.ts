import * as z from 'zod';
import type { CouponBenefit, CouponOffer } from '../../modules/coupons/rules.ts';
import { ratio } from '../../values/ratio.ts';
import { Money, type WithMoney } from './settings-money.ts';

/** Points one step may grant: a slip of the keyboard beyond this is worth a new campaign. */
const grantPointsMax = 1_000_000;
/** An amount of money in a setting, at most. */
const moneyMax = 1_000_000_000;

export const grantPoints = z.int().min(0).max(grantPointsMax);

export const days = (min: number, max: number) => z.int().min(min).max(max);

/** A money amount in major units ("30.00"), which `resolveMoney` makes minor units of the programme's currency. */
export const money = z
  .number()
  .min(0)
  .max(moneyMax)
  // The currency is the programme's, which a campaign file does not know.
  .transform((major) => new Money(major));

const couponName = z.string().trim().min(1).max(80);

const locale = z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/, 'not a locale');

const couponFields = z.strictObject({
  name: z
    .union([couponName, z.record(locale, couponName)])
    .describe('what the member reads; a text, or one for each language'),
  amountOff: money.optional().describe('money off the order'),
  percentOff: z.int().min(1).max(100).optional().describe('per cent off the order'),
  pointsMultiplier: z.number().min(1).max(100).optional().describe("the order's points times this"),
  minOrder: money.optional().describe('orders below this can not use it'),
  validDays: days(1, 3_650).describe('days it can be used, to the end of the last one'),
});

/** A coupon a campaign gives: `{name, amountOff | percentOff | pointsMultiplier, minOrder, validDays}`. */
export const couponOffer = couponFields
  .refine(
    ({ amountOff, percentOff, pointsMultiplier }) =>
      [amountOff, percentOff, pointsMultiplier].filter((benefit) => benefit !== undefined).length === 1,
    {
      message: 'does not have one benefit',
      params: { fix: 'write one of amountOff, percentOff and pointsMultiplier' },
    },
  )
  .transform(({ name, minOrder, validDays, ...fields }) => ({
    ...namesOf(name),
    benefit: benefitOf(fields),
    ...(minOrder === undefined ? {} : { minOrderMinor: minOrder }),
    validDays,
  }));

/** The first is what reports and the shop's people read. */
function namesOf(name: string | Readonly<Record<string, string>>): Pick<CouponOffer, 'name' | 'names'> {
  return typeof name === 'string' ? { name } : { name: Object.values(name)[0] ?? '', names: name };
}

function benefitOf(fields: {
  amountOff?: Money | undefined;
  percentOff?: number | undefined;
  pointsMultiplier?: number | undefined;
}): WithMoney<CouponBenefit> {
  if (fields.amountOff !== undefined) return { kind: 'amountOff', amountMinor: fields.amountOff };
  if (fields.percentOff !== undefined) return { kind: 'percentOff', percent: fields.percentOff };
  return { kind: 'points', multiplier: ratio(fields.pointsMultiplier ?? 1) };
}
