import { z } from '@hono/zod-openapi';
import { notificationTypes } from '../../../modules/webhooks/rules-types.ts';
import { instant, instantInput, memberIdSchema, pageOf, publicId } from './basics.ts';

export const notificationTypeSchema = z
  .enum(notificationTypes)
  .describe('What happened. More will come: ignore those you do not know.')
  .openapi('NotificationType');

const urlSchema = z.string().min(1).max(500).meta({ format: 'uri' });
const nameSchema = z.string().min(1).max(100).describe('For people.');
const typesSchema = z.array(notificationTypeSchema).max(notificationTypes.length);

export const webhookEndpointInputSchema = z
  .strictObject({
    url: urlSchema.describe('https, and reached over the internet.'),
    types: typesSchema.describe('What to send. Empty: all, new ones too.'),
    name: nameSchema.optional(),
  })
  .openapi('WebhookEndpointInput');

export const webhookEndpointPatchSchema = z
  .strictObject({
    url: urlSchema.describe('https, and reached over the internet.').optional(),
    types: typesSchema.optional(),
    name: nameSchema.optional(),
    status: z
      .enum(['enabled', 'disabled'])
      .describe('Disabled ones get nothing that happens meanwhile; what waits for them goes on when they are enabled.')
      .optional(),
  })
  .openapi('WebhookEndpointPatch');

export const webhookEndpointSchema = z
  .object({
    id: publicId('whe').describe('Id of the endpoint. Opaque.'),
    url: z.string().meta({ format: 'uri' }).describe('Where.'),
    types: z.array(notificationTypeSchema),
    name: z.string().describe('For people.').optional(),
    status: z.enum(['enabled', 'disabled']).describe('Disabled by hand, by 410, or after five days without success.'),
    reason: z.string().describe('Why it is disabled.').optional(),
    secret: z
      .string()
      .regex(/^whsec_/)
      .describe('Shown when made and when changed, never again.')
      .optional(),
    createdAt: instant.describe('When.'),
  })
  .openapi('WebhookEndpoint');

export const webhookEndpointPageSchema = pageOf(webhookEndpointSchema, 'WebhookEndpointPage');

export const replayInputSchema = z
  .strictObject({
    notificationIds: z.array(publicId('ntf')).min(1).max(100).describe('These.').optional(),
    from: instantInput.describe('Or all that happened from then on,').optional(),
    to: instantInput.describe('before then: 10,000 at most.').optional(),
    types: typesSchema.describe('Of these types.').optional(),
  })
  .openapi('ReplayInput');

export const replaySchema = z
  .object({
    endpointId: publicId('whe').describe('Id of the endpoint. Opaque.'),
    notifications: z.int().min(0).describe('Sent once more, each under its own id.'),
  })
  .openapi('Replay');

export const notificationSchema = z
  .object({
    id: publicId('ntf').describe('Id of the notification; the header webhook-id. Opaque.'),
    type: notificationTypeSchema,
    timestamp: instant.describe('Own time of what happened.'),
    data: z.object({
      object: z
        .record(z.string(), z.unknown())
        .describe(
          'The thing as it was then, without names and addresses: of points the transaction with the balance behind it.',
        ),
      memberId: memberIdSchema.optional(),
      sequence: z.int().min(1).describe('Grows within the programme in the order of commits; holes are normal.'),
      previous: z.record(z.string(), z.unknown()).describe('Fields that changed, with their values before.').optional(),
    }),
  })
  .openapi('Notification');

export const notificationPageSchema = z
  .object({
    data: z.array(notificationSchema),
    nextCursor: z.string().describe('Goes on from here, now or when more has happened: the feed has no last page.'),
  })
  .openapi('NotificationPage');

export const deliverySchema = z
  .object({
    id: publicId('dlv').describe('Id of the delivery. Opaque.'),
    notificationId: publicId('ntf').describe('Id of the notification. Opaque.'),
    endpointId: publicId('whe').describe('Id of the endpoint. Opaque.'),
    type: notificationTypeSchema,
    status: z
      .enum(['waiting', 'delivering', 'delivered', 'dead'])
      .describe('Dead: every try failed; retry brings it back.'),
    attempts: z.int().min(0).describe('Tries so far.'),
    lastStatus: z.int().nullable().describe('What the endpoint answered.'),
    lastError: z.string().nullable().describe('What went wrong.'),
    nextTryAt: instant.nullable().describe('When, in real time.'),
    createdAt: instant.describe('When, in real time.'),
  })
  .openapi('Delivery');

export const deliveryPageSchema = pageOf(deliverySchema, 'DeliveryPage');
