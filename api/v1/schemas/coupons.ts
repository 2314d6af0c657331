import { z } from '@hono/zod-openapi';
import {
  codeSchema,
  couponCodeSchema,
  instant,
  memberIdSchema,
  orNull,
  orderIdSchema,
  pageOf,
  reasonSchema,
  whole,
} from './basics.ts';
export const couponSchema = z
  .object({
    code: couponCodeSchema,
    memberId: memberIdSchema,
    campaign: orNull(codeSchema),
    name: z.string().describe('What the member reads.'),
    benefit: z.object({
      kind: z.enum(['amount_off', 'percent_off', 'points_multiplier']).describe('What the order gets.'),
      amountMinor: whole.describe('Of amount_off. In minor units of the currency.').optional(),
      percent: z.number().min(0).max(100).describe('Of percent_off.').optional(),
      multiplier: z.number().min(1).describe('Of points_multiplier.').optional(),
    }),
    minOrderMinor: whole.describe('Orders below it cannot use the coupon. In minor units of the currency.'),
    status: z.enum(['issued', 'redeemed', 'expired', 'cancelled']).describe('Where it stands.'),
    orderId: orNull(orderIdSchema),
    issuedAt: instant.describe('When.'),
    expiresAt: instant.describe('End of its last day.'),
    history: z
      .array(
        z.object({
          kind: z.enum(['issued', 'redeemed', 'returned', 'expired', 'cancelled']).describe('What happened.'),
          at: instant.describe('When.'),
          orderId: orderIdSchema.optional(),
          actor: z.string().describe('Who.'),
          reason: reasonSchema.describe('Why, in words that the audit and the timeline keep.').optional(),
        }),
      )
      .describe('Of a single coupon only: oldest first.')
      .optional(),
  })
  .openapi('Coupon');

export const couponPageSchema = pageOf(couponSchema, 'CouponPage');

export const couponRedeemInputSchema = z
  .strictObject({
    orderId: orderIdSchema,
    amountMinor: whole.describe('The goods before the coupon. In minor units of the currency.'),
    memberId: memberIdSchema.optional(),
  })
  .openapi('CouponRedeemInput');
