import { z } from '@hono/zod-openapi';
import { attributesInput, instantInput, localDay, memberIdSchema, orNull, reasonSchema } from './basics.ts';

/** What a profile has. Fields of the shop's own stand under `attributes`: a misspelt name is refused. */
const profileFields = {
  email: z.string().max(254).nullable().describe('E-mail address.').optional(),
  phone: z.string().max(40).nullable().describe('With its country: +44 20 7946 0958.').optional(),
  wechatOpenId: z
    .string()
    .max(128)
    .nullable()
    .describe("What WeChat calls the member in the shop's own account.")
    .optional(),
  pushToken: z
    .string()
    .max(1_000)
    .nullable()
    .describe("Where the shop's app is, for the provider of its push messages.")
    .optional(),
  name: z.string().max(100).nullable().describe('Full name.').optional(),
  birthday: localDay.nullable().describe('A date: 1990-05-17.').optional(),
  zone: z.string().max(60).nullable().describe('IANA zone.').optional(),
  locale: z.string().max(20).nullable().describe('Language, such as en or zh-CN.').optional(),
  tags: z.array(z.string().min(1).max(60)).max(50).describe('Words the shop sorts members by.').optional(),
  consent: z
    .strictObject({
      email: z.boolean().describe('May marketing be sent there?').optional(),
      inbox: z.boolean().describe("May it lie in the inbox of the member's page?").optional(),
      sms: z.boolean().describe('The same by SMS.').optional(),
      wechat: z.boolean().describe('By WeChat.').optional(),
      push: z.boolean().describe('By push.').optional(),
    })
    .describe('Consent to marketing, by channel.')
    .optional(),
  referralCode: z.string().max(40).nullable().describe('Code of the member who invited this one.').optional(),
  deviceId: z.string().max(200).nullable().describe('Only its keyed hash is kept.').optional(),
  ip: z.string().max(45).nullable().describe('Only its keyed hash is kept.').optional(),
  attributes: attributesInput.describe("The shop's own fields, name to value.").optional(),
};

export const memberJoinedDataSchema = z
  .strictObject({
    ...profileFields,
  })
  .openapi('MemberJoinedData', { examples: [{ email: 'anna@example.com', name: 'Anna', consent: { email: true } }] });

export const memberUpdatedDataSchema = z
  .strictObject({
    ...profileFields,
  })
  .describe('null clears a field, an absent one stays.')
  .openapi('MemberUpdatedData', { examples: [{ locale: 'zh-CN' }] });

export const memberInputSchema = z
  .strictObject({
    id: memberIdSchema,
    joinedAt: instantInput.describe('Absent: now.').optional(),
    ...profileFields,
  })
  .openapi('MemberInput');

export const memberPatchSchema = z
  .strictObject({
    ...profileFields,
  })
  .describe('null clears a field, an absent one stays.')
  .openapi('MemberPatch');

/** What members may change of themselves. */
export const mePatchSchema = z
  .strictObject({
    email: profileFields.email,
    phone: profileFields.phone,
    name: profileFields.name,
    birthday: profileFields.birthday,
    locale: profileFields.locale,
    consent: profileFields.consent,
  })
  .describe('null clears a field, an absent one stays.')
  .openapi('MePatch');

export const streakSchema = z
  .object({
    days: z.int().min(0).describe('Days in a row.'),
    best: z.int().min(0).describe('The longest ever.'),
    lastOn: localDay.nullable().describe('The last day.'),
  })
  .openapi('Streak', { examples: [{ days: 3, best: 5, lastOn: '2026-12-08' }] });

export const referralSchema = z
  .object({
    code: z.string().describe('To invite friends with.'),
    url: z.string().meta({ format: 'uri' }).describe('The same as a link.'),
    invited: z.int().min(0).describe('Friends who joined with it.'),
    paid: z.int().min(0).describe('Friends who brought a reward.'),
    invitedBy: orNull(memberIdSchema).optional(),
  })
  .openapi('Referral');

export const reasonInputSchema = z
  .strictObject({ reason: reasonSchema.describe('Why, in words that the audit and the timeline keep.') })
  .openapi('ReasonInput');
