import { z } from '@hono/zod-openapi';
import { instant, memberIdSchema, publicId, reasonSchema, whole } from './basics.ts';

export const mergeInputSchema = z
  .strictObject({
    fromMemberId: memberIdSchema,
    intoMemberId: memberIdSchema,
    reason: reasonSchema.describe('Why, in words that the audit and the timeline keep.'),
    dryRun: z.boolean().default(false).describe('Say what would come of it.').optional(),
  })
  .openapi('MergeInput');

export const mergeSchema = z
  .object({
    id: publicId('mrg').describe('Id of the merge. Opaque.'),
    status: z.enum(['planned', 'done', 'undone']).describe('Planned: a dry run.'),
    fromMemberId: memberIdSchema,
    intoMemberId: memberIdSchema,
    points: whole.describe('Points that moved, each lot with its own end.'),
    coupons: z.int().min(0).describe('Coupons that moved.'),
    changes: z
      .array(
        z.object({ what: z.string().describe('What it is.'), count: whole.describe('How many, or how many points.') }),
      )
      .describe('All that moved or ended; empty once it can not be undone.'),
    leftBehind: z.array(z.string()).describe('What an undoing could not give back, in words.'),
    undoableUntil: instant.describe('A day after it.'),
    createdAt: instant.describe('When.'),
  })
  .openapi('Merge');
