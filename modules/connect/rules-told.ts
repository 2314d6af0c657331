import type { JsonObject } from '../../values/json.ts';
import type { Instant } from '../../values/instant.ts';

/** What a shop's call comes to, before anything is looked up: a pure translation of its body. */
export type Told =
  | { readonly kind: 'order'; readonly order: OrderTold; readonly buyer: Buyer }
  /** A refund by itself: it names its order and nobody else. */
  | { readonly kind: 'refund'; readonly orderId: string; readonly refund: RefundTold }
  /** An order was deleted; the call says nothing else of it. */
  | { readonly kind: 'deleted'; readonly orderId: string }
  | { readonly kind: 'customer'; readonly customer: Customer; readonly isNew: boolean; readonly asOf: Instant }
  | { readonly kind: 'privacy'; readonly request: PrivacyRequest }
  | { readonly kind: 'ignored'; readonly reason: string }
  | ({ readonly kind: 'refused' } & ToldRefusal);

/** Why a call can't be understood, by field. */
export interface ToldRefusal {
  /** The order it is about, where that is known. */
  readonly orderId?: string;
  readonly code: 'REQUEST_INVALID' | 'AMOUNT_INVALID';
  readonly field: string;
  readonly message: string;
  readonly fix: string;
}

/** Who bought: a customer of the shop's, or a guest, perhaps with an address. */
export type Buyer =
  | { readonly kind: 'customer'; readonly customer: Customer }
  | { readonly kind: 'guest'; readonly email: string | null };

/** A customer as the shop knows them; only what it says. */
export interface Customer {
  /** The shop's id, which is the member's here. */
  readonly id: string;
  /** When the shop came to know them; null when it does not say. */
  readonly createdAt: Instant | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly locale: string | null;
  /** Consent to marketing by e-mail; null when they were not asked. */
  readonly consents: boolean | null;
}

/** An order as it stood at one time. */
export interface OrderTold {
  readonly orderId: string;
  /** When the shop last changed it: of two, the later one is right. */
  readonly asOf: Instant;
  readonly currency: string;
  /** Why it brings nothing as it stands; null when it counts. */
  readonly waits: string | null;
  /** When it ceased to be one; null of an order that stands. */
  readonly cancelledAt: Instant | null;
  readonly placedAt: Instant;
  readonly figures: OrderFigures;
  readonly refunds: readonly RefundTold[];
  /** Codes of discounts; one of them may be a coupon of ours. */
  readonly coupons: readonly string[];
  readonly redemptionId: string | null;
  /** What campaigns may ask about. */
  readonly attributes: JsonObject;
}

/** What an order comes to. */
export interface OrderFigures {
  /** What earns, in minor units. */
  readonly amountMinor: number;
  /** What the shop took for all of it. */
  readonly totalMinor: number;
  /** The same in the currency the customer paid in, where that is another. */
  readonly paid: { readonly currency: string; readonly totalMinor: number } | null;
  /** The lines' prices have tax in them. */
  readonly taxesIncluded: boolean;
  /** What earns is without tax. */
  readonly netOfTax: boolean;
  /** Goods earn, so that goods that come back are what is taken off; otherwise it is money. */
  readonly byLines: boolean;
}

/** What a shop gave back for an order. */
export interface RefundTold {
  readonly id: string;
  /** Null when the shop does not say: then it is when we hear of it. */
  readonly at: Instant | null;
  /** The goods that came back, at their prices after discounts; null when none are named. */
  readonly goods: { readonly priceMinor: number; readonly taxMinor: number } | null;
  /** The money that went back. */
  readonly money: { readonly currency: string; readonly minor: number };
}

/** What the law lets a customer ask of whoever keeps their data. */
export interface PrivacyRequest {
  readonly topic: 'erase' | 'export' | 'erase-shop';
  /** The same request has the same key. */
  readonly key: string;
  /** The shop's id of the customer; null when the request names none. */
  readonly memberId: string | null;
}

/** What a connection's owner has decided. */
export interface ShopSettings {
  readonly amountOf: 'goods' | 'goods_and_shipping' | 'total';
  readonly taxes: 'as_shown' | 'excluded';
  readonly placedWhen: 'paid' | 'completed';
  readonly guests: 'ignore' | 'by_email';
  readonly customers: 'join' | 'wait';
  readonly testOrders: boolean;
  readonly excludedProducts: readonly string[];
}
