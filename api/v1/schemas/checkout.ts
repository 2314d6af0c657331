import { z } from '@hono/zod-openapi';
import { balanceSchema, currencySchema, instant, memberIdSchema, orderIdSchema, publicId, whole } from './basics.ts';
import { lotMoveSchema } from './points.ts';
export const quoteIdSchema = z
  .string()
  .regex(/^quo_[0-9A-Za-z_.-]{16,600}$/)
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
