import { differences } from '../../values/diff.ts';
import type { JsonValue } from '../../values/json.ts';
import { type EarningTerms, type MemberWhoEarns, type OrderToEarn, pointsForOrder } from './rules-earning.ts';

/** An order as it stands, with whose it is today. */
export interface OrderOfMember extends OrderToEarn, MemberWhoEarns {
  readonly orderId: string;
  readonly memberId: string;
}

/** The parts of the rules that decide an order's points. */
export const earningTopics = ['rate', 'steps', 'calendar', 'maxMultiplier', 'tiers'] as const;
export type EarningTopic = (typeof earningTopics)[number];

/** What one change alone, or all of them together, would have come to. */
export interface Touched {
  readonly orders: number;
  readonly members: number;
  /** More, or fewer. */
  readonly points: number;
}

/** What new rules would have made of orders. */
export interface EarningEffect {
  readonly orders: number;
  readonly pointsBefore: number;
  readonly pointsAfter: number;
  readonly all: Touched;
  /** Each change alone; what they come to together, beyond their sum, is the rest up to `all`. */
  readonly changes: readonly (Touched & { readonly topic: EarningTopic })[];
  /** Of these orders the points differ most. */
  readonly largest: readonly {
    readonly orderId: string;
    readonly memberId: string;
    readonly amountMinor: number;
    readonly pointsBefore: number;
    readonly pointsAfter: number;
  }[];
}

const largestMax = 10;

/** What orders come to by the rules before and after, for members of the tiers of today. */
export function effectOfRules(
  before: EarningTerms,
  after: EarningTerms,
  orders: readonly OrderOfMember[],
): EarningEffect {
  const old = orders.map((order) => pointsForOrder(before, order, order));
  const differ = (terms: EarningTerms) =>
    orders.map((order, at) => pointsForOrder(terms, order, order) - (old[at] ?? 0));
  const all = differ(after);
  const pointsBefore = sum(old);
  const largest = orders
    .map(({ orderId, memberId, amountMinor }, at) => {
      const was = old[at] ?? 0;
      return { orderId, memberId, amountMinor, pointsBefore: was, pointsAfter: was + (all[at] ?? 0) };
    })
    .filter((each) => each.pointsAfter !== each.pointsBefore)
    .sort((left, right) => difference(right) - difference(left))
    .slice(0, largestMax);
  return {
    ...{ orders: orders.length, pointsBefore, pointsAfter: pointsBefore + sum(all), largest },
    all: touched(orders, all),
    changes: earningTopics
      // What is stored may have its fields in another order.
      .filter((topic) => differences(partOf(before, topic), partOf(after, topic)).length > 0)
      .map((topic) => ({ topic, ...touched(orders, differ(withPart(before, after, topic))) })),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);
const difference = ({ pointsBefore, pointsAfter }: EarningEffect['largest'][number]) =>
  Math.abs(pointsAfter - pointsBefore);

function touched(orders: readonly OrderOfMember[], differences: readonly number[]): Touched {
  const moved = orders.filter((_, at) => differences[at] !== 0);
  return {
    orders: moved.length,
    members: new Set(moved.map(({ memberId }) => memberId)).size,
    points: sum(differences),
  };
}

function partOf({ earning, tiers }: EarningTerms, topic: EarningTopic): JsonValue {
  if (topic === 'rate') return [earning.points, earning.perMinor];
  if (topic === 'tiers') return tiers.map(({ code, multiplier }) => [code, multiplier]);
  return earning[topic];
}

/** The rules before with this one part of those after. */
function withPart(before: EarningTerms, after: EarningTerms, topic: EarningTopic): EarningTerms {
  if (topic === 'tiers') return { ...before, tiers: after.tiers };
  const { points, perMinor } = after.earning;
  const part = topic === 'rate' ? { points, perMinor } : { [topic]: after.earning[topic] };
  return { ...before, earning: { ...before.earning, ...part } };
}
