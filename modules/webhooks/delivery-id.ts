import { publicIdOf, rowIdsOf } from '../../platform/public-ids.ts';

export interface DeliveryKey {
  readonly endpointId: number;
  readonly sequence: bigint;
}

/** What others call the delivery of a notification to an endpoint. */
export function deliveryId({ endpointId, sequence }: DeliveryKey): string {
  return publicIdOf('dlv', sequence, endpointId);
}

/** The delivery that is called so; undefined when it is no id of one. */
export function deliveryOf(id: string): DeliveryKey | undefined {
  const [sequence, endpointId, ...more] = rowIdsOf('dlv', id);
  if (sequence === undefined || endpointId === undefined || more.length > 0 || endpointId > 2_147_483_647n)
    return undefined;
  return { endpointId: Number(endpointId), sequence };
}
