import { type CouponTerms, couponObjection, couponProblem } from '../../coupons/rules.ts';
import type { JsonObject } from '../../../values/json.ts';
import type { DecisionContext, Standing } from './context.ts';
import type { Fact } from './facts.ts';
import { type Refused, refuse } from './decision.ts';

type Placed = Extract<Fact, { type: 'order.placed' }>;

/** The coupon an order is placed with, undefined when with none, or why it can't be used. */
export function couponFor(context: DecisionContext, fact: Placed, member: Standing): CouponTerms | Refused | undefined {
  if (fact.coupon === undefined) return undefined;
  const coupon = context.coupons.get(fact.coupon);
  const objection = couponObjection(coupon, { ...fact, memberId: member.id });
  if (coupon !== undefined && objection === undefined) return coupon;
  const problem = couponProblem(objection ?? 'COUPON_NOT_FOUND', coupon, context.programme.currency);
  const fix = 'correct the code, or send the order without it';
  return refuse(objection ?? 'COUPON_NOT_FOUND', 'data.coupon', `"${fact.coupon}": ${problem}`, fix);
}

/** Uses the coupon on the order, so that no later order of the batch can; what the event says of it. */
export function redeem(
  context: DecisionContext,
  { orderId, amountMinor, at }: Placed,
  coupon: CouponTerms,
): JsonObject {
  const { code, memberId, name } = coupon;
  context.coupons.set(code, { ...coupon, status: 'redeemed', orderId });
  context.plan.redemptions.push({ code, memberId, orderId, amountMinor, at });
  return { coupon: code, couponName: name };
}
