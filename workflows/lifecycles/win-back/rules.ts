import type { CouponOffer } from '../../../modules/coupons/rules.ts';

/** What a rung of the ladder offers a member who has stayed away. */
export type WinBackRung = { readonly afterDays: number } & (
  | { readonly offer: 'reminder' }
  | { readonly offer: 'coupon'; readonly coupon: CouponOffer }
  | { readonly offer: 'points'; readonly points: number; readonly expiresInDays: number }
);
export type WinBackOffer = WinBackRung['offer'];

/** What is known of a member's shopping: what a branch looks at. */
export interface ShoppingFigures {
  readonly orders: number;
  readonly spentMinor: number;
  /** Points to spend. */
  readonly points: number;
}

/** Members of one kind, with a ladder of their own; every condition that is set has to hold. */
export interface WinBackSegment {
  readonly name: string;
  readonly spentFrom?: number;
  readonly spentBelow?: number;
  readonly ordersFrom?: number;
  readonly averageOrderBelow?: number;
  readonly pointsFrom?: number;
  readonly pointsBelow?: number;
  readonly ladder: readonly WinBackRung[];
}

/** Whether a campaign is about members with points to spend, without, or both. */
export type WinBackBalance = 'any' | 'positive' | 'none';

/** The first segment that the member is of; undefined is everybody else. */
export function segmentFor(segments: readonly WinBackSegment[], figures: ShoppingFigures): WinBackSegment | undefined {
  return segments.find((segment) => isOf(segment, figures));
}

function isOf(segment: WinBackSegment, { orders, spentMinor, points }: ShoppingFigures): boolean {
  const average = orders === 0 ? 0 : spentMinor / orders;
  return (
    spentMinor >= (segment.spentFrom ?? -Infinity) &&
    spentMinor < (segment.spentBelow ?? Infinity) &&
    orders >= (segment.ordersFrom ?? -Infinity) &&
    average < (segment.averageOrderBelow ?? Infinity) &&
    points >= (segment.pointsFrom ?? -Infinity) &&
    points < (segment.pointsBelow ?? Infinity)
  );
}

/** Why a member's points keep the member out of a campaign; undefined when they do not. */
export function balanceObjection(balance: WinBackBalance, points: number): string | undefined {
  if (balance === 'positive' && points <= 0) return 'has no points to spend any more';
  if (balance === 'none' && points > 0) return 'has points to spend by now';
  return undefined;
}

/** Something a member has been offered, and when. */
export type Offered = {
  readonly offer: WinBackOffer;
  readonly at: number;
};

/** What an order means for a member who was found away when no order had come after `cutoffAt`. */
export type OrderMeaning =
  /** Older than what the member was found by: still away. */
  | { readonly kind: 'nothing' }
  /** Placed before the member was found, and heard of later: not away at all. */
  | { readonly kind: 'never-away'; readonly reason: string }
  | { readonly kind: 'came-back'; readonly reason: string };

/** What an order placed at `orderAt` means, by its own time and not by when it was heard of. */
export function classifyOrder(
  orderAt: number,
  { cutoffAt, enteredAt, offered }: { cutoffAt: number; enteredAt: number; offered: readonly Offered[] },
): OrderMeaning {
  if (orderAt <= cutoffAt) return { kind: 'nothing' };
  if (orderAt < enteredAt) return { kind: 'never-away', reason: 'had ordered already: the order arrived late' };
  const last = offered.findLast(({ at }) => at <= orderAt);
  return { kind: 'came-back', reason: last ? `came back after the ${last.offer}` : 'came back without an offer' };
}
