import { z } from '@hono/zod-openapi';
import {
  attributesInput,
  balanceSchema,
  codeSchema,
  currencySchema,
  instant,
  localDay,
  memberIdSchema,
  orNull,
  pageOf,
  whole,
} from './basics.ts';
import { couponSchema } from './coupons.ts';
import { lotSchema } from './points.ts';
import { referralSchema, streakSchema } from './profiles.ts';
export const memberSchema = z
  .object({
    id: memberIdSchema,
    status: z.enum(['active', 'suspended', 'closed', 'merged', 'erased']).describe('Only active ones earn and redeem.'),
    mergedInto: memberIdSchema.optional(),
    email: z.string().nullable().describe('E-mail address.').optional(),
    phone: z.string().nullable().describe('Phone number.').optional(),
    wechatOpenId: z.string().nullable().describe('What WeChat calls the member.').optional(),
    pushToken: z.string().nullable().describe("Where the shop's app is.").optional(),
    name: z.string().nullable().describe('Full name.').optional(),
    birthday: localDay.nullable().describe('A date.').optional(),
    zone: z.string().nullable().describe('IANA zone.').optional(),
    locale: z.string().nullable().describe('Language.').optional(),
    tags: z.array(z.string()),
    consent: z.object({
      email: z.boolean().nullable().describe('Consent to marketing; null was never asked.').optional(),
      inbox: z.boolean().nullable().describe('In the inbox.').optional(),
      sms: z.boolean().nullable().describe('By SMS, at the present number.').optional(),
      wechat: z.boolean().nullable().describe('By WeChat.').optional(),
      push: z.boolean().nullable().describe('By push.').optional(),
    }),
    attributes: attributesInput.describe("The shop's own fields, name to value."),
    tier: codeSchema,
    joinedAt: instant.describe('When.'),
    profileCompletedAt: instant.nullable().describe('When the profile was first complete.').optional(),
    lastOrderAt: instant.nullable().describe('When.').optional(),
    ordersCount: z.int().min(0).describe('Orders not wholly returned.'),
    spentMinor: whole.describe('Bought and kept. In minor units of the currency.'),
    currency: currencySchema,
    balance: balanceSchema,
    streak: orNull(streakSchema),
    lots: z.array(lotSchema).describe('With expand=lots: the first 20, in spending order.').optional(),
    coupons: z.array(couponSchema).describe('With expand=coupons: the latest 20.').optional(),
    referral: referralSchema.optional(),
  })
  .openapi('Member');

export const memberTokenInputSchema = z
  .strictObject({
    memberId: memberIdSchema,
    expiresInSeconds: z.int().min(60).max(3_600).default(900).describe('At most an hour.').optional(),
    checkIn: z.boolean().default(false).describe('May it check in?').optional(),
    edit: z
      .boolean()
      .default(false)
      .describe('May it change the profile and consent, and activate the card?')
      .optional(),
  })
  .openapi('MemberTokenInput');

export const memberTokenSchema = z
  .object({
    token: z.string().describe('Bearer token for /me.'),
    memberId: memberIdSchema,
    expiresAt: instant.describe('When it ends.'),
  })
  .openapi('MemberToken');

export const memberPageSchema = pageOf(memberSchema, 'MemberPage');
