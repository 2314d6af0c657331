import type { ReactNode } from 'react';
import type { Shape } from '../../data/api.ts';
import { movedBy } from '../../data/nouns.ts';
import { Status, type StatusKind } from '../../parts/status.tsx';
import { useText } from '../../text/use-text.tsx';

export type Endpoint = Shape['WebhookEndpoint'];
export type Delivery = Shape['Delivery'];
export type NotificationType = Shape['NotificationType'];

/** Everything that is told, by its name. */
export const notificationTypes = Object.keys(movedBy) as NotificationType[];

export function EndpointStatus({ status }: Pick<Endpoint, 'status'>): ReactNode {
  const tell = useText();
  if (status === 'enabled') return <Status kind="live">{tell('webhooks.enabled')}</Status>;
  return <Status kind="paused">{tell('webhooks.disabled')}</Status>;
}

export const deliveryStatuses: readonly Delivery['status'][] = ['waiting', 'delivering', 'delivered', 'dead'];

const kinds: Readonly<Record<Delivery['status'], StatusKind>> = {
  ...{ waiting: 'scheduled', delivering: 'live', delivered: 'ok', dead: 'bad' },
};

/** Where deliveries stand, in words. */
export function useDeliveryWords(): Readonly<Record<Delivery['status'], string>> {
  const tell = useText();
  return {
    waiting: tell('webhooks.waiting'),
    delivering: tell('webhooks.delivering'),
    delivered: tell('webhooks.delivered'),
    dead: tell('webhooks.dead'),
  };
}

export function DeliveryStatus({ status }: Pick<Delivery, 'status'>): ReactNode {
  return <Status kind={kinds[status]}>{useDeliveryWords()[status]}</Status>;
}

/** What an endpoint is told of. */
export function useTypesWords(): (endpoint: Pick<Endpoint, 'types'>) => string {
  const tell = useText();
  return ({ types }) => (types.length === 0 ? tell('webhooks.allTypes') : types.join(', '));
}
