import type { RedemptionRules } from '../programme/rules.ts';

type Rate = Pick<RedemptionRules, 'points' | 'perMinor'>;

/** What points take off an order; a multiple of the programme's step is worth whole minor units. */
export function worthMinor(rate: Rate, points: number): number {
  return Number((BigInt(points) * BigInt(rate.perMinor)) / BigInt(rate.points));
}

/** The most points, in whole steps, that are worth no more than this amount. */
export function pointsWorth(rules: Rate & Pick<RedemptionRules, 'stepPoints'>, amountMinor: number): number {
  const points = Number((BigInt(amountMinor) * BigInt(rules.points)) / BigInt(rules.perMinor));
  return points - (points % rules.stepPoints);
}
