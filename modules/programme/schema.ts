import * as z from 'zod';
import { multiplierDigits } from '../../values/ratio.ts';
import { isZone, parseLocalDay } from '../../values/calendar.ts';
import { isEmail, readEmail } from '../../values/contact.ts';
import { channels, deferralDaysDefault } from './rules-message-limits.ts';
import { retentionDaysMax, retentionDaysMin } from './rules-retention.ts';
import { amountMinorMax, currencyDigits } from '../../values/money.ts';

const code = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'not a code of small letters, digits and dashes')
  .meta({ examples: ['silver'] });

const multiplier = z
  .number()
  .min(1)
  .max(100)
  .refine((value) => Number(value.toFixed(multiplierDigits)) === value, {
    message: `has more than ${multiplierDigits} decimal places`,
    params: { fix: 'write a multiplier such as 1.5' },
  });

const money = z.number().positive().describe('an amount of the programme currency');

const localTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not a time of day')
  .meta({ examples: ['21:00'] });

const locale = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/, 'not a locale')
  .meta({ examples: ['en'] });

const text = (lengthMax: number) => z.string().trim().min(1).max(lengthMax);

/** A text that is the same in every language, or one for each. */
const localText = (lengthMax: number) => z.union([text(lengthMax), z.record(locale, text(lengthMax))]);

const calendarRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('dayOfMonth'), day: z.int().min(1).max(31), multiplier }),
  z.strictObject({ kind: z.literal('weekend'), multiplier }),
  z.strictObject({ kind: z.literal('birthdayMonth'), multiplier }),
]);

const earning = z.strictObject({
  points: z.int().min(1).max(1_000_000).default(1),
  per: money,
  steps: z
    .array(z.strictObject({ above: money, multiplier }))
    .max(10)
    .default([]),
  calendar: z.array(calendarRule).max(20).default([]),
  maxMultiplier: multiplier.default(10),
});

const tier = z.strictObject({
  code,
  name: localText(40).describe('a name, or one for each language'),
  multiplier: multiplier.default(1),
  extraExpiryMonths: z.int().min(0).max(120).default(0).describe('months that points earned in this tier live longer'),
  spend: money.optional(),
  orders: z.int().min(1).max(100_000).optional(),
});

const task = z.strictObject({
  event: z
    .string()
    .max(60)
    .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/, 'not an event type')
    .meta({ examples: ['checkin.done'] }),
  points: z.int().min(1).max(1_000_000),
  once: z.enum(['event', 'day', 'ever']).default('event'),
});

/** Fields of an event, or attributes, that are declared at most. */
const fieldsMax = 200;
const fields = z
  .record(
    z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,59}$/, 'not the name of a field'),
    z.enum(['text', 'number', 'money', 'flag', 'date']),
  )
  .refine((declared) => Object.keys(declared).length <= fieldsMax, {
    message: `has more than ${fieldsMax} fields`,
    params: { fix: 'declare those that conditions ask about' },
  })
  .meta({ examples: [{ amount: 'money', channel: 'text' }] });

const holiday = z
  .string()
  .refine((day) => parseLocalDay(day) !== undefined, {
    message: 'is no date',
    params: { fix: 'write a day such as "2026-12-25", in quotes' },
  })
  .meta({ examples: ['2026-12-25'] });

const graceDays = z
  .int()
  .min(1)
  .max(365)
  .exactOptional()
  .describe('days after their official end on which points can still be spent');

/** Shorter than two months leaves no room for a countdown of 30 days between one visit and the end. */
const inactivity = {
  inactivityMonths: z
    .int()
    .min(2)
    .max(120)
    .exactOptional()
    .describe('months without earning or redeeming after which all points lapse'),
  inactivityDays: z
    .int()
    .min(60)
    .max(3650)
    .exactOptional()
    .describe('days without earning or redeeming after which all points lapse'),
};

const expiry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('never'), ...inactivity }),
  z.strictObject({ kind: z.literal('rolling'), months: z.int().min(1).max(120), graceDays, ...inactivity }),
  z.strictObject({
    kind: z.literal('fixedDate'),
    month: z.int().min(1).max(12),
    day: z.int().min(1).max(31),
    minimumMonths: z.int().min(0).max(60).default(0),
    graceDays,
    ...inactivity,
  }),
]);

const messageCap = z.strictObject({
  class: z.enum(['marketing', 'service']).describe('transactional messages are never capped'),
  channel: z.enum(channels).default('email'),
  max: z.int().min(1).max(1_000),
  perDays: z.int().min(1).max(365),
});

/** Ways of which a message goes by the first that may. */
export const messageChannels = z
  .array(z.enum(channels))
  .min(1)
  .max(channels.length)
  .refine((named) => new Set(named).size === named.length, {
    message: 'name a channel twice',
    params: { fix: 'write each of them once' },
  })
  .exactOptional()
  .describe('the channels of messages, best first: each goes by the first that may; email alone when absent');

const redeemedPoints = z.int().min(1).max(1_000_000_000);

const redemption = z.strictObject({
  points: z.int().min(1).max(1_000_000).describe('so many points are worth `per`'),
  per: money,
  maxShare: z
    .number()
    .positive()
    .max(1)
    .refine((value) => Number(value.toFixed(multiplierDigits)) === value, {
      message: `has more than ${multiplierDigits} decimal places`,
      params: { fix: 'write a share such as 0.5' },
    })
    .default(1)
    .describe('the part of an order that points may pay at most, such as 0.5'),
  minPoints: redeemedPoints.exactOptional().describe('the fewest points of one redemption'),
  stepPoints: redeemedPoints.exactOptional().describe('points are used in multiples of this'),
  holdMinutes: z
    .int()
    .min(1)
    .max(43_200)
    .default(30)
    .describe('minutes for which points are held for an order that is not paid yet'),
});

const keptFor = z
  .union([z.int().min(retentionDaysMin).max(retentionDaysMax), z.literal('forever')])
  .exactOptional()
  .describe('days, or "forever"');

const sender = z.strictObject({
  name: text(80),
  address: z
    .string()
    .overwrite((written) => readEmail(written) ?? written)
    .refine(isEmail, {
      message: 'is not an e-mail address',
      params: { fix: 'write an address such as club@shop.example' },
    }),
});

/** The programme file as it is written; readProgrammeFile makes a Programme of it. */
export const programmeFileSchema = z.strictObject({
  code,
  name: localText(80).describe('a name, or one for each language'),
  asset: localText(30).default('points').describe('what a point is called; one word, or one for each language'),
  currency: z.string().refine((value) => currencyDigits(value) !== undefined, {
    message: 'is not an ISO 4217 currency',
    params: { fix: 'write three capitals such as GBP' },
  }),
  zone: z.string().refine(isZone, {
    message: 'is not a time zone',
    params: { fix: 'write an IANA zone such as Europe/London' },
  }),
  locale: locale.default('en'),
  locales: z.array(locale).min(1).max(20).optional(),
  earning,
  tiers: z
    .array(tier)
    .min(1)
    .max(20)
    .default([{ code: 'base', name: 'Member', multiplier: 1, extraExpiryMonths: 0 }]),
  expiry,
  tasks: z.array(task).max(50).default([]),
  events: z
    .union([z.array(task.shape.event).max(100), z.record(task.shape.event, fields)])
    .exactOptional()
    .describe('types of events of your own, with what their fields hold'),
  attributes: fields.exactOptional().describe('what you know of members beside their profile, with what it holds'),
  tags: z.array(z.string().trim().min(1).max(60)).max(500).exactOptional().describe('tags that members may have'),
  holidays: z
    .record(code, z.array(holiday).min(1).max(366))
    .exactOptional()
    .describe('lists of days on which nothing is done, by name'),
  leapDay: z
    .enum(['february', 'march'])
    .exactOptional()
    .describe('when a birthday on 29 February is kept in other years: on 28 February, or on 1 March'),
  pendingDays: z.int().min(0).max(365).default(0).describe("days that an order's points stay pending"),
  clawback: z.enum(['debt', 'clamp']).default('debt'),
  redemption: redemption.exactOptional().describe('what points are worth at the checkout'),
  adjustments: z
    .strictObject({
      reviewAbove: z.int().min(0).max(amountMinorMax).describe('more points than these wait for a second person'),
    })
    .exactOptional()
    .describe('corrections of points by hand; none of them waits when absent'),
  campaigns: z
    .strictObject({
      reviewAbove: z.number().min(0).describe('campaigns that may cost more than this wait for a second person'),
    })
    .exactOptional()
    .describe('who looks at campaigns before they go live; nobody has to when absent'),
  retention: z
    .strictObject({ events: keptFor, messages: keptFor, stories: keptFor, mailReports: keptFor })
    .exactOptional()
    .describe('how long details are kept that points, disputes and suppression do not need; the defaults when absent'),
  holdOut: z
    .number()
    .min(0)
    .max(0.5)
    .exactOptional()
    .describe('the share of members who get nothing from any campaign, so that what all of them add can be measured'),
  profileFields: z.array(text(40)).max(20).default(['email', 'name', 'birthday']),
  quietHours: z.strictObject({ from: localTime, until: localTime }).nullable().default(null),
  messageCaps: z.array(messageCap).max(10).default([]).describe('messages a member gets at most'),
  messageChannels,
  messageDeferralDays: z
    .int()
    .min(1)
    .max(60)
    .default(deferralDaysDefault)
    .describe('days after which a message that a cap puts off is dropped'),
  sender,
  layouts: z
    .string()
    .min(1)
    .max(200)
    .exactOptional()
    .describe('folder of layouts beside this file, for all campaigns; the shipped ones where it has none'),
  footer: z
    .strictObject({
      address: localText(300).exactOptional().describe("the sender's name and postal address"),
      reason: localText(300)
        .exactOptional()
        .describe('why the reader gets this mail; a sentence of its own when absent'),
    })
    .exactOptional()
    .describe('what the law wants at the foot of a mail'),
  shopUrl: z
    .url({ protocol: /^https?$/, error: 'is not an address that starts with https://' })
    .max(500)
    .exactOptional()
    .meta({ examples: ['https://shop.example/'] })
    .describe('where the button of a mail leads; no button when absent'),
});

export type ProgrammeFile = z.output<typeof programmeFileSchema>;
