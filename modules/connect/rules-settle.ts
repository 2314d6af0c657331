import type { OwedEvent, ShopOrder } from './rules-order.ts';

/** What intake answered to an owed event, as far as it decides how the order goes on. */
export interface Verdict {
  readonly kind: 'accepted' | 'duplicate' | 'parked' | 'refused';
  readonly code?: string;
  readonly field?: string;
}

/** What follows from an answer. */
export interface Settled {
  readonly order: ShopOrder;
  /** The same is owed again, and will be tried when the shop next calls about the order. */
  readonly isStuck: boolean;
  /** The order goes in without what was refused; `silent` when nobody need know. */
  readonly left?: 'coupon' | 'redemption' | 'silent';
}

/**
 * How an order stands after an answer. A coupon or a redemption that is refused keeps no order out: it goes in without. An event
 * whose id was used is one that went in before this connection knew of it.
 */
export function settle({ event, after }: OwedEvent, order: ShopOrder, { kind, code, field }: Verdict): Settled {
  if (kind !== 'refused') return { order: after, isStuck: false };
  if (event.type === 'order.placed' && field === 'data.coupon' && typeof event.data.coupon === 'string') {
    const declinedCoupons = [...order.taken.declinedCoupons, event.data.coupon];
    return { order: { ...order, taken: { ...order.taken, declinedCoupons } }, isStuck: false, left: 'coupon' };
  }
  if (event.type === 'order.placed' && field === 'data.redemptionId' && !order.taken.redemptionDeclined) {
    const taken = { ...order.taken, redemptionDeclined: true };
    return { order: { ...order, taken }, isStuck: false, left: 'redemption' };
  }
  if (code === 'EVENT_CONFLICT') {
    // What it went in with is not known: the amount is told again, and changes nothing if it was this one.
    const amountMinor = event.type === 'order.placed' ? null : after.taken.amountMinor;
    return { order: { ...after, taken: { ...after.taken, amountMinor } }, isStuck: false, left: 'silent' };
  }
  const neverPlaced = event.type === 'order.cancelled' && code === 'ORDER_NOT_FOUND' && !order.taken.placed;
  if (neverPlaced) return { order: after, isStuck: false, left: 'silent' };
  return { order, isStuck: true };
}
