import { pointsWithCoupon } from '../../coupons/rules.ts';
import { exactPointsForOrder, wholePoints } from '../../programme/rules-earning.ts';
import { expiresAt, expiryIn } from '../../programme/rules-expiry.ts';
import type { JsonObject } from '../../../values/json.ts';
import { formatAmount } from '../../../values/money.ts';
import { matchReturn, returnedPoints } from './returns.ts';
import { tierFor } from '../../programme/rules-tiers.ts';
import {
  type DecisionContext,
  earnKeyOfOrder,
  type KnownOrder,
  type PlannedEarn,
  type Standing,
  givePhase,
  takePhase,
} from './context.ts';
import { couponFor, redeem } from './coupons.ts';
import { writeExactPoints } from './exact-points.ts';
import type { Fact } from './facts.ts';
import { type Decided, type Refused, refuse } from './decision.ts';

type Placed = Extract<Fact, { type: 'order.placed' }>;
type Returned = Extract<Fact, { type: 'order.returned' }>;

const dayMs = 86_400_000;

/** An order earns by the programme's rules and the member's tier before it, and counts towards the tier after it; one of nothing counts as none. */
export function placeOrder(context: DecisionContext, fact: Placed, member: Standing): Decided {
  const { programme } = context;
  const { orderId, amountMinor, at } = fact;
  const before = context.orders.get(orderId);
  if (before) return orderAgain(before, fact, member);

  const birthday = member.birthMonth === null ? null : { month: member.birthMonth };
  const coupon = couponFor(context, fact, member);
  if (coupon && 'kind' in coupon) return coupon;
  const earned = exactPointsForOrder(programme, { amountMinor, placedAt: at }, { tier: member.tier, birthday });
  const points = coupon ? pointsWithCoupon(wholePoints(earned), coupon.benefit) : wholePoints(earned);
  const multiplier = coupon?.benefit.kind === 'points' ? coupon.benefit.multiplier : undefined;
  const exactPoints = points === 0 ? null : writeExactPoints(earned, multiplier);
  const counts = amountMinor > 0;
  const first = counts && member.ordersCount === 0;
  const order: KnownOrder = {
    orderId,
    memberId: member.id,
    amountMinor,
    returnedMinor: 0,
    wasReturnedMinor: 0,
    takenPoints: 0,
    expiredPoints: 0,
    points,
    exactPoints,
    placedAt: at,
  };
  context.orders.set(orderId, order);
  member.orders.set(orderId, order);
  const tier = member.tier;
  count(context, member, { orders: counts ? 1 : 0, amountMinor });
  member.lastOrderAt = Math.max(at.getTime(), member.lastOrderAt ?? -Infinity);
  const used = coupon ? redeem(context, fact, coupon) : {};

  return {
    data: { orderId, amountMinor, currency: programme.currency, points, first, ...fact.attributes, ...used },
    result: { points, ...tierNote(tier, member.tier), ...used },
    order: { orderId, amountMinor, exactPoints },
    ...(points === 0 ? {} : { earn: earnOf(context, fact, member, { points, tier }) }),
  };
}

/** Points take the rate and the life of the tier that the member had before the order. */
function earnOf(
  { programme, now }: DecisionContext,
  { orderId, at }: Placed,
  member: Standing,
  { points, tier }: { points: number; tier: string },
): PlannedEarn {
  const { pendingDays, zone } = programme;
  const availableAt = pendingDays === 0 ? at : new Date(at.getTime() + pendingDays * dayMs);
  return {
    key: earnKeyOfOrder(orderId),
    points,
    // An order that comes in after its return window has nothing to wait for.
    availableAt: availableAt > now ? availableAt : null,
    expiresAt: expiresAt(expiryIn(programme, tier), availableAt, zone),
    source: { type: 'order', id: orderId },
    turn: givePhase(member),
  };
}

/**
 * The same order under another event's id: once is enough. Another order under its number: one of the two is wrong. One that has come
 * back whole is over: saying its points once more would promise what nobody gives.
 */
function orderAgain(before: KnownOrder, { orderId, amountMinor, at }: Placed, member: Standing): Decided {
  if (before.amountMinor > 0 && before.returnedMinor === before.amountMinor) {
    return refuse(
      'ORDER_CONFLICT',
      'data.orderId',
      `order "${orderId}" has come back whole: nothing is given for it again`,
      'send a new order under a number of its own',
    );
  }
  const same =
    before.memberId === member.id && before.amountMinor === amountMinor && before.placedAt.getTime() === at.getTime();
  if (same) return { kind: 'duplicate', rowId: null, place: null, result: { points: before.points } };
  return refuse(
    'ORDER_CONFLICT',
    'data.orderId',
    `order "${orderId}" is booked already, with another member, amount or time`,
    'send each order once, under its own number',
  );
}

/** A return takes back what the returned part earned, from the order it names or from those it can be put down to. */
export function returnGoods(context: DecisionContext, fact: Returned, member: Standing): Decided {
  const parts =
    fact.orderId === undefined ? matchedParts(fact, member) : namedPart(context, fact, member, fact.orderId);
  if ('kind' in parts) return parts;
  const { matches, unmatchedMinor } = parts;
  const { currency } = context.programme;
  const tier = member.tier;
  let points = 0;
  let expired = 0;
  for (const { order, amountMinor } of matches) {
    const taken = takeBack(context, fact, member, order, amountMinor);
    points += taken.points;
    expired += taken.expired;
  }
  const amountMinor = unmatchedMinor + matches.reduce((sum, part) => sum + part.amountMinor, 0);
  const orders = matches.map((part) => ({ orderId: part.order.orderId, amountMinor: part.amountMinor }));
  const [first] = orders;

  const result: JsonObject = {
    points: points === 0 ? 0 : -points,
    ...(fact.orderId === undefined ? { orders } : {}),
    ...(expired === 0 ? {} : { note: `${expired} of its points had expired unused` }),
    ...(unmatchedMinor === 0 ? {} : { note: `no order was found for ${formatAmount(unmatchedMinor, currency)} of it` }),
    ...tierNote(tier, member.tier),
  };
  const orderId = fact.orderId ?? (orders.length === 1 && unmatchedMinor === 0 ? first?.orderId : undefined);
  return {
    data: { ...(orderId === undefined ? {} : { orderId }), amountMinor, currency, points: result.points ?? 0 },
    result,
  };
}

interface Parts {
  readonly matches: readonly { readonly order: KnownOrder; readonly amountMinor: number }[];
  readonly unmatchedMinor: number;
}

function namedPart(
  { orders, programme }: DecisionContext,
  { amountMinor }: Returned,
  member: Standing,
  orderId: string,
): Parts | Refused {
  const order = orders.get(orderId);
  if (order?.memberId !== member.id) {
    return refuse(
      'ORDER_NOT_FOUND',
      'data.orderId',
      `no order "${orderId}" of member "${member.externalId}"`,
      'send order.placed for it first, then this event again',
    );
  }
  const leftMinor = order.amountMinor - order.returnedMinor;
  const wantedMinor = amountMinor ?? leftMinor;
  if (wantedMinor > leftMinor) {
    const left = formatAmount(leftMinor, programme.currency);
    return refuse(
      'RETURN_TOO_LARGE',
      'data.amountMinor',
      `only ${left} of order "${orderId}" is left to return`,
      `send at most ${leftMinor}`,
    );
  }
  return { matches: wantedMinor === 0 ? [] : [{ order, amountMinor: wantedMinor }], unmatchedMinor: 0 };
}

function matchedParts({ amountMinor, at }: Returned, member: Standing): Parts | Refused {
  if (amountMinor === undefined) {
    return refuse(
      'AMOUNT_INVALID',
      'data.amountMinor',
      'is missing, and no order is named',
      'send orderId, amountMinor, or both',
    );
  }
  return matchReturn([...member.orders.values()], amountMinor, at);
}

/** Books a part of a return on its order; the points it costs, and those that it would cost had they not expired. */
function takeBack(
  context: DecisionContext,
  fact: Returned,
  member: Standing,
  order: KnownOrder,
  amountMinor: number,
): { points: number; expired: number } {
  const { earning } = context.programme;
  order.returnedMinor += amountMinor;
  const totalPoints = returnedPoints(earning, order, order.returnedMinor);
  const due = Math.max(0, totalPoints - order.takenPoints);
  // As the ledger reckons it: what has expired counts as taken back already.
  const points = Math.max(0, due - order.expiredPoints);
  const whole = order.returnedMinor === order.amountMinor;
  count(context, member, { orders: whole ? -1 : 0, amountMinor: -amountMinor });
  context.plan.returned.add(order);
  if (points > 0) {
    order.takenPoints += points;
    context.plan.clawbacks.push({
      member,
      // A space can't be part of an id, so no two returns come to the same key.
      key: fact.orderId === undefined ? `clawback:event:${fact.id} ${order.orderId}` : `clawback:event:${fact.id}`,
      earnKey: earnKeyOfOrder(order.orderId),
      at: fact.at,
      totalPoints,
      eventId: fact.id,
      turn: takePhase(member),
    });
  }
  return { points, expired: due - points };
}

/** Counts what was bought or returned; the tier is what the kept purchases reach. */
function count(
  { plan, programme }: DecisionContext,
  member: Standing,
  by: { orders: number; amountMinor: number },
): void {
  member.ordersCount += by.orders;
  member.spentMinor += by.amountMinor;
  member.tier = tierFor(programme.tiers, { spentMinor: member.spentMinor, orders: member.ordersCount }).code;
  plan.changed.add(member);
}

function tierNote(before: string, after: string): JsonObject {
  return before === after ? {} : { tier: after };
}
