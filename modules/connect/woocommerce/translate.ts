import { readPayload } from '../payload-fields.ts';
import type { ShopSettings, Told } from '../rules-told.ts';
import { wooCustomer, wooDeletedOrder, wooOrder } from './payload.ts';
import { customerOf, orderTold } from './rules.ts';
import { cutText } from '../../../values/cut-text.ts';

const orderTopics: readonly string[] = ['order.created', 'order.updated', 'order.restored'];

/** What a call of WooCommerce says. */
export function translateWooCommerce(topic: string, body: unknown, settings: ShopSettings): Told {
  if (orderTopics.includes(topic)) {
    const read = readPayload(wooOrder, body);
    return 'kind' in read ? read : orderTold(read.value, settings);
  }
  if (topic === 'order.deleted') {
    const read = readPayload(wooDeletedOrder, body);
    return 'kind' in read ? read : { kind: 'deleted', orderId: read.value.id };
  }
  if (topic === 'customer.created' || topic === 'customer.updated') {
    const read = readPayload(wooCustomer, body);
    if ('kind' in read) return read;
    const { date_modified_gmt: modifiedAt, date_created_gmt: createdAt } = read.value;
    const asOf = modifiedAt ?? createdAt;
    if (asOf == null) return { kind: 'ignored', reason: 'it says no time' };
    return { kind: 'customer', customer: customerOf(read.value), isNew: topic === 'customer.created', asOf };
  }
  return { kind: 'ignored', reason: `nothing follows from "${cutText(topic, 60)}"` };
}
