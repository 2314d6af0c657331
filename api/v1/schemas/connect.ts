import { z } from '@hono/zod-openapi';
import { connectionKinds } from '../../../modules/connect/settings.ts';
import { textReportTypes } from '../../../modules/messaging/reachability/take-text-report.ts';
import { textChannels } from '../../../modules/programme/rules-message-limits.ts';
import { instant, pageOf, publicId } from './basics.ts';
import { eventAnswerSchema } from './events.ts';

const settings = {
  amountOf: z.enum(['goods', 'goods_and_shipping', 'total']).describe('What of an order earns.'),
  taxes: z.enum(['as_shown', 'excluded']).describe('As the shop shows its prices, or without tax.'),
  placedWhen: z.enum(['paid', 'completed']).describe('When an order counts.'),
  guests: z.enum(['ignore', 'by_email']).describe('Orders without a customer.'),
  customers: z.enum(['join', 'wait']).describe('Who buys and is no member yet joins, or their orders wait.'),
  testOrders: z.boolean().describe('Take them.'),
  excludedProducts: z
    .array(z.string().trim().min(1).max(100))
    .max(1_000)
    .describe('Products that do not earn, by id or SKU, such as gift cards of a shop that does not mark them.'),
  topicArn: z.string().max(400).describe('Of SES: the SNS topic whose messages are taken.'),
  url: z.string().min(1).max(500).describe('Of a channel: where texts are posted.'),
  channels: z.array(z.enum(textChannels)).min(1).max(3).describe('Of a channel: what it sends.'),
  perSecond: z.number().min(0.1).max(1_000).describe('Of a channel: texts a second at most.'),
};

export const connectionSettingsSchema = z.object(settings).partial().openapi('ConnectionSettings');
export const connectionSettingsInputSchema = z.strictObject(settings).partial().openapi('ConnectionSettingsInput');

const name = z.string().trim().min(1).max(100);
const secret = z.string().min(16).max(500);

export const connectionInputSchema = z
  .strictObject({
    kind: z.enum(connectionKinds).describe('Of the shop or provider.'),
    secret: secret
      .optional()
      .describe('With which calls are signed; kept encrypted. SES has none; of a channel one is made when absent.'),
    name: name.optional().describe('For people.'),
    settings: connectionSettingsInputSchema.optional(),
  })
  .openapi('ConnectionInput');

export const connectionPatchSchema = z
  .strictObject({
    secret: secret.optional().describe('New one.'),
    name: name.nullish().describe('For people.'),
    settings: connectionSettingsInputSchema.optional().describe('Those that change.'),
  })
  .openapi('ConnectionPatch');

const problem = {
  code: z.string().describe('A code of the registry.'),
  field: z.string().describe('Where.'),
  message: z.string().describe('What is wrong.'),
  fix: z.string().describe('What to do.'),
};

export const connectionSchema = z
  .object({
    id: publicId('cnx').describe('Id of the connection. Opaque.'),
    kind: z.enum(connectionKinds).describe('Of the shop or provider.'),
    secret: z.string().optional().describe('Only when it was made for a channel: shown once.'),
    name: z.string().nullable().describe('For people.'),
    path: z.string().describe('Where the shop sends its webhooks.'),
    settings: connectionSettingsSchema,
    lastCallAt: instant.nullable().describe('When the shop last called, to the minute.'),
    lastProblem: z
      .object({ at: instant, topic: z.string().describe('What the call was about.'), ...problem })
      .nullable()
      .describe('The last call that was not understood.'),
    problems: z
      .array(z.object({ orderId: z.string(), eventId: z.string(), at: instant, ...problem }))
      .optional()
      .describe('Orders of which a part could not be taken, the latest 20; of one connection.'),
    createdAt: instant.describe('When it was made.'),
  })
  .openapi('Connection');

export const connectionPageSchema = pageOf(connectionSchema, 'ConnectionPage');

export const mailConnectAnswerSchema = z
  .object({
    reports: z
      .array(
        z.object({
          id: z.string().describe("Of the provider's event."),
          status: z.enum(['taken', 'duplicate', 'unmatched']).describe('Unmatched: its mail is not known yet.'),
          suppressed: z.boolean().describe('Nothing goes to the address any more.'),
        }),
      )
      .describe('What was made of it.'),
    ignored: z.string().nullable().describe('Why nothing was.'),
  })
  .openapi('MailConnectAnswer');

export const channelReportSchema = z
  .object({
    type: z.enum(textReportTypes.map((type) => `message.${type}` as const)).describe('What became of a text.'),
    id: z.string().min(1).max(100).describe('The id that the text had when it was posted.'),
    at: z.iso.datetime({ offset: true }).describe('When; now when absent.').optional(),
    code: z.string().max(60).describe('address_invalid: nobody is there, nothing goes there any more.').optional(),
    reason: z.string().max(1_000).describe('In words that the timeline shows.').optional(),
    providerId: z.string().max(200).describe('What the provider calls it.').optional(),
  })
  .openapi('ChannelReport');

export const channelReportAnswerSchema = z
  .object({
    id: z.string().describe('Of the call.'),
    status: z.enum(['taken', 'duplicate']).describe('Each report counts once.'),
    suppressed: z.boolean().describe('Nothing goes to the address any more.'),
  })
  .openapi('ChannelReportAnswer');

export const connectAnswerSchema = z
  .object({
    events: z.array(eventAnswerSchema).describe('What was made of it.'),
    ignored: z.string().nullable().describe('Why nothing was.'),
  })
  .openapi('ConnectAnswer');
