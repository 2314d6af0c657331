import { z } from '@hono/zod-openapi';
import {
  balanceSchema,
  codeSchema,
  instant,
  memberIdSchema,
  orderIdSchema,
  pageOf,
  publicId,
  reasonSchema,
  signedWhole,
  whole,
} from './basics.ts';
export const sourceSchema = z
  .object({
    type: z.string().describe('What it came from.'),
    id: z.string().describe("Its id: the shop's own, or ours with a prefix."),
  })
  .openapi('Source');

export const lotMoveSchema = z
  .object({
    lotId: publicId('lot').describe('Id of the lot. Opaque.'),
    points: signedWhole.describe('Into the lot when positive.'),
    expiresAt: instant.nullable().describe('End of the lot.'),
  })
  .openapi('LotMove');

export const lotSchema = z
  .object({
    id: publicId('lot').describe('Id of the lot. Opaque.'),
    memberId: memberIdSchema,
    status: z.enum(['pending', 'active', 'closed']).describe('Closed lots have nothing left.'),
    earned: whole.describe('Points it began with.'),
    left: whole.describe('Points that can be spent or are pending.'),
    held: whole.describe('Points of it that are held.'),
    earnedAt: instant.describe('Own time of what earned them.'),
    availableAt: instant.describe('From when on they can be spent.'),
    expiresAt: instant.nullable().describe('The last instant at which they can be spent; null never ends.'),
    lapsesAt: instant.describe('When they lapse for want of activity, where that comes first.').optional(),
    source: sourceSchema,
  })
  .openapi('Lot', {
    examples: [
      {
        id: 'lot_7h2k9m4q',
        memberId: 'anna-1',
        status: 'active',
        earned: 450,
        left: 50,
        held: 0,
        earnedAt: '2026-12-08T09:05:00.000Z',
        availableAt: '2026-12-08T09:05:00.000Z',
        expiresAt: '2027-12-08T23:59:59.999Z',
        source: { type: 'order', id: '1001' },
      },
    ],
  });

export const transactionSchema = z
  .object({
    id: publicId('txn').describe('Id of the transaction. Opaque.'),
    memberId: memberIdSchema,
    kind: z
      .enum([
        'earn',
        'confirm',
        'cancel_pending',
        'hold',
        'capture',
        'spend',
        'release',
        'refund',
        'clawback',
        'revert',
        'adjust',
        'expire',
        'lapse',
        'forfeit',
        'move',
      ])
      .describe('The operation of the ledger.'),
    points: signedWhole.describe("Change of the member's points; negative takes."),
    at: instant.describe('Own time of what happened.'),
    recordedAt: instant.describe('When it was booked.'),
    source: sourceSchema,
    orderId: orderIdSchema.optional(),
    campaign: codeSchema.optional(),
    explanation: z
      .array(z.string().describe('A line for each rule that had a part in it.'))
      .describe('Why it is this number.'),
    lots: z.array(lotMoveSchema).describe('From which lots, into which lots.'),
    reverses: publicId('txn').describe('Id of the transaction that this one takes back. Opaque.').optional(),
    actor: z.string().describe('Who did it: a key, a person, a campaign, the sweep.').optional(),
    reason: reasonSchema.describe('Why, in words that the audit and the timeline keep.').optional(),
    balance: balanceSchema,
  })
  .openapi('Transaction');

export const lotPageSchema = pageOf(lotSchema, 'LotPage');

export const transactionPageSchema = pageOf(transactionSchema, 'TransactionPage');
