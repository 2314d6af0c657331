import type { RouteConfig } from '@hono/zod-openapi';
import { notificationExample } from '../examples/webhooks.ts';
import { notificationSchema } from '../schemas/webhooks.ts';

const header = (name: string, description: string, schema: object, example: string) => ({
  ...{ name, in: 'header', required: true, description, schema: { type: 'string', ...schema }, example },
});

/** What an endpoint of the shop gets, as the document tells it under `webhooks`. */
export const sentNotification = {
  method: 'post',
  path: 'notification',
  operationId: 'receiveNotification',
  tags: ['Webhooks'],
  summary: 'What an endpoint of the shop gets',
  description:
    'Standard Webhooks: verify webhook-signature over `id.timestamp.body`, take a webhook-id once, answer 2xx within 15 seconds.',
  security: [{ webhookSignature: [] }],
  parameters: [
    header('webhook-id', 'Id of the notification; the same on every try and replay.', {}, 'ntf_6g2h8j4k'),
    header('webhook-timestamp', 'Unix seconds of this try.', { pattern: '^[0-9]+$' }, '1796724180'),
  ],
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: notificationSchema, example: notificationExample } },
    },
  },
  responses: {
    204: { description: 'Taken.' },
    410: { description: 'Send nothing more: the endpoint is disabled.' },
  },
} as unknown as RouteConfig;
