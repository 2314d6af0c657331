import { exactPointsForOrder, explainPoints, wholePoints } from '../../programme/rules-earning.ts';
import type { Programme } from '../../programme/rules.ts';
import { orderLines } from '../../programme/wording.ts';
import { readExactPoints, writeExactPoints, writeUnitPoints } from './exact-points.ts';
import { type PlacedTerms, pointsOfKept } from './kept-points.ts';

/** An order and what is known of who placed it. */
export interface ExplainedOrder extends PlacedTerms {
  readonly placedAt: Date;
  readonly keptMinor: number;
  /** The member's of today: of two tiers that come to the same, it is the likelier one. */
  readonly tier: string;
  /** 1 to 12; null when unknown. */
  readonly birthMonth: number | null;
}

/**
 * Why an order is worth the points it is, a line for every rule, as far as the rules of today come to the very points it was given
 * when it was placed: rules, tier and birthday may have changed since. Undefined when they do not.
 */
export function explainOrder(programme: Programme, order: ExplainedOrder): readonly string[] | undefined {
  const { placedMinor, placedAt, keptMinor, birthMonth } = order;
  const birthday = birthMonth === null ? null : { month: birthMonth };
  const codes = programme.tiers.map(({ code }) => code);
  const fits = [order.tier, ...codes].find((tier) => wasEarnedBy(programme, order, { tier, birthday }));
  if (fits === undefined) return undefined;
  const amountMinor = keptMinor === 0 ? placedMinor : keptMinor;
  const { multiplier } = readExactPoints(order);
  const parts = explainPoints(programme, { amountMinor, placedAt }, { tier: fits, birthday });
  const times = multiplier.numerator / multiplier.denominator;
  return [
    ...orderLines(parts, programme.currency),
    ...(times === 1 ? [] : [`its coupon x${Number(times.toFixed(4))}`]),
    ...(keptMinor === 0 && placedMinor > 0 ? ['nothing of it is kept'] : []),
  ];
}

function wasEarnedBy(
  programme: Programme,
  order: ExplainedOrder,
  who: { readonly tier: string; readonly birthday: { readonly month: number } | null },
): boolean {
  const { placedMinor: amountMinor, placedAt, points, exactPoints } = order;
  const { multiplier } = readExactPoints(order);
  if (amountMinor === 0) {
    const withoutSteps = { ...programme, earning: { ...programme.earning, steps: [] } };
    const each = exactPointsForOrder(withoutSteps, { amountMinor: 1, placedAt }, who);
    return exactPoints === null || writeUnitPoints(each, multiplier) === exactPoints;
  }
  const earned = exactPointsForOrder(programme, { amountMinor, placedAt }, who);
  // Whole points are on record without what they were before.
  return exactPoints === null ? wholePoints(earned) === points : writeExactPoints(earned, multiplier) === exactPoints;
}

/** The points of an order as it stands. */
export function pointsStanding(programme: Programme, order: PlacedTerms & { readonly keptMinor: number }): number {
  return pointsOfKept(programme.earning, order, order.keptMinor) ?? 0;
}
