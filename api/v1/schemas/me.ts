import { z } from '@hono/zod-openapi';
import { balanceSchema, codeSchema, instant, localDay, memberIdSchema, orNull, pageOf, whole } from './basics.ts';
import { referralSchema, streakSchema } from './profiles.ts';
export const meSchema = z
  .object({
    memberId: memberIdSchema,
    name: z.string().nullable().describe('Name.'),
    tier: codeSchema,
    tierName: z.string().describe('What people read.').optional(),
    balance: balanceSchema,
    nextExpiry: z
      .object({ points: whole.describe('So many'), at: instant.describe('end then.') })
      .nullable()
      .optional(),
    streak: orNull(streakSchema),
    referral: referralSchema,
  })
  .openapi('Me');

export const checkInAnswerSchema = z
  .object({
    points: whole.describe('What it brought; 0 the second time of a day.'),
    streak: streakSchema,
    businessDay: localDay.describe("The member's local day."),
    next: z
      .object({ day: z.int().min(1).describe('Of the streak.'), points: whole.describe('It will bring.') })
      .optional(),
    balance: balanceSchema,
  })
  .openapi('CheckInAnswer');

export const myReferralSchema = z
  .object({
    status: z.string().describe('How far it has come.'),
    registeredAt: instant.describe('When.'),
    rewardPoints: whole.describe('What it brought.'),
  })
  .openapi('MyReferral', {
    examples: [{ status: 'paid', registeredAt: '2026-12-08T09:00:00.000Z', rewardPoints: 100 }],
  });

export const myReferralPageSchema = pageOf(myReferralSchema, 'MyReferralPage');
