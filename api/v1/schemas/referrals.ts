import { z } from '@hono/zod-openapi';
import { instant, memberIdSchema, orNull, orderIdSchema, pageOf, publicId, whole } from './basics.ts';

export const referralStatuses = [
  ...(['joined', 'review', 'waiting', 'approved'] as const),
  ...(['paid', 'friend_only', 'refused', 'returned'] as const),
] as const;

export const referralCaseSchema = z
  .object({
    id: publicId('ref').describe('Id of the invitation. Opaque.'),
    memberId: memberIdSchema,
    friendId: memberIdSchema,
    status: z.enum(referralStatuses).describe('How far it has come.'),
    reasons: z.array(z.string().describe('Why.')),
    registeredAt: instant.describe('When.'),
    changedAt: instant.describe('When.'),
    waitsUntil: instant.nullable().describe('Until when.').optional(),
    orderId: orNull(orderIdSchema).optional(),
    rewardPoints: whole.describe('What the member got.').optional(),
  })
  .openapi('ReferralCase');

export const referralCasePageSchema = pageOf(referralCaseSchema, 'ReferralCasePage');
