import { z } from '@hono/zod-openapi';
import { codeSchema, instant, memberIdSchema, orNull, pageOf, publicId } from './basics.ts';

export const reviewSchema = z
  .object({
    id: publicId('rev').describe('Id of the case. Opaque.'),
    subject: z.string().describe('What is decided.'),
    memberId: memberIdSchema,
    campaign: orNull(codeSchema),
    reasons: z.array(z.string().describe('What speaks against it.')),
    facts: z.record(z.string(), z.unknown()).describe('The evidence.'),
    status: z.enum(['open', 'approved', 'rejected']).describe('Where it stands.'),
    openedAt: instant.describe('When.'),
    decidedAt: instant.nullable().describe('When.').optional(),
    decidedBy: z.string().nullable().describe('Who.').optional(),
    note: z.string().nullable().describe('Why.').optional(),
  })
  .openapi('Review');

export const reviewPageSchema = pageOf(reviewSchema, 'ReviewPage');

export const decisionInputSchema = z
  .strictObject({
    approved: z.boolean().describe('What is decided.'),
    note: z.string().max(300).describe('Why.').optional(),
  })
  .openapi('DecisionInput');
