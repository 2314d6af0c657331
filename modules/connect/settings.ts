import * as z from 'zod';
import { PerennialError } from '../../platform/errors.ts';
import { explainIssues } from '../../platform/explain-issue.ts';
import { type TextChannel, textChannels } from '../programme/rules-message-limits.ts';
import type { ShopSettings } from './rules-told.ts';

export const shopKinds = ['shopify', 'woocommerce'] as const;
export const mailKinds = ['ses', 'postmark', 'mailgun', 'sendgrid', 'mailjet'] as const;
/** Who sends texts for us, and tells what became of them. */
export const channelKind = 'channel';
export const connectionKinds = [...shopKinds, ...mailKinds, channelKind] as const;
export type ShopKind = (typeof shopKinds)[number];
export type MailKind = (typeof mailKinds)[number];
export type ConnectionKind = (typeof connectionKinds)[number];

export const isShopKind = (kind: ConnectionKind): kind is ShopKind => shopKinds.some((each) => each === kind);

const shopSettings = z.strictObject({
  amountOf: z.enum(['goods', 'goods_and_shipping', 'total']).describe('what of an order earns'),
  taxes: z.enum(['as_shown', 'excluded']).describe('as the shop shows its prices, or without tax'),
  placedWhen: z.enum(['paid', 'completed']).describe('when an order counts'),
  guests: z
    .enum(['ignore', 'by_email'])
    .describe('orders without a customer: left out, or put down to the member with their address'),
  customers: z
    .enum(['join', 'wait'])
    .describe('who buys and is no member yet joins, or their orders wait until they do'),
  testOrders: z.boolean().describe('take them'),
  excludedProducts: z
    .array(z.string().trim().min(1).max(100))
    .max(1_000)
    .describe('products that do not earn, by id or SKU, such as gift cards of a shop that does not mark them'),
});

export const shopSettingsDefault: ShopSettings = {
  ...{ amountOf: 'goods', taxes: 'as_shown', placedWhen: 'paid', guests: 'ignore', customers: 'join' },
  ...{ testOrders: false, excludedProducts: [] },
};

/** What a mail provider's connection needs besides its secret. */
export interface MailSettings {
  /** Of SES: the one topic whose messages are taken; anybody can make a topic of his own. */
  readonly topicArn?: string;
}
const topicArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]{1,256}$/, 'it is no ARN of a topic')
  .describe('of SES: the SNS topic, such as arn:aws:sns:eu-west-1:123456789012:mail-reports');

const mailSettings = z.strictObject({});
const sesSettings = z.strictObject({ topicArn });

/** Where texts go, and how many of them. */
export interface ChannelSettings {
  readonly url: string;
  readonly channels: readonly TextChannel[];
  /** Texts a second at most; each process counts alone. */
  readonly perSecond: number;
}

/** What providers of SMS take of one account without asking. */
const perSecondDefault = 10;
const channelSettings = z.strictObject({
  url: z.string().min(1).max(500).describe('where texts are posted, such as https://texts.example.com/perennial'),
  channels: z
    .array(z.enum(textChannels))
    .min(1)
    .max(textChannels.length)
    .refine((channels) => new Set(channels).size === channels.length, {
      message: 'names a channel twice',
      params: { fix: 'write each of sms, wechat and push once' },
    })
    .describe('what it sends: sms, wechat, push'),
  perSecond: z.number().min(0.1).max(1_000).describe('texts a second at most'),
});

export type Settings = ShopSettings | MailSettings | ChannelSettings;
type AnySettings = ShopSettings & MailSettings & ChannelSettings;
export type SettingsInput = { readonly [Name in keyof AnySettings]?: AnySettings[Name] | undefined };

/** Every setting of every kind, as it may be given. */
export const settingsInputSchema = shopSettings.extend({ topicArn, ...channelSettings.shape }).partial();

/** The settings of a connection, whole: what is not set has its default. Throws REQUEST_INVALID for one that its kind does not have. */
export function readSettings(kind: ConnectionKind, stored: unknown): Settings {
  const schema = schemaOf(kind);
  const given = Object.fromEntries(Object.entries(stored ?? {}).filter(([, value]) => value !== undefined));
  const whole = { ...defaultsOf(kind), ...given };
  const read = schema.safeParse(whole);
  if (read.success) return read.data;
  const [issue] = explainIssues(read.error.issues, schema, whole);
  throw new PerennialError(
    'REQUEST_INVALID',
    `settings.${issue?.path.join('.') ?? ''} ${issue?.problem ?? 'is not valid'}.`,
    {
      field: `settings.${issue?.path.join('.') ?? ''}`,
      fix: issue?.fix ?? `See ${kind === channelKind ? 'docs/guides/texts.md' : 'docs/guides/connect-a-shop.md'}.`,
    },
  );
}

function schemaOf(kind: ConnectionKind) {
  if (isShopKind(kind)) return shopSettings;
  if (kind === channelKind) return channelSettings;
  return kind === 'ses' ? sesSettings : mailSettings;
}

function defaultsOf(kind: ConnectionKind): object {
  if (isShopKind(kind)) return shopSettingsDefault;
  return kind === channelKind ? { perSecond: perSecondDefault } : {};
}
