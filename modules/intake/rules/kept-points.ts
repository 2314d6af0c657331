import { pointsWithCoupon } from '../../coupons/rules.ts';
import { countedAmount, type Fraction, wholePoints } from '../../programme/rules-earning.ts';
import type { EarningRules } from '../../programme/rules.ts';
import { readExactPoints } from './exact-points.ts';

/** What an order is reckoned by, whatever becomes of it later. */
export interface PlacedTerms {
  readonly placedMinor: number;
  /** What it earned when it was placed. */
  readonly points: number;
  /** The same before it was rounded down; null when it was whole, or is not known. */
  readonly exactPoints: string | null;
}

/** What is kept of an order: what it comes to, less what came back, and nothing of one that is cancelled. */
export function keptMinorOf(order: { readonly amountMinor: number; readonly returnedMinor: number }): number {
  // More may have come back than it was amended to afterwards.
  return Math.max(0, order.amountMinor - order.returnedMinor);
}

/**
 * The points of an order of which `keptMinor` is kept: what that amount would have earned with the order's own rate, multipliers and
 * coupon, rounded down as it would have been. What came back, what was amended and in which order makes no difference. The amount
 * counts as the steps say: half of an order that reached a step keeps less than half of its points. Undefined when the order came to
 * nothing and nobody noted what it would have brought.
 */
export function pointsOfKept(
  rules: Pick<EarningRules, 'steps'>,
  placed: PlacedTerms,
  keptMinor: number,
): number | undefined {
  if (keptMinor === 0) return 0;
  if (keptMinor === placed.placedMinor) return placed.points;
  if (placed.points === 0 && placed.exactPoints === null) return undefined;
  const { earned, multiplier, per } = readExactPoints(placed);
  const whole: Fraction =
    per === 'unit' ? { numerator: 1n, denominator: 1n } : countedAmount(rules, placed.placedMinor);
  const kept = countedAmount(rules, keptMinor);
  // In proportion to what the order did earn, so that a later change of rate or tier does not touch old orders.
  const points = wholePoints({
    numerator: earned.numerator * kept.numerator * whole.denominator,
    denominator: earned.denominator * kept.denominator * whole.numerator,
  });
  return pointsWithCoupon(points, { kind: 'points', multiplier });
}
