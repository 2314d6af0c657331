import { z } from '@hono/zod-openapi';
import { redemptionSchema } from './checkout.ts';
import {
  balanceSchema,
  codeSchema,
  eventIdSchema,
  fieldErrorSchema,
  instant,
  instantInput,
  memberIdSchema,
  pageOf,
  problemSchema,
  signedWhole,
} from './basics.ts';
import { couponSchema } from './coupons.ts';
import {
  orderAmendedDataSchema,
  orderCancelledDataSchema,
  orderPlacedDataSchema,
  orderReturnedDataSchema,
  orderSchema,
} from './orders.ts';
import { memberJoinedDataSchema, memberUpdatedDataSchema, streakSchema } from './profiles.ts';
export const memberJoinedEventSchema = z
  .strictObject({
    id: eventIdSchema,
    type: z.literal('member.joined'),
    memberId: memberIdSchema,
    occurredAt: instantInput.describe('When it happened, with its offset. Absent: now, by our clock.').optional(),
    data: memberJoinedDataSchema.optional(),
  })
  .openapi('MemberJoinedEvent');

export const memberUpdatedEventSchema = z
  .strictObject({
    id: eventIdSchema,
    type: z.literal('member.updated'),
    memberId: memberIdSchema,
    occurredAt: instantInput.describe('When it happened, with its offset. Absent: now, by our clock.').optional(),
    data: memberUpdatedDataSchema,
  })
  .openapi('MemberUpdatedEvent');

export const orderPlacedEventSchema = z
  .strictObject({
    id: eventIdSchema,
    type: z.literal('order.placed'),
    memberId: memberIdSchema,
    occurredAt: instantInput.describe('When it happened, with its offset. Absent: now, by our clock.').optional(),
    data: orderPlacedDataSchema,
  })
  .openapi('OrderPlacedEvent');

export const orderAmendedEventSchema = z
  .strictObject({
    id: eventIdSchema,
    type: z.literal('order.amended'),
    memberId: memberIdSchema,
    occurredAt: instantInput.describe('When it happened, with its offset. Absent: now, by our clock.').optional(),
    data: orderAmendedDataSchema,
  })
  .openapi('OrderAmendedEvent');

export const orderReturnedEventSchema = z
  .strictObject({
    id: eventIdSchema,
    type: z.literal('order.returned'),
    memberId: memberIdSchema,
    occurredAt: instantInput.describe('When it happened, with its offset. Absent: now, by our clock.').optional(),
    data: orderReturnedDataSchema,
  })
  .openapi('OrderReturnedEvent');

export const orderCancelledEventSchema = z
  .strictObject({
    id: eventIdSchema,
    type: z.literal('order.cancelled'),
    memberId: memberIdSchema,
    occurredAt: instantInput.describe('When it happened, with its offset. Absent: now, by our clock.').optional(),
    data: orderCancelledDataSchema,
  })
  .openapi('OrderCancelledEvent');

export const otherEventSchema = z
  .strictObject({
    id: eventIdSchema,
    type: z
      .string()
      .max(60)
      .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/)
      .describe('Yours, or one that a task or campaign listens to, such as checkin.done.'),
    memberId: memberIdSchema,
    occurredAt: instantInput.describe('When it happened, with its offset. Absent: now, by our clock.').optional(),
    data: z.record(z.string(), z.unknown()).describe('What there is to say.').optional(),
  })
  .openapi('OtherEvent', { examples: [{ id: 'app-9917', type: 'checkin.done', memberId: 'anna-1' }] });

export const eventInputSchema = z
  .union([
    memberJoinedEventSchema,
    memberUpdatedEventSchema,
    orderPlacedEventSchema,
    orderAmendedEventSchema,
    orderReturnedEventSchema,
    orderCancelledEventSchema,
    otherEventSchema,
  ])
  .describe('Something that happened to a member.')
  .openapi('EventInput', {
    examples: [
      {
        id: 'order-1002',
        type: 'order.placed',
        memberId: 'anna-1',
        occurredAt: '2026-12-08T10:03:00.000Z',
        data: { orderId: '1002', amountMinor: 3600, currency: 'GBP', redemptionId: 'red_9c4x7k2m' },
      },
    ],
  });

export const eventBatchSchema = z
  .strictObject({ events: z.array(eventInputSchema).min(1).max(1000).describe('Taken in this order.') })
  .openapi('EventBatch');

export const eventAnswerSchema = z
  .object({
    id: eventIdSchema,
    status: z
      .enum(['accepted', 'parked', 'duplicate', 'refused'])
      .describe('Duplicate: this id was here before with the same content; this is the first answer.'),
    type: z.string().describe('Type of the event.').optional(),
    memberId: memberIdSchema.optional(),
    occurredAt: instant.describe('Its own time.').optional(),
    receivedAt: instant.describe('When it was first taken.').optional(),
    points: signedWhole.describe('Points it brought; negative when it took them back.').optional(),
    explanation: z.array(z.string().describe('A line a rule.')).optional(),
    order: orderSchema.optional(),
    redemption: redemptionSchema.optional(),
    coupon: couponSchema.optional(),
    streak: streakSchema.optional(),
    tier: codeSchema.optional(),
    quote: z
      .object({
        honoured: z.boolean().describe('The order was reckoned by the terms of its quote.'),
        reason: z.string().describe('Why not.').optional(),
      })
      .optional(),
    warnings: z.array(fieldErrorSchema).describe('Accepted, and worth a look.').optional(),
    balance: balanceSchema.optional(),
    problem: problemSchema.optional(),
  })
  .openapi('EventAnswer', {
    examples: [
      {
        id: 'order-1002',
        status: 'accepted',
        type: 'order.placed',
        memberId: 'anna-1',
        occurredAt: '2026-12-08T10:03:00.000Z',
        receivedAt: '2026-12-08T10:03:00.000Z',
        points: 36,
        explanation: ['GBP 36.00 at 1 for every GBP 1.00'],
        balance: { available: 86, pending: 0, held: 0, debt: 0, version: 4 },
      },
    ],
  });

export const eventBatchAnswerSchema = z
  .object({ data: z.array(eventAnswerSchema).describe('One for each event, in their order.') })
  .openapi('EventBatchAnswer');

export const eventSchema = z
  .object({
    id: eventIdSchema,
    type: z.string().describe('Its type.'),
    memberId: memberIdSchema,
    occurredAt: instant.describe('Its own time.'),
    receivedAt: instant.describe('When it was taken.'),
    data: z.record(z.string(), z.unknown()).describe('As it was sent.'),
    points: signedWhole.describe('What it brought.'),
  })
  .openapi('Event', {
    examples: [
      {
        id: 'order-1001',
        type: 'order.placed',
        memberId: 'anna-1',
        occurredAt: '2026-12-08T09:05:00.000Z',
        receivedAt: '2026-12-08T09:05:00.000Z',
        data: { orderId: '1001', amountMinor: 40000 },
        points: 450,
      },
    ],
  });

export const eventPageSchema = pageOf(eventSchema, 'EventPage');
