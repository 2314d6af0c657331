import { readPayload } from '../payload-fields.ts';
import type { ShopSettings, Told } from '../rules-told.ts';
import { shopifyCustomer, shopifyDeletedOrder, shopifyOrder, shopifyPrivacy, shopifyRefund } from './payload.ts';
import { customerOf, orderTold, privacyOf, refundTold } from './rules.ts';
import { cutText } from '../../../values/cut-text.ts';

const orderTopics: readonly string[] = [
  ...['orders/create', 'orders/paid', 'orders/updated', 'orders/fulfilled', 'orders/partially_fulfilled'],
  'orders/cancelled',
];
const privacyTopics: readonly string[] = ['customers/redact', 'customers/data_request', 'shop/redact'];

/** What a call of Shopify says. */
export function translateShopify(topic: string, body: unknown, settings: ShopSettings): Told {
  if (orderTopics.includes(topic)) {
    const read = readPayload(shopifyOrder, body);
    return 'kind' in read ? read : orderTold(read.value, settings);
  }
  if (topic === 'refunds/create') {
    const read = readPayload(shopifyRefund, body);
    return 'kind' in read ? read : refundTold(read.value, settings);
  }
  if (topic === 'orders/delete') {
    const read = readPayload(shopifyDeletedOrder, body);
    return 'kind' in read ? read : { kind: 'deleted', orderId: read.value.id };
  }
  if (topic === 'customers/create' || topic === 'customers/update') {
    const read = readPayload(shopifyCustomer, body);
    if ('kind' in read) return read;
    const { updated_at: updatedAt, created_at: createdAt } = read.value;
    const asOf = updatedAt ?? createdAt;
    if (asOf == null) return { kind: 'ignored', reason: 'it says no time' };
    return { kind: 'customer', customer: customerOf(read.value), isNew: topic === 'customers/create', asOf };
  }
  if (privacyTopics.includes(topic)) {
    const read = readPayload(shopifyPrivacy, body);
    return 'kind' in read ? read : { kind: 'privacy', request: privacyOf(topic, read.value) };
  }
  return { kind: 'ignored', reason: `nothing follows from "${cutText(topic, 60)}"` };
}
