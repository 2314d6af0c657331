import { z } from '@hono/zod-openapi';
import { addressedChannels } from '../../../modules/messaging/reachability/suppress.ts';
import { codeSchema, instant, memberIdSchema, orNull, pageOf, publicId, reasonSchema } from './basics.ts';

export const messageSchema = z
  .object({
    id: publicId('msg').describe('Id of the message. Opaque.'),
    memberId: memberIdSchema,
    campaign: orNull(codeSchema),
    enrolmentId: publicId('enr').describe('Id of the enrolment. Opaque.').optional(),
    channel: z.string().describe('email, inbox, sms, wechat or push.'),
    class: z.enum(['marketing', 'service', 'transactional']).describe('Decides consent, quiet hours and caps.'),
    template: z.string().describe('Its name.'),
    locale: z.string().describe('Language.'),
    status: z
      .enum(['reserved', 'sending', 'sent', 'bounced', 'suppressed', 'skipped', 'dropped', 'failed', 'unknown'])
      .describe('Where it stands.'),
    reason: z.string().nullable().describe('Why it did not go.').optional(),
    reasonText: z.string().nullable().describe('The same in the language of Accept-Language.').optional(),
    subject: z.string().nullable().describe('As sent.').optional(),
    reservedAt: instant.describe('When.'),
    notBefore: instant.describe('When.'),
    deadline: instant.nullable().describe('When it is too late.').optional(),
    sentAt: instant.nullable().describe('When.').optional(),
    deliveredAt: instant.nullable().describe('When the provider of its channel said that it had come.').optional(),
    providerId: z.string().nullable().describe('What the provider of its channel calls it.').optional(),
    attempts: z.int().min(0).describe('Tries.').optional(),
    reports: z
      .array(
        z.object({
          type: z.string().describe('bounce, complaint and the like.'),
          hard: z.boolean().describe('The address is gone for good.'),
          detail: z.string().describe('What the server there answered.'),
          at: instant.describe('When.'),
        }),
      )
      .describe('What providers told of it since, latest first.')
      .optional(),
  })
  .openapi('Message');

export const messageReasonsSchema = z
  .object({
    reasons: z
      .array(
        z.object({
          status: z.string().describe('Where these stand.'),
          reason: z.string().nullable().describe('Why; figures are left out. Takes the place of `reason` in the list.'),
          text: z.string().nullable().describe('The same in the language of Accept-Language.'),
          count: z.int().min(0),
        }),
      )
      .describe('Most first.'),
    partial: z.boolean().describe('A campaign has more of one status than are looked at.'),
  })
  .openapi('MessageReasons');

export const messagePageSchema = pageOf(messageSchema, 'MessagePage');

export const suppressionSchema = z
  .object({
    id: publicId('sup').describe('Id of the suppression. Opaque.'),
    channel: z.string().describe('email, sms, wechat or push.'),
    address: z.string().describe('Address.'),
    reason: z.string().describe('Why nothing goes there.'),
    since: instant.describe('When.'),
  })
  .openapi('Suppression');

export const suppressionPageSchema = pageOf(suppressionSchema, 'SuppressionPage');

export const suppressionInputSchema = z
  .strictObject({
    address: z
      .string()
      .min(1)
      .max(1_000)
      .describe('E-mail address, number with its country, OpenID or token, however it is written.'),
    channel: z.enum(addressedChannels).optional().describe('What it is an address of; email when absent.'),
    reason: reasonSchema.describe('Why, in words that the audit and the timeline keep.'),
  })
  .openapi('SuppressionInput');
