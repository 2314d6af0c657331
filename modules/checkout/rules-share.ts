import { counted, pluralOf } from '../../values/plural.ts';
import type { ErrorCode } from '../../platform/errors.ts';
import { formatAmount } from '../../values/money.ts';
import type { RedemptionRules } from '../programme/rules.ts';
import { pointsWorth, worthMinor } from './rules-worth.ts';

/** What a member comes to the checkout with. */
export interface Purse {
  readonly status: string;
  /** What can be used. */
  readonly available: number;
  readonly debt: number;
}

/** What points are to be used on. */
export interface Basket {
  /** The goods after their coupon and before points; undefined when nobody says, and then no share is checked. */
  readonly amountMinor: number | undefined;
  /** What other redemptions of the same order are worth. */
  readonly usedMinor: number;
}

/** What stops more points from being used. */
export const limits = ['balance', 'share', 'minimum', 'debt', 'status', 'off'] as const;
export type Limit = (typeof limits)[number];

export interface Redeemable {
  readonly points: number;
  readonly amountMinor: number;
  /** Null when points could pay the whole order. */
  readonly limitedBy: Limit | null;
}

/** The most points that can be used on an order, what they are worth, and what stops more. */
export function redeemable(rules: RedemptionRules | undefined, purse: Purse, basket: Basket): Redeemable {
  if (rules === undefined) return nothing('off');
  if (purse.status !== 'ACTIVE') return nothing('status');
  if (purse.debt > 0) return nothing('debt');
  const share = sharePoints(rules, basket);
  const owned = purse.available - (purse.available % rules.stepPoints);
  const points = Math.min(share, owned);
  const isWhole = rules.maxShare.numerator === rules.maxShare.denominator;
  const limitedBy = owned < share ? 'balance' : isWhole ? null : 'share';
  if (points >= rules.minPoints) return { points, amountMinor: worthMinor(rules, points), limitedBy };
  return nothing(rules.minPoints > rules.stepPoints ? 'minimum' : limitedBy);
}

const nothing = (limitedBy: Limit | null): Redeemable => ({ points: 0, amountMinor: 0, limitedBy });

/** The points that the largest share of the order leaves room for. */
function sharePoints(rules: RedemptionRules, { amountMinor, usedMinor }: Basket): number {
  if (amountMinor === undefined) return Infinity;
  const { numerator, denominator } = rules.maxShare;
  const shareMinor = Number((BigInt(amountMinor) * BigInt(numerator)) / BigInt(denominator));
  return pointsWorth(rules, Math.max(0, shareMinor - usedMinor));
}

/** Why so many points can't be used on an order: the code, and what to do, in words. */
export interface Objection {
  readonly code: ErrorCode;
  readonly field: string;
  readonly message: string;
  readonly fix: string;
}

/** Why a member can't use these points on an order; undefined when they can. */
export function redemptionObjection(
  { redemption: rules, currency }: { readonly redemption?: RedemptionRules; readonly currency: string },
  points: number,
  { purse, basket }: { readonly purse: Purse; readonly basket: Basket },
): Objection | undefined {
  if (rules === undefined) return off;
  if (purse.status !== 'ACTIVE') {
    const message = `The member is ${purse.status.toLowerCase()}.`;
    return { code: 'MEMBER_NOT_ACTIVE', field: 'memberId', message, fix: 'Reopen the membership, or use no points.' };
  }
  const { stepPoints, minPoints } = rules;
  if (points % stepPoints !== 0) return limit(`Points are used in multiples of ${stepPoints}.`, nearest(points, rules));
  if (points < minPoints) return limit(`At least ${minPoints} points are used at once.`, `Use ${minPoints} or more.`);
  const share = sharePoints(rules, basket);
  if (points > share)
    return limit(
      shareWords(rules, basket, currency),
      `Use at most ${share} ${pluralOf(share, { one: 'point', other: 'points' })}.`,
    );
  if (points <= purse.available) return undefined;
  const message =
    purse.debt > 0
      ? `The member owes ${counted(purse.debt, 'point', 'points')}.`
      : `${purse.available} points can be used.`;
  const fix = purse.available < minPoints ? 'Use no points on this order.' : `Use at most ${purse.available}.`;
  return { code: 'POINTS_INSUFFICIENT', field: 'points', message, fix };
}

const off: Objection = {
  code: 'REDEMPTION_OFF',
  field: 'memberId',
  message: "The programme's points can't be used at the checkout.",
  fix: 'Say what they are worth: `redemption` in the programme file.',
};

function limit(message: string, fix: string): Objection {
  return { code: 'REDEMPTION_LIMIT', field: 'points', message, fix };
}

function nearest(points: number, { stepPoints, minPoints }: RedemptionRules): string {
  const below = points - (points % stepPoints);
  return below < minPoints ? `Use ${minPoints} or more.` : `Use ${below} or ${below + stepPoints}.`;
}

function shareWords({ maxShare }: RedemptionRules, { amountMinor, usedMinor }: Basket, currency: string): string {
  const percent = Number(((maxShare.numerator / maxShare.denominator) * 100).toFixed(2));
  const used = usedMinor === 0 ? '' : `, of which ${formatAmount(usedMinor, currency)} are used already`;
  return `Points pay at most ${percent}% of ${formatAmount(amountMinor ?? 0, currency)}${used}.`;
}
