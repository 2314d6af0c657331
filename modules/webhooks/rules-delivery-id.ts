import { opaqueId, rowOf } from '../../values/opaque-id.ts';

/** Endpoints are numbered below this, and their notifications far below what is left above it. */
const endpoints = 1n << 20n;

export interface DeliveryKey {
  readonly endpointId: number;
  readonly sequence: bigint;
}

/** What others call the delivery of a notification to an endpoint. */
export function deliveryId({ endpointId, sequence }: DeliveryKey): string {
  return opaqueId('dlv', sequence * endpoints + BigInt(endpointId));
}

/** The delivery that is called so; undefined when it is no id of one. */
export function deliveryOf(id: string): DeliveryKey | undefined {
  const row = rowOf('dlv', id);
  return row === undefined ? undefined : { endpointId: Number(row % endpoints), sequence: row / endpoints };
}
