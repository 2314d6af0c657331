import { pointsWithCoupon } from '../../coupons/rules.ts';
import { countedAmount, wholePoints } from '../../programme/rules-earning.ts';
import type { EarningRules } from '../../programme/rules.ts';
import { readExactPoints } from './exact-points.ts';

/** An order as the refund desk sees it. */
export interface ReturnableOrder {
  readonly orderId: string;
  readonly amountMinor: number;
  /** What came back of it so far. */
  readonly returnedMinor: number;
  /** What it earned. */
  readonly points: number;
  /** The same before it was rounded down; null when it was whole, or is not known. */
  readonly exactPoints: string | null;
  readonly placedAt: Date;
}

/**
 * The points to have taken back of an order in all, once `returnedMinor` of it came back: what it earned, less what the
 * kept part would have earned, rounded as that would have been. Cumulative, so that ten small returns take as much as one large
 * one, and never more than it earned. The kept part counts as the steps say: half of an order that reached a step keeps less than
 * half of the points.
 */
export function returnedPoints(
  rules: Pick<EarningRules, 'steps'>,
  order: Pick<ReturnableOrder, 'amountMinor' | 'points' | 'exactPoints'>,
  returnedMinor: number,
): number {
  if (order.amountMinor === 0 || returnedMinor >= order.amountMinor) return order.points;
  const whole = countedAmount(rules, order.amountMinor);
  const kept = countedAmount(rules, order.amountMinor - returnedMinor);
  const { earned, multiplier } = readExactPoints(order);
  // In proportion to what the order did earn, so that a later change of rate or tier does not touch old orders.
  const keptPoints = wholePoints({
    numerator: earned.numerator * kept.numerator * whole.denominator,
    denominator: earned.denominator * kept.denominator * whole.numerator,
  });
  return order.points - pointsWithCoupon(keptPoints, { kind: 'points', multiplier });
}

/** A part of a return, put down to one order. */
export interface MatchedReturn<Order extends ReturnableOrder> {
  readonly order: Order;
  readonly amountMinor: number;
}

/**
 * The orders that a return without an order's number is put down to, as a refund desk would: the latest order of exactly
 * this amount, else the latest orders with something left, one after the other. Orders placed after the return don't count.
 */
export function matchReturn<Order extends ReturnableOrder>(
  orders: readonly Order[],
  amountMinor: number,
  returnedAt: Date,
): { readonly matches: readonly MatchedReturn<Order>[]; readonly unmatchedMinor: number } {
  const open = orders
    .filter((order) => order.returnedMinor < order.amountMinor && order.placedAt <= returnedAt)
    .sort((a, b) => b.placedAt.getTime() - a.placedAt.getTime() || compare(b.orderId, a.orderId));
  const exact = open.find((order) => order.amountMinor - order.returnedMinor === amountMinor);
  if (exact) return { matches: [{ order: exact, amountMinor }], unmatchedMinor: 0 };

  const matches: MatchedReturn<Order>[] = [];
  let leftMinor = amountMinor;
  for (const order of open) {
    if (leftMinor === 0) break;
    const part = Math.min(leftMinor, order.amountMinor - order.returnedMinor);
    matches.push({ order, amountMinor: part });
    leftMinor -= part;
  }
  return { matches, unmatchedMinor: leftMinor };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
