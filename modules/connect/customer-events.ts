import type { JsonObject } from '../../values/json.ts';
import { prefixOf } from './prefix.ts';
import type { Customer } from './rules-told.ts';
import type { ShopKind } from './settings.ts';

/** A customer's joining: when the shop came to know them, and before the order that tells of them. */
export function joinedEvent(kind: ShopKind, customer: Customer, orderAt: number) {
  const joinedAt = Math.min(customer.createdAt ?? orderAt, orderAt);
  return {
    ...{ id: `${prefixOf(kind)}:customer:${customer.id}`, type: 'member.joined', memberId: customer.id },
    ...{ occurredAt: new Date(joinedAt).toISOString(), data: profileOf(customer) },
  };
}

/** What has changed of a customer, as of an instant. */
export function updatedEvent(kind: ShopKind, customer: Customer, asOf: number) {
  const occurredAt = new Date(asOf).toISOString();
  return {
    ...{ id: `${prefixOf(kind)}:customer:${customer.id}:${occurredAt}`, type: 'member.updated', memberId: customer.id },
    ...{ occurredAt, data: profileOf(customer) },
  };
}

/** Only what the shop knows: what it leaves out it does not clear. */
function profileOf({ email, name, phone, locale, consents }: Customer): JsonObject {
  return {
    ...(email === null ? {} : { email }),
    ...(name === null ? {} : { name }),
    ...(phone === null ? {} : { phone }),
    ...(locale === null ? {} : { locale }),
    ...(consents === null ? {} : { consent: { email: consents } }),
  };
}
