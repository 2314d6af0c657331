import { pointsWithCoupon } from '../../coupons/rules.ts';
import { exactPointsForOrder, wholePoints } from '../../programme/rules-earning.ts';
import type { CouponTerms } from '../../coupons/rules.ts';
import { exactPointsByQuote, type QuoteTerms } from '../../checkout/rules-quote.ts';
import {
  type DecisionContext,
  earnKeyOfOrder,
  type KnownEarn,
  type KnownOrder,
  type PlannedEarn,
  type Standing,
  givePhase,
} from './context.ts';
import { couponFor, redeem } from './coupons.ts';
import { writeExactPoints, writeUnitPoints } from './exact-points.ts';
import { quotedTerms } from './quotes.ts';
import { cancelledBefore, redeemOnOrder } from './redemptions.ts';
import type { Fact } from './facts.ts';
import { type Decided, isRefused, type Refused, refuse } from './decision.ts';
import { keptMinorOf } from './kept-points.ts';
import { lotTermsOf } from './lot-terms.ts';
import { count, tierNote } from './order-changes.ts';

type Placed = Extract<Fact, { type: 'order.placed' }>;

/** An order earns by the programme's rules and the member's tier before it, and counts towards the tier after it; one of nothing counts as none. */
export function placeOrder(context: DecisionContext, fact: Placed, member: Standing): Decided {
  const { programme } = context;
  const { orderId, amountMinor, at } = fact;
  const before = context.orders.get(orderId);
  if (before) return orderAgain(before, fact, member);
  // Placed again after it was cancelled is another matter: it stands.
  if (at.getTime() <= (cancelledBefore(context, member, orderId) ?? -Infinity))
    return orderIsOver(orderId, 'was cancelled');

  const quoted = quotedTerms(context, fact);
  // What was quoted for a coupon's least amount were the goods, before points paid for a part of them.
  const goods = { ...fact, amountMinor: Math.max(amountMinor, quoted.terms?.amountMinor ?? 0) };
  const coupon = couponFor(context, goods, member);
  if (coupon && 'kind' in coupon) return coupon;
  const redeemed = redeemOnOrder(context, fact, member);
  if (isRefused(redeemed)) return redeemed;
  const { points, exactPoints } = pointsOf(context, fact, member, { coupon, quote: quoted.terms });
  const counts = amountMinor > 0;
  const first = counts && member.ordersCount === 0;
  const tier = member.tier;
  const earn = points === 0 ? undefined : earnOf(context, fact, member, { points, tier });
  const order: KnownOrder = {
    orderId,
    memberId: member.id,
    amountMinor,
    placedMinor: amountMinor,
    returnedMinor: 0,
    amended: null,
    cancelledAt: null,
    was: { amountMinor, returnedMinor: 0 },
    earns: earn === undefined ? [] : [knownEarn(earn)],
    points,
    exactPoints,
    placedAt: at,
  };
  context.orders.set(orderId, order);
  member.orders.set(orderId, order);
  count(context, member, { orders: counts ? 1 : 0, amountMinor });
  member.lastOrderAt = Math.max(at.getTime(), member.lastOrderAt ?? -Infinity);
  const used = coupon ? redeem(context, goods, coupon) : {};

  return {
    data: { orderId, amountMinor, currency: programme.currency, points, first, ...fact.attributes, ...used },
    result: { points, ...tierNote(tier, member.tier), ...used, ...quoted.result, ...redeemed },
    order: { orderId, amountMinor, exactPoints },
    ...(earn === undefined ? {} : { earn }),
  };
}

interface ReckonedWith {
  readonly coupon: CouponTerms | undefined;
  readonly quote: QuoteTerms | undefined;
}

/** What an order earns, and what that was before it was rounded down, where whole points do not say it. */
function pointsOf(
  { programme }: DecisionContext,
  { amountMinor, at: placedAt }: Placed,
  member: Standing,
  { coupon, quote }: ReckonedWith,
): Pick<KnownOrder, 'points' | 'exactPoints'> {
  const birthday = member.birthMonth === null ? null : { month: member.birthMonth };
  const who = { tier: member.tier, birthday };
  const { earning } = programme;
  const exactly = (minor: number, steps = quote?.steps ?? earning.steps) =>
    quote
      ? exactPointsByQuote({ ...quote, steps }, minor)
      : exactPointsForOrder({ ...programme, earning: { ...earning, steps } }, { amountMinor: minor, placedAt }, who);
  const multiplier = coupon?.benefit.kind === 'points' ? coupon.benefit.multiplier : undefined;
  if (amountMinor === 0) return { points: 0, exactPoints: writeUnitPoints(exactly(1, []), multiplier) };
  const earned = exactly(amountMinor);
  const points = coupon ? pointsWithCoupon(wholePoints(earned), coupon.benefit) : wholePoints(earned);
  return { points, exactPoints: writeExactPoints(earned, multiplier) };
}

/** Points take the rate and the life of the tier that the member had before the order. */
function earnOf(
  { programme, now }: DecisionContext,
  { orderId, at }: Placed,
  member: Standing,
  { points, tier }: { points: number; tier: string },
): PlannedEarn {
  const { availableAt, expiresAt } = lotTermsOf(programme, { at, tier });
  return {
    key: earnKeyOfOrder(orderId),
    points,
    // An order that comes in after its return window has nothing to wait for.
    availableAt: availableAt > now ? availableAt : null,
    expiresAt,
    source: { type: 'order', id: orderId },
    turn: givePhase(member),
  };
}

function knownEarn({ key, points, availableAt, expiresAt }: PlannedEarn): KnownEarn {
  return { key, points, takenPoints: 0, expiredPoints: 0, availableAt, expiresAt };
}

/**
 * The same order under another event's id: once is enough. Another order under its number: one of the two is wrong. One that has come
 * back whole or is cancelled is over: saying its points once more would promise what nobody gives.
 */
function orderAgain(before: KnownOrder, fact: Placed, member: Standing): Decided {
  const { orderId, amountMinor, at } = fact;
  const cameBack = before.returnedMinor > 0 && keptMinorOf(before) === 0;
  if (before.cancelledAt !== null || cameBack) {
    return orderIsOver(orderId, before.cancelledAt === null ? 'has come back whole' : 'was cancelled');
  }
  // Whoever says no time can't contradict the one that is known.
  const sameTime = fact.undated === true || before.placedAt.getTime() === at.getTime();
  const sameOrder = before.memberId === member.id && sameTime;
  if (sameOrder && before.placedMinor === amountMinor) {
    return { kind: 'duplicate', rowId: null, place: null, result: { points: before.points } };
  }
  return refuse(
    'ORDER_CONFLICT',
    'data.orderId',
    `order "${orderId}" is booked already, with another member, amount or time`,
    sameOrder
      ? 'send order.amended when it comes to another amount now, or another order under a number of its own'
      : 'send each order once, under its own number',
  );
}

function orderIsOver(orderId: string, how: string): Refused & { kind: 'refused' } {
  return refuse(
    'ORDER_CONFLICT',
    'data.orderId',
    `order "${orderId}" ${how}: nothing is given for it again`,
    'send a new order under a number of its own',
  );
}
