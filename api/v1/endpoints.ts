import type { Endpoint } from './endpoint.ts';
import { keyEndpoints } from './keys/endpoints.ts';
import { deliveryEndpoints } from './webhooks/deliveries.ts';
import { webhookEndpoints } from './webhooks/endpoints.ts';
import { notificationEndpoints } from './webhooks/notifications.ts';

/** Every route of `/v1`, in the order of the document. */
export const endpoints: readonly Endpoint[] = [
  ...webhookEndpoints,
  ...notificationEndpoints,
  ...deliveryEndpoints,
  ...keyEndpoints,
];
