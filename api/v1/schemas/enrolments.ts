import { z } from '@hono/zod-openapi';
import { codeSchema, instant, memberIdSchema, orNull, pageOf, publicId } from './basics.ts';

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

const fieldsMax = 50;
const textMax = 1_000;

export const enteringInputSchema = z
  .strictObject({
    memberId: memberIdSchema,
    fields: z
      .record(z.string().min(1).max(60), z.union([z.string().max(textMax), z.number(), z.boolean()]))
      .refine((fields) => Object.keys(fields).length <= fieldsMax, `it has more than ${fieldsMax} fields`)
      .optional()
      .describe('What the entry declares, by name; money in major units.'),
  })
  .openapi('EnteringInput');

export const enteringSchema = z
  .object({
    campaign: codeSchema,
    memberId: memberIdSchema,
    outcome: z
      .enum(['entered', 'refused', 'waiting'])
      .describe('Whether the member came in; waiting while the campaign is paused.'),
    reason: z.string().nullable().describe('Why not, in words.'),
    enrolment: orNull(enrolmentSchema).describe('Also the one that the member is in already.'),
  })
  .openapi('Entering');
