import { connectionEndpoints } from './connect/connections.ts';
import { mailWebhookEndpoints } from './connect/mail-webhooks.ts';
import { webhookEndpoints } from './connect/webhooks.ts';
import type { Endpoint } from './endpoint.ts';
import { keyEndpoints } from './keys/endpoints.ts';

/** Every route of `/v1`, in the order of the document. */
export const endpoints: readonly Endpoint[] = [
  ...keyEndpoints,
  ...connectionEndpoints,
  ...webhookEndpoints,
  ...mailWebhookEndpoints,
];
