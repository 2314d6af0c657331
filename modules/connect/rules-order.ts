import type { Instant } from '../../values/instant.ts';
import type { JsonObject } from '../../values/json.ts';
import { returnedMinor } from './rules-refunds.ts';
import type { OrderFigures, OrderTold, RefundTold } from './rules-told.ts';

/** Refunds that are kept of one order: a shop gives back in a few parts, and a thousand would be somebody's script. */
export const refundsMax = 200;
/** Codes tried as a coupon. */
const couponsMax = 5;

/**
 * A shop's order as far as it has been told of, in whatever order its calls came: the newest state in which it counts, the newest
 * in which it is cancelled, and every refund. So the same calls make the same order, and the same points.
 */
export interface ShopOrder {
  readonly orderId: string;
  /** The member it is put down to; null while only a refund of it is known. */
  readonly memberId: string | null;
  readonly counted: Counted | null;
  readonly cancelled: { readonly asOf: Instant; readonly at: Instant } | null;
  /** Those that name no time have that of the call that told of them first. */
  readonly refunds: readonly KeptRefund[];
  readonly coupons: readonly string[];
  readonly redemptionId: string | null;
  readonly attributes: JsonObject;
  readonly taken: Taken;
}

export interface Counted {
  readonly asOf: Instant;
  readonly placedAt: Instant;
  readonly currency: string;
  readonly figures: OrderFigures;
}

export type KeptRefund = RefundTold & { readonly at: Instant };

/** What Perennial has taken of it. */
export interface Taken {
  readonly placed: boolean;
  /** What stands; null when it was placed by a call of another amount that is not known any more. */
  readonly amountMinor: number | null;
  readonly cancelled: boolean;
  /** Ids of refunds. */
  readonly refunds: readonly string[];
  readonly returnedMinor: number;
  /** Returns without a refund of their own: what earlier refunds came to changed when more was known of the order. */
  readonly corrections: number;
  /** Coupons that the order went in without. */
  readonly declinedCoupons: readonly string[];
  readonly redemptionDeclined: boolean;
}

const nothingTaken: Taken = {
  ...{ placed: false, amountMinor: null, cancelled: false, refunds: [], returnedMinor: 0, corrections: 0 },
  ...{ declinedCoupons: [], redemptionDeclined: false },
};

/** An order of which nothing but its number is known. */
export function unknownOrder(orderId: string): ShopOrder {
  const unknown = { memberId: null, counted: null, cancelled: null, refunds: [], coupons: [], redemptionId: null };
  return { orderId, ...unknown, attributes: {}, taken: nothingTaken };
}

/** The order with what a call says of it. */
export function withOrder(before: ShopOrder | undefined, memberId: string, told: OrderTold): ShopOrder {
  const known = before ?? unknownOrder(told.orderId);
  const { asOf, cancelledAt, coupons, redemptionId, attributes } = told;
  const order = told.refunds.reduce((sum, refund) => withRefund(sum, told.orderId, refund, asOf), known);
  const first = known.counted === null && known.cancelled === null;
  return {
    ...order,
    memberId: order.memberId ?? memberId,
    counted: counts(told) ? newer(order.counted, countedOf(told)) : order.counted,
    cancelled: cancelledAt === null ? order.cancelled : newerEnd(order.cancelled, { asOf, at: cancelledAt }),
    ...(first ? { coupons: coupons.slice(0, couponsMax), attributes } : {}),
    redemptionId: order.redemptionId ?? redemptionId,
  };
}

/** The order with a refund of it, which may be all that is known. */
export function withRefund(
  before: ShopOrder | undefined,
  orderId: string,
  refund: RefundTold,
  heardAt: Instant,
): ShopOrder {
  const order = before ?? unknownOrder(orderId);
  const { refunds } = order;
  if (refunds.length >= refundsMax || refunds.some(({ id }) => id === refund.id)) return order;
  return { ...order, refunds: [...refunds, { ...refund, at: refund.at ?? heardAt }].sort(byId) };
}

/** The order once the shop has deleted it; undefined when it was never known. */
export function withoutOrder(before: ShopOrder | undefined, at: Instant): ShopOrder | undefined {
  return before && { ...before, cancelled: newerEnd(before.cancelled, { asOf: at, at }) };
}

const counts = ({ waits, cancelledAt }: OrderTold) => waits === null && cancelledAt === null;
const countedOf = ({ asOf, placedAt, currency, figures }: OrderTold): Counted => ({
  ...{ asOf, placedAt, currency, figures },
});

/** The later one; of two of the same second the lower, so that it makes no difference which came first. */
function newer(known: Counted | null, told: Counted): Counted {
  if (known === null) return told;
  const later =
    told.asOf === known.asOf ? told.figures.amountMinor < known.figures.amountMinor : told.asOf > known.asOf;
  // When it was placed does not change: one that waited for its payment is placed when that came.
  const placedAt = Math.min(known.placedAt, told.placedAt);
  return later ? { ...told, placedAt } : { ...known, placedAt };
}

function newerEnd(known: ShopOrder['cancelled'], told: NonNullable<ShopOrder['cancelled']>): ShopOrder['cancelled'] {
  return known === null || told.asOf > known.asOf ? told : known;
}

/** Ids are numbers that grow: the older refund first. */
function byId({ id: left }: RefundTold, { id: right }: RefundTold): number {
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
}

/** True of an order that does not stand any more. */
export function isCancelled({ counted, cancelled }: ShopOrder): boolean {
  return cancelled !== null && (counted === null || cancelled.asOf >= counted.asOf);
}

/** True of an order that was cancelled here and counts again in the shop: points that went do not come back by themselves. */
export function isReinstated(order: ShopOrder): boolean {
  return order.taken.cancelled && order.counted !== null && !isCancelled(order);
}

/** An event that an order owes, and how the order stands once it is taken. */
export interface OwedEvent {
  readonly event: {
    readonly id: string;
    readonly type: 'order.placed' | 'order.amended' | 'order.returned' | 'order.cancelled';
    readonly memberId: string;
    readonly occurredAt: string;
    readonly data: JsonObject;
  };
  readonly after: ShopOrder;
}

/**
 * The next event that is to be taken so that Perennial knows of the order what the shop has told; undefined when it does. Ids
 * derive from the shop's, so that calls, retries and backfills meet in one event.
 */
export function owedEvent(order: ShopOrder, prefix: string): OwedEvent | undefined {
  const { memberId, counted, taken } = order;
  if (memberId === null) return undefined;
  if (isCancelled(order)) return taken.cancelled ? undefined : cancellation(order, memberId, prefix);
  if (counted === null || taken.cancelled) return undefined;
  if (!taken.placed) return placing(order, memberId, counted, prefix);
  if (counted.figures.amountMinor !== taken.amountMinor) return amendment(order, memberId, counted, prefix);
  return nextReturn(order, memberId, counted, prefix);
}

function placing(order: ShopOrder, memberId: string, counted: Counted, prefix: string): OwedEvent {
  const { orderId, attributes, redemptionId, taken } = order;
  const { placedAt, currency, figures } = counted;
  const { amountMinor } = figures;
  const coupon = order.coupons.find((code) => !taken.declinedCoupons.includes(code));
  const data: JsonObject = {
    ...{ orderId, amountMinor, currency },
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
    ...(coupon === undefined ? {} : { coupon }),
    ...(redemptionId === null || taken.redemptionDeclined ? {} : { redemptionId }),
  };
  const id = `${prefix}:order:${orderId}`;
  const event = { id, type: 'order.placed', memberId, occurredAt: isoOf(placedAt), data } as const;
  return { event, after: { ...order, taken: { ...taken, placed: true, amountMinor } } };
}

function amendment(order: ShopOrder, memberId: string, counted: Counted, prefix: string): OwedEvent {
  const { orderId, taken } = order;
  const { asOf, currency, figures } = counted;
  const { amountMinor } = figures;
  const id = `${prefix}:order:${orderId}:${isoOf(asOf)}`;
  const data = { orderId, amountMinor, currency };
  // A shop may date an order at will; it is amended when it was changed, and not before it was placed.
  const occurredAt = isoOf(Math.max(asOf, counted.placedAt));
  const event = { id, type: 'order.amended', memberId, occurredAt, data } as const;
  return { event, after: { ...order, taken: { ...taken, amountMinor } } };
}

/** One that never counted may have points on hold for it; one that has neither owes nothing. */
function cancellation(order: ShopOrder, memberId: string, prefix: string): OwedEvent | undefined {
  const { orderId, taken, cancelled, redemptionId } = order;
  if (cancelled === null || (!taken.placed && redemptionId === null)) return undefined;
  const id = `${prefix}:order:${orderId}:cancelled`;
  const event = { id, type: 'order.cancelled', memberId, occurredAt: isoOf(cancelled.at), data: { orderId } } as const;
  return { event, after: { ...order, taken: { ...taken, cancelled: true } } };
}

/** Each refund takes what it adds to all that came back; several in small parts come to what one would. */
function nextReturn(order: ShopOrder, memberId: string, counted: Counted, prefix: string): OwedEvent | undefined {
  let { taken } = order;
  for (const refund of order.refunds) {
    if (taken.refunds.includes(refund.id)) continue;
    const refunds = [...taken.refunds, refund.id];
    const added = returnedOf(order, counted, refunds) - taken.returnedMinor;
    taken = { ...taken, refunds };
    if (added > 0) {
      const id = `${prefix}:refund:${refund.id}`;
      return returning({ ...order, taken }, memberId, { id, at: refund.at, amountMinor: added }, counted.currency);
    }
  }
  const left = returnedOf(order, counted, taken.refunds) - taken.returnedMinor;
  const last = order.refunds.at(-1);
  if (last === undefined || left <= 0) {
    return undefined;
  }
  const corrections = taken.corrections + 1;
  const id = `${prefix}:refund:${last.id}:${corrections}`;
  const after = { ...order, taken: { ...taken, corrections } };
  return returning(after, memberId, { id, at: Math.max(counted.asOf, last.at), amountMinor: left }, counted.currency);
}

function returnedOf({ refunds }: ShopOrder, { figures, currency }: Counted, ids: readonly string[]): number {
  return returnedMinor(
    figures,
    currency,
    refunds.filter(({ id }) => ids.includes(id)),
  );
}

function returning(
  order: ShopOrder,
  memberId: string,
  { id, at, amountMinor }: { readonly id: string; readonly at: Instant; readonly amountMinor: number },
  currency: string,
): OwedEvent {
  const { orderId, taken } = order;
  const data = { orderId, amountMinor, currency };
  const event = { id, type: 'order.returned', memberId, occurredAt: isoOf(at), data } as const;
  return { event, after: { ...order, taken: { ...taken, returnedMinor: taken.returnedMinor + amountMinor } } };
}

const isoOf = (at: Instant) => new Date(at).toISOString();
