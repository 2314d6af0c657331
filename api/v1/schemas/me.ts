import { z } from '@hono/zod-openapi';
import {
  balanceSchema,
  codeSchema,
  currencySchema,
  instant,
  localDay,
  memberIdSchema,
  orNull,
  pageOf,
  publicId,
  whole,
} from './basics.ts';
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
    status: z.enum(['active', 'suspended', 'closed', 'merged', 'erased']).describe('Only active ones earn and redeem.'),
    email: z.string().nullable().describe('E-mail address.'),
    birthday: localDay.nullable().describe('A date.'),
    joinedAt: instant.describe('When.'),
    consent: z
      .object({
        email: z.boolean().nullable().describe('To marketing by mail; null was never asked.'),
        inbox: z.boolean().nullable().describe('To marketing in the inbox; null was never asked.'),
        sms: z.boolean().nullable().describe('By SMS.').optional(),
        wechat: z.boolean().nullable().describe('By WeChat.').optional(),
        push: z.boolean().nullable().describe('By push.').optional(),
      })
      .describe('Consent to marketing, by channel.'),
    activation: z
      .enum(['waiting', 'done', 'none'])
      .describe('waiting: something is given when the member activates the card.'),
    checkIn: z
      .object({
        state: z.enum(['open', 'done', 'off']).describe("open: today's is to come; off: none are taken."),
        next: z
          .object({ day: z.int().min(1).describe('Of the streak.'), points: whole.describe('It will bring.') })
          .nullable()
          .describe('null of who never checked in.'),
        losesAt: instant.nullable().describe('When the streak ends without another one.'),
      })
      .describe('What checking in would do.'),
    unreadMessages: z.int().min(0).max(1_000).describe('In the inbox; 1,000 at most.'),
    may: z.object({ checkIn: z.boolean(), edit: z.boolean() }).describe('What the token may do beside reading.'),
  })
  .openapi('Me');

const multiplier = z.number().min(1);

export const myProgrammeSchema = z
  .object({
    name: z.string().describe('In the language of Accept-Language.'),
    asset: z.string().describe('What a point is called.'),
    currency: currencySchema,
    zone: z.string().describe('IANA zone of its calendar.'),
    shopUrl: z.string().nullable().describe('Where the shop is.'),
    pendingDays: z.int().min(0).describe('Days until the points of an order can be spent.'),
    earning: z
      .object({
        points: whole.describe('So many'),
        perMinor: whole.describe('for so much money, in minor units.'),
        tierMultiplier: multiplier.describe("What the member's tier makes of it."),
        steps: z.array(z.object({ aboveMinor: whole, multiplier })).describe('What is above counts more.'),
        calendar: z
          .array(
            z.object({
              kind: z.enum(['dayOfMonth', 'weekend', 'birthdayMonth']),
              day: z.int().min(1).max(31).describe('Of dayOfMonth.').optional(),
              multiplier,
            }),
          )
          .describe('Days that count more.'),
      })
      .describe('What an order brings.'),
    tasks: z
      .array(
        z.object({
          event: z.string().describe('Its type.'),
          points: whole.describe('What it brings.'),
          once: z.enum(['event', 'day', 'ever']).describe('How often.'),
        }),
      )
      .describe('What else brings points.'),
    redemption: z
      .object({ points: whole.describe('So many are worth'), perMinor: whole.describe('this, in minor units.') })
      .nullable()
      .describe('What points are worth at the checkout.'),
    profileFields: z.array(z.string()).describe('What a complete profile has.'),
  })
  .openapi('MyProgramme');

export const myMessageSchema = z
  .object({
    id: publicId('msg').describe('Id of the message. Opaque.'),
    class: z.enum(['marketing', 'service', 'transactional']).describe('What it is for.'),
    locale: z.string().describe('The language it is written in.'),
    subject: z.string().describe('One line.'),
    text: z.string().describe('Plain text; addresses in it begin with https:// or http://.'),
    sentAt: instant.describe('When.'),
    readAt: instant.nullable().describe('When it was first read; null of a new one.'),
  })
  .openapi('MyMessage');

export const myMessagePageSchema = z
  .object({
    data: z.array(myMessageSchema),
    nextCursor: z.string().nullable().describe('null on the last page.'),
    unread: z.int().min(0).max(1_000).describe('New ones in the whole inbox; 1,000 at most.'),
  })
  .openapi('MyMessagePage');

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
