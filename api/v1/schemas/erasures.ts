import { z } from '@hono/zod-openapi';
import { erasureStatuses } from '../../../modules/erasures/rows.ts';
import { instant, memberIdSchema, pageOf, publicId, reasonSchema, whole } from './basics.ts';

export const erasureInputSchema = z
  .strictObject({
    memberId: memberIdSchema,
    reason: reasonSchema.describe('Why, in words that the audit keeps, unless they name the person.'),
    afterDays: z.int().min(0).max(30).default(7).describe('Days in which it can be withdrawn.').optional(),
  })
  .openapi('ErasureInput');

export const erasureSchema = z
  .object({
    id: publicId('ers').describe('Id of the request. Opaque.'),
    status: z.enum(erasureStatuses).describe('Where it stands.'),
    memberId: z.string().describe("The shop's id; a pseudonym once it is done."),
    dueAt: instant.describe('When it begins.'),
    doneAt: instant.describe('When it was done.').optional(),
    createdAt: instant.describe('When.'),
    forfeitedPoints: whole.describe('Points that ended with it.').optional(),
    kept: z.array(z.string().describe('What stays, and on what ground.')),
  })
  .openapi('Erasure');

export const erasurePageSchema = pageOf(erasureSchema, 'ErasurePage');
