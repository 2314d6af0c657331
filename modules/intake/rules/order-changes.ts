import { exactPointsForOrder, wholePoints } from '../../programme/rules-earning.ts';
import { higherTier, tierFor } from '../../programme/rules-tiers.ts';
import type { JsonObject } from '../../../values/json.ts';
import {
  type DecisionContext,
  earnKeyOfRaise,
  givePhase,
  type KnownEarn,
  type KnownOrder,
  type Standing,
  takePhase,
} from './context.ts';
import { type Refused, refuse } from './decision.ts';
import type { Fact } from './facts.ts';
import { keptMinorOf, pointsOfKept } from './kept-points.ts';
import { lotTermsOf } from './lot-terms.ts';

/** An order of the member by its number, or why there is none. */
export function orderOfMember(
  { orders }: DecisionContext,
  orderId: string,
  member: Standing,
): KnownOrder | (Refused & { kind: 'refused' }) {
  const order = orders.get(orderId);
  if (order?.memberId === member.id) return order;
  return refuse(
    'ORDER_NOT_FOUND',
    'data.orderId',
    `no order "${orderId}" of member "${member.externalId}"`,
    'send order.placed for it first, then this event again',
  );
}

export interface OrderChange {
  readonly fact: Fact;
  readonly member: Standing;
  /** What stands of the order from now on. */
  readonly change: Partial<Pick<KnownOrder, 'amountMinor' | 'returnedMinor' | 'amended' | 'cancelledAt'>>;
}

/** What a change of an order has come to. */
export interface Concluded {
  /** Points it brought; below zero when they were taken back. */
  readonly points: number;
  /** Points it would have taken back as well, had they not expired unused. */
  readonly expired: number;
}

/**
 * Where every change of an order ends, whether a part came back, it was amended or cancelled: the member's figures, the coupon and the
 * gifts, and the points, which are from now on those of what is kept.
 */
export function concludeChange(
  context: DecisionContext,
  order: KnownOrder,
  { fact, member, change }: OrderChange,
): Concluded {
  const before = keptMinorOf(order);
  Object.assign(order, change);
  const kept = keptMinorOf(order);
  count(context, member, { orders: Number(kept > 0) - Number(before > 0), amountMinor: kept - before });
  context.plan.changedOrders.add(order);
  noteKeptPart(context, order, fact);
  const undone = undoneBy(order, change);
  if (undone) context.plan.undone.set(order, undone);
  return settlePoints(context, order, fact, member);
}

/** Its redemption follows what is kept of it. An order that points alone have paid is not changed by what else it comes to. */
export function noteKeptPart({ plan }: DecisionContext, order: KnownOrder, { id, type, at }: Fact): void {
  const { orderId, placedMinor: orderMinor } = order;
  if (orderMinor === 0 && type === 'order.amended') return;
  plan.redemptionChanges.push({ orderId, keptMinor: keptMinorOf(order), orderMinor, at, eventId: id });
}

/** Nothing is kept any more. One that is amended to nothing, and of which nothing came back, still stands: it may be amended again. */
function undoneBy(order: KnownOrder, change: OrderChange['change']): 'returned' | 'cancelled' | undefined {
  if (change.cancelledAt !== undefined) return 'cancelled';
  const isWhole = order.cancelledAt === null && order.returnedMinor > 0 && keptMinorOf(order) === 0;
  return isWhole ? 'returned' : undefined;
}

/** Gives or takes the difference between what the order was given and what is due for what is kept of it. */
function settlePoints(context: DecisionContext, order: KnownOrder, fact: Fact, member: Standing): Concluded {
  const given = order.earns.reduce((sum, earn) => sum + earn.points - earn.takenPoints, 0);
  const due = pointsDue(context, order, member);
  // Only an amendment gives: what a return would, is a difference between the rules of then and of now.
  if (due > given && fact.type === 'order.amended') return raise(context, order, fact, member, due - given);
  const wanted = Math.max(0, given - due);
  // As the ledger reckons it: what has expired counts as taken back already.
  const expired = order.earns.reduce((sum, earn) => sum + earn.expiredPoints, 0);
  const points = Math.max(0, wanted - expired);
  takeBack(context, order, fact, member, points);
  return { points: points === 0 ? 0 : -points, expired: wanted - points };
}

function pointsDue({ programme }: DecisionContext, order: KnownOrder, member: Standing): number {
  const keptMinor = keptMinorOf(order);
  const points = pointsOfKept(programme.earning, order, keptMinor);
  if (points !== undefined) return points;
  // From before it was noted what an order of nothing would have brought: as if it were placed now, with its own day.
  const birthday = member.birthMonth === null ? null : { month: member.birthMonth };
  const asPlaced = { amountMinor: keptMinor, placedAt: order.placedAt };
  return wholePoints(exactPointsForOrder(programme, asPlaced, { tier: member.tier, birthday }));
}

function raise(context: DecisionContext, order: KnownOrder, { id }: Fact, member: Standing, points: number): Concluded {
  const { orderId, placedAt: at } = order;
  const dated = order.earns[0] ?? lotTermsOf(context.programme, { at, tier: member.tier });
  const { expiresAt } = dated;
  const availableAt = dated.availableAt !== null && dated.availableAt > context.now ? dated.availableAt : null;
  const earn: KnownEarn = {
    ...{ key: earnKeyOfRaise(id), points, takenPoints: 0, expiredPoints: 0 },
    ...{ availableAt, expiresAt },
  };
  order.earns.push(earn);
  const { key } = earn;
  const turn = givePhase(member);
  context.plan.raises.push({ member, orderId, key, at, points, availableAt, expiresAt, turn });
  return { points, expired: 0 };
}

/** Takes points back of what the order was given last, then of what it was given before that. */
function takeBack({ plan }: DecisionContext, order: KnownOrder, fact: Fact, member: Standing, points: number): void {
  // A space can't be part of an id, so no two of them come to the same key.
  const named = 'orderId' in fact && fact.orderId !== undefined;
  const key = `clawback:event:${fact.id}${named ? '' : ` ${order.orderId}`}`;
  let left = points;
  let taken = 0;
  for (const earn of [...order.earns].reverse()) {
    const part = Math.min(left, earn.points - earn.takenPoints - earn.expiredPoints);
    if (part <= 0) continue;
    left -= part;
    earn.takenPoints += part;
    plan.clawbacks.push({
      member,
      key: taken === 0 ? key : `${key} +${taken}`,
      earnKey: earn.key,
      at: fact.at,
      totalPoints: earn.takenPoints + earn.expiredPoints,
      eventId: fact.id,
      turn: takePhase(member),
    });
    taken += 1;
  }
}

/** Counts what was bought or returned; the tier is what the kept purchases reach, or the one that was brought along. */
export function count(
  { plan, programme }: DecisionContext,
  member: Standing,
  by: { orders: number; amountMinor: number },
): void {
  member.ordersCount += by.orders;
  member.spentMinor += by.amountMinor;
  const purchases = { spentMinor: member.spentMinor, orders: member.ordersCount };
  member.tier = higherTier(programme.tiers, tierFor(programme.tiers, purchases).code, member.tierFloor ?? null);
  plan.changed.add(member);
}

/** What an answer says of a tier that changed. */
export function tierNote(before: string, after: string): JsonObject {
  return before === after ? {} : { tier: after };
}
