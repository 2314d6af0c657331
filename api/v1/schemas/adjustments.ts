import { z } from '@hono/zod-openapi';
import { instant, instantInput, memberIdSchema, publicId, reasonSchema, signedWhole } from './basics.ts';

const reason = reasonSchema.describe('Why, in words that the audit and the timeline keep.');

export const adjustmentSchema = z
  .object({
    id: publicId('adj').describe('Id of the adjustment. Opaque.'),
    status: z.enum(['waiting', 'booked', 'rejected']).describe('Waiting for a second person.'),
    memberId: memberIdSchema,
    points: signedWhole.describe('As asked.'),
    reason,
    transactionId: publicId('txn').describe('Id of what was booked. Opaque.').optional(),
    reviewId: publicId('rev').describe('Id of the case that a second person decides. Opaque.').optional(),
    createdAt: instant.describe('When.'),
  })
  .openapi('Adjustment');

export const adjustmentInputSchema = z
  .strictObject({
    memberId: memberIdSchema,
    points: signedWhole
      .refine((points) => points !== 0, { message: 'it is 0' })
      .describe('Positive gives a lot, negative takes from the earliest; not 0.'),
    expiresAt: instantInput.nullable().describe('End of the lot. Absent: by the policy of the programme.').optional(),
    reason,
  })
  .openapi('AdjustmentInput');
