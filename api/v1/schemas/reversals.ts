import { z } from '@hono/zod-openapi';
import {
  codeSchema,
  couponCodeSchema,
  instant,
  instantInput,
  memberIdSchema,
  orderIdSchema,
  publicId,
  reasonSchema,
  whole,
} from './basics.ts';

const number = z.int().min(0);
const reason = reasonSchema.describe('Why, in words that the audit and the timeline keep.');
const what = z.enum(['points', 'coupons']).describe('What to take back.');

export const reversalInputSchema = z
  .strictObject({
    campaign: codeSchema,
    since: instantInput.describe('What it granted from then on.'),
    until: instantInput.describe('And before then. Absent: now.').optional(),
    what: z
      .array(what)
      .min(1)
      .max(2)
      .refine((all) => new Set(all).size === all.length, { message: 'one comes twice' })
      .describe('Absent: both.')
      .meta({ uniqueItems: true })
      .optional(),
    reason,
    dryRun: z.boolean().default(true).describe('Say what would come of it.'),
    confirms: publicId('rvs')
      .describe('Id of the dry run whose figures must still hold; dryRun: false needs it. Opaque.')
      .optional(),
  })
  .openapi('ReversalInput');

export const reversalSchema = z
  .object({
    id: publicId('rvs').describe('Id of the reversal. Opaque.'),
    status: z.enum(['running', 'done', 'cancelled']).describe('Where it stands.'),
    campaign: codeSchema,
    since: instant.describe('From then on.'),
    until: instant.describe('And before then.'),
    what: z.array(what),
    reason,
    dryRun: z.boolean().describe('Nothing was changed.'),
    confirms: publicId('rvs').describe('Id of the dry run that it confirms. Opaque.').optional(),
    members: number.describe('Members of the campaign who have been gone through.'),
    grants: number.describe('Grants found.'),
    granted: whole.describe('Points of those grants.'),
    takenBack: whole.describe('Points taken back, unspent first.'),
    spent: whole.describe('Points that had been spent: they stay spent. What a return brings back is taken back then.'),
    held: whole.describe('Points on hold: what is released is taken back then.'),
    gone: whole.describe('Points that had expired or been taken back before.'),
    coupons: number.describe('Coupons withdrawn.'),
    couponsUsed: number.describe('Coupons that had been used.'),
    couponsOver: number.describe('Coupons that had expired or been withdrawn before.'),
    messages: number.describe("Messages that were sent: they can't be taken back."),
    leftovers: z
      .array(
        z.object({
          memberId: memberIdSchema,
          kind: z.enum(['points', 'coupon']).describe('What was granted.'),
          granted: whole.describe('Points; 1 of a coupon.'),
          spent: whole.describe('Points; 1 of a coupon.'),
          held: whole.describe('Points.'),
          orderId: orderIdSchema.describe('The order a coupon was used on.').optional(),
          coupon: couponCodeSchema.optional(),
        }),
      )
      .max(100)
      .describe('Grants that could not be taken back whole, most spent first; 100 at most.'),
    leftoversTotal: number.describe('How many there are.'),
    cancelledReason: z.string().describe('Why it was not carried out.').optional(),
    createdAt: instant.describe('When.'),
    finishedAt: instant.describe('When it was over.').optional(),
  })
  .openapi('Reversal');
