import { z } from '@hono/zod-openapi';
import {
  balanceSchema,
  couponCodeSchema,
  currencySchema,
  fieldErrorSchema,
  instant,
  memberIdSchema,
  orderIdSchema,
  pageOf,
  publicId,
  reasonSchema,
  rulesVersionSchema,
  whole,
} from './basics.ts';
import { lotMoveSchema } from './points.ts';
export const quoteIdSchema = z
  .string()
  .regex(/^quo_[0-9A-Za-z_.-]{16,1200}$/)
  .describe('Signed and not stored; give it back as it is.')
  .openapi('QuoteId', { examples: ['quo_eyJtIjoiYW5uYS0xIn0.q3zP'] });

export const redemptionSchema = z
  .object({
    id: publicId('red').describe('Id of the redemption. Opaque.'),
    memberId: memberIdSchema,
    orderId: orderIdSchema.optional(),
    status: z
      .enum(['held', 'captured', 'released', 'expired', 'refunded'])
      .describe('Refunded: every captured point is back.'),
    points: whole.describe('Points asked for.'),
    amountMinor: whole.describe('What they were worth when it was made; it stays. In minor units of the currency.'),
    currency: currencySchema,
    capturedPoints: whole.describe('Points spent.'),
    refundedPoints: whole.describe('Points given back.'),
    expiresAt: instant.nullable().describe('Until when it is held; null when it never was.'),
    createdAt: instant.describe('When it was made.'),
    lots: z.array(lotMoveSchema).describe('Which lots the points are from, with their ends.'),
    balance: balanceSchema,
  })
  .openapi('Redemption');

export const quoteInputSchema = z
  .strictObject({
    memberId: memberIdSchema,
    amountMinor: whole.describe('The goods before coupon and points. In minor units of the currency.'),
    currency: currencySchema.optional(),
    coupon: couponCodeSchema.optional(),
    points: whole
      .describe('Points the member wants to use. Absent: none are deducted, and the answer says how many could be.')
      .optional(),
  })
  .openapi('QuoteInput');

export const quoteSchema = z
  .object({
    id: quoteIdSchema,
    memberId: memberIdSchema,
    quotedAt: instant.describe('Now.'),
    validUntil: instant.describe('Until then an order that names it is reckoned by its terms.'),
    rulesVersion: rulesVersionSchema,
    currency: currencySchema,
    amountMinor: whole.describe('As asked. In minor units of the currency.'),
    discount: z
      .object({
        coupon: couponCodeSchema,
        amountMinor: whole.describe('What the coupon takes off. In minor units of the currency.'),
        problem: fieldErrorSchema.optional(),
      })
      .nullable()
      .describe('What the coupon does; null without one.'),
    redeemable: z.object({
      points: whole.describe('The most that can be used.'),
      amountMinor: whole.describe('What they are worth. In minor units of the currency.'),
      limitedBy: z
        .enum(['balance', 'share', 'minimum', 'debt', 'status', 'off'])
        .nullable()
        .describe('What stops more; null when nothing does.'),
    }),
    redeem: z.object({
      points: whole.describe('Used here.'),
      amountMinor: whole.describe('What they are worth here. In minor units of the currency.'),
    }),
    payableMinor: whole.describe('To be paid in money. In minor units of the currency.'),
    earn: z.object({
      points: whole.describe('What the order will earn.'),
      availableAt: instant.describe('From when on.'),
      expiresAt: instant.nullable().describe('Until when.'),
      explanation: z.array(z.string().describe('A line a rule.')),
    }),
    balance: balanceSchema,
  })
  .openapi('Quote');

export const redemptionInputSchema = z
  .strictObject({
    memberId: memberIdSchema,
    points: z.int().min(1).max(1_000_000_000_000).describe('Points to use.'),
    orderId: orderIdSchema.optional(),
    amountMinor: whole
      .describe(
        'The goods after coupon and before points; with it the largest share is checked. In minor units of the currency.',
      )
      .optional(),
    capture: z.boolean().describe('true spends at once; false, which it is when absent, holds.').optional(),
    expiresInSeconds: z
      .int()
      .min(60)
      .max(2_592_000)
      .describe('How long a hold lasts, by our clock. Absent: as the programme says.')
      .optional(),
  })
  .openapi('RedemptionInput');

export const redemptionPageSchema = pageOf(redemptionSchema, 'RedemptionPage');

export const captureInputSchema = z
  .strictObject({
    points: z
      .int()
      .min(1)
      .max(1_000_000_000_000)
      .describe('Fewer than held: the rest is released. Absent: all.')
      .optional(),
  })
  .openapi('CaptureInput');

export const refundInputSchema = z
  .strictObject({
    points: z.int().min(1).max(1_000_000_000_000).describe('Absent: all that was not given back yet.').optional(),
    reason: reasonSchema,
  })
  .openapi('RefundInput');
