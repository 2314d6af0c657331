import { z } from '@hono/zod-openapi';
import { codeSchema, instant, memberIdSchema, pageOf, publicId } from './basics.ts';

export const enrolmentSchema = z
  .object({
    id: publicId('enr').describe('Id of the enrolment. Opaque.'),
    campaign: codeSchema,
    version: z.int().min(1).describe('Of the campaign.'),
    memberId: memberIdSchema,
    occurrence: z.int().min(1).describe('The first, the second time.'),
    status: z
      .enum(['active', 'blocked', 'done', 'exited', 'cancelled', 'failed', 'suppressed', 'skipped'])
      .describe('Where it stands.'),
    reason: z.string().nullable().describe('Why, in words.').optional(),
    heldOut: z.boolean().describe('The story runs and does nothing.').optional(),
    waitsFor: z.string().nullable().describe('What an active one waits for.').optional(),
    waitsUntil: instant.nullable().describe('And until when.').optional(),
    enrolledAt: instant.describe('When.'),
    endedAt: instant.nullable().describe('When.').optional(),
  })
  .openapi('Enrolment');

export const enrolmentPageSchema = pageOf(enrolmentSchema, 'EnrolmentPage');
