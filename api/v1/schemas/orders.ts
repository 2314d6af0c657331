import { z } from '@hono/zod-openapi';
import { quoteIdSchema } from './checkout.ts';
import {
  attributesInput,
  couponCodeSchema,
  currencySchema,
  instant,
  memberIdSchema,
  orderIdSchema,
  pageOf,
  publicId,
  whole,
} from './basics.ts';
export const orderPlacedDataSchema = z
  .strictObject({
    orderId: orderIdSchema,
    amountMinor: whole.describe(
      'What the member pays for goods in money: after discounts, coupons and points, without shipping, tips and gift cards bought. In minor units of the currency.',
    ),
    currency: currencySchema.optional(),
    coupon: couponCodeSchema.optional(),
    redemptionId: publicId('red').describe('Id of the held redemption to capture with this order. Opaque.').optional(),
    quoteId: quoteIdSchema.optional(),
    attributes: attributesInput.describe('What campaigns and rules may ask about: channel, shop, category.').optional(),
  })
  .openapi('OrderPlacedData', {
    examples: [{ orderId: '1002', amountMinor: 3600, currency: 'GBP', redemptionId: 'red_9c4x7k2m' }],
  });

export const orderAmendedDataSchema = z
  .strictObject({
    orderId: orderIdSchema,
    amountMinor: whole.describe(
      'What the order now comes to, returns not deducted. The latest own time wins. In minor units of the currency.',
    ),
    currency: currencySchema.optional(),
  })
  .openapi('OrderAmendedData', { examples: [{ orderId: '1002', amountMinor: 3000 }] });

export const orderReturnedDataSchema = z
  .strictObject({
    orderId: orderIdSchema.optional(),
    amountMinor: z
      .int()
      .min(1)
      .max(1_000_000_000_000)
      .describe('Money given back for goods. Absent: all that is left of the order. In minor units of the currency.')
      .optional(),
    currency: currencySchema.optional(),
    points: whole.describe('Redeemed points to give back. Absent: in proportion to the money.').optional(),
  })
  .openapi('OrderReturnedData', { examples: [{ orderId: '1002', amountMinor: 1800 }] });

export const orderCancelledDataSchema = z
  .strictObject({ orderId: orderIdSchema })
  .openapi('OrderCancelledData', { examples: [{ orderId: '1002' }] });

export const orderSchema = z
  .object({
    id: orderIdSchema,
    memberId: memberIdSchema,
    status: z.enum(['placed', 'returned', 'cancelled']).describe('Returned: nothing of it is kept.'),
    amountMinor: whole.describe('What it came to. In minor units of the currency.'),
    returnedMinor: whole.describe('What came back of it. In minor units of the currency.'),
    currency: currencySchema,
    placedAt: instant.describe('Its own time.'),
    points: whole.describe('What it earns as it stands now.'),
    explanation: z.array(z.string().describe('A line a rule.')),
    coupon: couponCodeSchema.optional(),
    redemptionId: publicId('red').describe('Id of its redemption. Opaque.').optional(),
  })
  .openapi('Order');

export const orderPageSchema = pageOf(orderSchema, 'OrderPage');
