import * as z from 'zod';

/** A coupon as a campaign file offers it: money in major units. */
export const couponOffer = z
  .strictObject({
    name: z
      .union([z.string().trim().min(1).max(80), z.record(z.string(), z.string().trim().min(1).max(80))])
      .describe('what the member reads; or one for each language'),
    amountOff: z.number().positive().optional(),
    percentOff: z.int().min(1).max(100).optional(),
    pointsMultiplier: z.number().min(1).max(100).optional(),
    minOrder: z.number().min(0).optional(),
    validDays: z
      .int()
      .min(0)
      .max(3_650)
      .optional()
      .describe('days it can be used, to the end of the last one; 0 is the day itself'),
    validUntil: z.literal('end of month').optional().describe('in place of validDays'),
    worth: z.number().min(0).optional().describe('what one costs you, for the budget'),
  })
  .superRefine((offer, context) => {
    const benefits = (['amountOff', 'percentOff', 'pointsMultiplier'] as const).filter(
      (one) => offer[one] !== undefined,
    );
    if (benefits.length !== 1) {
      const has = benefits.length === 0 ? 'has no benefit' : `has ${benefits.length === 2 ? 'two' : 'three'} benefits`;
      const fix = 'write one of amountOff, percentOff and pointsMultiplier';
      context.addIssue({ code: 'custom', message: has, params: { fix } });
    }
    if ((offer.validDays === undefined) === (offer.validUntil === undefined)) {
      const message = offer.validDays === undefined ? 'does not say how long it is valid' : 'ends twice';
      const fix = 'write one of validDays (a number of days) and "validUntil: end of month"';
      context.addIssue({ code: 'custom', message, params: { fix } });
    }
  });

export type CouponOffer = z.output<typeof couponOffer>;
export type CouponOffers = Readonly<Record<string, CouponOffer>>;
