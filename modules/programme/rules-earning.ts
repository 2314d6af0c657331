import { isWeekend, localDay, type LocalDay } from '../../values/calendar.ts';
import type { Ratio } from '../../values/ratio.ts';
import type { CalendarMultiplier, EarningRules, Programme, Tier } from './rules.ts';

/** What of a programme decides an order's points. */
export type EarningTerms = Pick<Programme, 'earning' | 'tiers' | 'zone' | 'currency'>;

export interface OrderToEarn {
  readonly amountMinor: number;
  readonly placedAt: Date;
}

export interface MemberWhoEarns {
  readonly tier: string;
  /** Only the month counts. */
  readonly birthday?: Pick<LocalDay, 'month'> | null;
}

/** The points of an order: rate, steps and multipliers put together exactly and rounded down once, at the end. */
export function pointsForOrder(terms: EarningTerms, order: OrderToEarn, member: MemberWhoEarns): number {
  return wholePoints(exactPointsForOrder(terms, order, member));
}

/** What an order comes to before it is rounded down. */
export function exactPointsForOrder(terms: EarningTerms, order: OrderToEarn, member: MemberWhoEarns): Fraction {
  const { earning } = terms;
  const { numerator, denominator } = multiplierOf(terms, order, member);
  const counted = countedAmount(earning, order.amountMinor);
  return {
    numerator: counted.numerator * BigInt(earning.points) * numerator,
    denominator: counted.denominator * BigInt(earning.perMinor) * denominator,
  };
}

/** Rounded down: nobody is given a part of a point. */
export const wholePoints = ({ numerator, denominator }: Fraction): number => Number(numerator / denominator);

/** A rule that had a part in the points of an order. */
export type EarningPart =
  | { readonly kind: 'rate'; readonly amountMinor: number; readonly points: number; readonly perMinor: number }
  | { readonly kind: 'step'; readonly aboveMinor: number; readonly multiplier: number }
  | MultiplierPart
  /** All multipliers together are held down to this. */
  | { readonly kind: 'cap'; readonly multiplier: number };

type MultiplierPart =
  | { readonly kind: 'tier'; readonly name: string; readonly multiplier: number }
  | { readonly kind: 'dayOfMonth'; readonly day: number; readonly multiplier: number }
  | { readonly kind: 'weekend' | 'birthdayMonth'; readonly multiplier: number };

/** How the points of an order came about, a part for every rule. */
export function explainPoints(terms: EarningTerms, order: OrderToEarn, member: MemberWhoEarns): EarningPart[] {
  const { points, perMinor, steps, maxMultiplier } = terms.earning;
  const parts: EarningPart[] = [{ kind: 'rate', amountMinor: order.amountMinor, points, perMinor }];
  for (const { aboveMinor, multiplier } of steps) {
    if (order.amountMinor > aboveMinor) parts.push({ kind: 'step', aboveMinor, multiplier: rounded(multiplier) });
  }
  parts.push(...multipliersThatApply(terms, order, member).map(({ part }) => part));
  const { capped } = multiplierOf(terms, order, member);
  if (capped) parts.push({ kind: 'cap', multiplier: rounded(maxMultiplier) });
  return parts;
}

/**
 * What an amount counts for under the steps: 500 with "the part above 300 x 1.5" counts for 600.
 * Of several steps, each part of the amount takes the highest step that it is above.
 */
export function countedAmount(rules: Pick<EarningRules, 'steps'>, amountMinor: number): Fraction {
  let counted: Fraction = { numerator: 0n, denominator: 1n };
  let multiplier: Ratio = one;
  let fromMinor = 0;
  for (const step of rules.steps) {
    if (step.aboveMinor >= amountMinor) break;
    counted = add(counted, step.aboveMinor - fromMinor, multiplier);
    ({ aboveMinor: fromMinor, multiplier } = step);
  }
  return add(counted, amountMinor - fromMinor, multiplier);
}

/** An exact number: multiplications of ratios pass what fits into a float. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const one: Ratio = { numerator: 1, denominator: 1 };

function add(sum: Fraction, partMinor: number, multiplier: Ratio): Fraction {
  const denominator = BigInt(multiplier.denominator);
  const part = BigInt(partMinor) * BigInt(multiplier.numerator);
  if (denominator === sum.denominator) return { numerator: sum.numerator + part, denominator };
  return {
    numerator: sum.numerator * denominator + part * sum.denominator,
    denominator: sum.denominator * denominator,
  };
}

/** What an order's points are multiplied by: tier, day and birthday together, held down to the most they may come to. */
export function multiplierOf(
  terms: EarningTerms,
  order: Pick<OrderToEarn, 'placedAt'>,
  member: MemberWhoEarns,
): Fraction & { capped: boolean } {
  let numerator = 1n;
  let denominator = 1n;
  for (const { multiplier } of multipliersThatApply(terms, order, member)) {
    numerator *= BigInt(multiplier.numerator);
    denominator *= BigInt(multiplier.denominator);
  }
  const max = terms.earning.maxMultiplier;
  const capped = numerator * BigInt(max.denominator) > BigInt(max.numerator) * denominator;
  return capped
    ? { numerator: BigInt(max.numerator), denominator: BigInt(max.denominator), capped }
    : { numerator, denominator, capped };
}

function multipliersThatApply(
  { earning, tiers, zone }: EarningTerms,
  order: Pick<OrderToEarn, 'placedAt'>,
  member: MemberWhoEarns,
): { part: MultiplierPart; multiplier: Ratio }[] {
  const found: { part: MultiplierPart; multiplier: Ratio }[] = [];
  const tier: Tier | undefined = tiers.find(({ code }) => code === member.tier);
  if (tier && tier.multiplier.numerator !== tier.multiplier.denominator) {
    const { name, multiplier } = tier;
    found.push({ part: { kind: 'tier', name, multiplier: rounded(multiplier) }, multiplier });
  }
  if (earning.calendar.length === 0) return found;
  const day = localDay(order.placedAt, zone);
  for (const rule of earning.calendar) {
    if (applies(rule, day, member)) found.push({ part: partOf(rule), multiplier: rule.multiplier });
  }
  return found;
}

function applies(rule: CalendarMultiplier, day: LocalDay, member: MemberWhoEarns): boolean {
  switch (rule.kind) {
    case 'dayOfMonth':
      return rule.day === day.day;
    case 'weekend':
      return isWeekend(day);
    case 'birthdayMonth':
      return member.birthday?.month === day.month;
    default:
      return rule satisfies never;
  }
}

function partOf(rule: CalendarMultiplier): MultiplierPart {
  const multiplier = rounded(rule.multiplier);
  return rule.kind === 'dayOfMonth' ? { kind: rule.kind, day: rule.day, multiplier } : { kind: rule.kind, multiplier };
}

function rounded({ numerator, denominator }: Ratio): number {
  return Number((numerator / denominator).toFixed(4));
}
