import * as z from 'zod';
import { isZone, parseLocalDay } from '../../values/calendar.ts';
import { normalCouponCode } from '../coupons/rules.ts';
import { isEmail, isPhone, readEmail } from '../../values/contact.ts';
import { amountMinorMax } from '../../values/money.ts';
import { isPlainId, seenName } from '../../values/unseen.ts';

/** Ids end up in ledger keys, which a blank separates. */
const id = (lengthMax: number) =>
  z
    .string()
    .min(1)
    .max(lengthMax)
    .refine(isPlainId, { message: 'has a blank, or a character that nobody sees' })
    .describe(`an id of at most ${lengthMax} characters without blanks`);

const amountMinor = z.int().min(0).max(amountMinorMax).describe('minor units of the programme currency');
const currency = z.string().optional();
const line = (lengthMax: number) =>
  z
    .string()
    .overwrite(seenName)
    .trim()
    .min(1)
    .max(lengthMax)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'it has control characters');
const scalar = z.union([z.string().max(500), z.number(), z.boolean(), z.null()]);
/** A field of the shop's own. */
export const attributeSchema = z.union([scalar, z.array(scalar).max(50)]);

/** What every event has. */
export const envelopeSchema = z.strictObject({
  id: id(120),
  type: z
    .string()
    .max(60)
    .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/, 'an event type is words with dots between')
    .meta({ examples: ['checkin.done'] }),
  memberId: id(100),
  occurredAt: z
    .union([z.date(), z.iso.datetime({ offset: true, error: 'it is not an instant with its zone' })])
    .optional()
    .describe('when it happened; absent: now')
    .meta({ examples: ['2026-05-05T14:30:00+01:00'] }),
  data: z.record(z.string(), z.unknown()).default({}),
});

export const orderPlacedSchema = z.strictObject({
  orderId: id(100),
  amountMinor,
  currency,
  attributes: z.record(z.string().min(1).max(60), attributeSchema).optional().describe('what campaigns may ask about'),
  coupon: z.string().max(40).transform(normalCouponCode).optional().describe('the code of a coupon used on it'),
  redemptionId: z
    .string()
    .regex(/^red_[0-9a-z]{8,40}$/, 'it is no id of a redemption')
    .optional()
    .describe('the redemption that holds the points it is paid with'),
  quoteId: z.string().min(1).max(1_200).optional().describe('the quote that it is reckoned by'),
});

export const orderAmendedSchema = z.strictObject({
  orderId: id(100),
  amountMinor,
  currency,
  attributes: z.record(z.string().min(1).max(60), attributeSchema).optional().describe('what campaigns may ask about'),
});

export const orderCancelledSchema = z.strictObject({ orderId: id(100) });

export const orderReturnedSchema = z.strictObject({
  orderId: id(100).optional(),
  amountMinor: amountMinor.min(1).optional(),
  currency,
});

/** Fields of a profile; those the product does not know by name are the shop's own attributes. */
export const profileFields = z
  .object({
    email: z
      .string()
      .overwrite((text) => readEmail(text) ?? text)
      .refine(isEmail, {
        message: 'is not an e-mail address',
        params: { fix: 'write an address such as anna@example.com' },
      })
      .nullable(),
    phone: z
      .string()
      .refine(isPhone, {
        message: 'is not a phone number',
        params: { fix: 'write it with its country, such as +44 20 7946 0958' },
      })
      .nullable(),
    wechatOpenId: z
      .string()
      .regex(/^[\w-]{1,128}$/, 'it is not an OpenID')
      .nullable()
      .meta({ examples: ['oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'] })
      .describe("what WeChat calls the member in the shop's own account"),
    pushToken: z
      .string()
      .regex(/^[!-~]{1,1000}$/, 'it is not a token')
      .nullable()
      .meta({ examples: ['fcm:APA91bHun4MxP5egoKMwt2'] })
      .describe("where the shop's app is, for the provider of its push messages"),
    name: line(100).nullable(),
    birthday: z
      .string()
      .refine((text) => parseLocalDay(text) !== undefined, {
        message: 'is not a date',
        params: { fix: 'write it as 1990-05-17' },
      })
      .nullable(),
    zone: z
      .string()
      .refine(isZone, { message: 'is not a time zone', params: { fix: 'write an IANA zone such as Europe/London' } })
      .nullable(),
    locale: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/, 'it is not a locale')
      .nullable()
      .meta({ examples: ['en'] }),
    tags: z.array(line(60)).max(50),
    consent: z
      .strictObject({
        email: z.boolean().exactOptional(),
        inbox: z.boolean().exactOptional(),
        sms: z.boolean().exactOptional(),
        wechat: z.boolean().exactOptional(),
        push: z.boolean().exactOptional(),
      })
      .refine((said) => Object.keys(said).length > 0, {
        message: 'names no channel',
        params: { fix: 'say it of email, inbox, sms, wechat or push' },
      })
      .describe('may marketing be sent there?'),
    deviceId: line(200).nullable().describe('tells one person under two accounts; only its hash is kept'),
    ip: z
      .union([z.ipv4(), z.ipv6()], { error: 'it is not an IP address' })
      .nullable()
      .meta({ examples: ['203.0.113.7'] })
      .describe('where the member registers from; only its hash is kept'),
    referralCode: line(40).nullable().describe('the code of the member who invited this one'),
  })
  .partial().shape;
