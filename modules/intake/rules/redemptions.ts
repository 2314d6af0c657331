import { type CaptureWay, captureWay, type RedemptionStatus, statusAt } from '../../checkout/rules-capture.ts';
import { redemptionAfter } from '../../checkout/rules-kept-share.ts';
import type { JsonObject } from '../../../values/json.ts';
import { type DecisionContext, givePhase, type KnownRedemption, type Standing } from './context.ts';
import { type Decided, type Planned, type Refused, refuse } from './decision.ts';
import type { Fact } from './facts.ts';

type Placed = Extract<Fact, { type: 'order.placed' }>;
type Cancelled = Extract<Fact, { type: 'order.cancelled' }>;

/** Something that was taken and is worth a look. */
type Warning = { readonly code: string; readonly field: string; readonly detail: string; readonly fix: string };

/**
 * Captures the points that an order names, in the transaction that books it. An order is never refused for points: when they are gone it
 * is booked with a warning, and a person looks at it. Holds of the order that it does not name stay, and it says so.
 */
export function redeemOnOrder(context: DecisionContext, fact: Placed, member: Standing): JsonObject | Refused {
  const named = fact.redemptionId === undefined ? undefined : namedRedemption(context, fact, member);
  if (named !== undefined && 'kind' in named) return named;
  const warnings = unnamedHolds(context, fact, named?.id);
  if (named === undefined) return warned({}, warnings);

  const now = context.now.getTime();
  const way = captureWay(named, { at: fact.at.getTime(), now, redeemable: named.redeemable ?? 0 });
  const warning = captureBy(context, { fact, member, named, way });
  return warned({ redemption: shown(named, now) }, [...(warning === undefined ? [] : [warning]), ...warnings]);
}

const warned = (result: JsonObject, warnings: readonly Warning[]): JsonObject =>
  warnings.length === 0 ? result : { ...result, warnings };

function namedRedemption(
  { checkout }: DecisionContext,
  { redemptionId = '', orderId }: Placed,
  member: Standing,
): KnownRedemption | Refused {
  const named = checkout?.redemptions.get(redemptionId);
  if (named?.memberId !== member.id) {
    const message = `no redemption "${redemptionId}" of member "${member.externalId}"`;
    return refuse(
      'REDEMPTION_NOT_FOUND',
      'data.redemptionId',
      message,
      'send the id of the hold, or the order without it',
    );
  }
  if (named.orderId === null || named.orderId === orderId) return named;
  const message = `"${redemptionId}" is for order "${named.orderId}"`;
  return refuse('REDEMPTION_STATUS', 'data.redemptionId', message, 'send the redemption of this order, or none');
}

interface Capture {
  readonly fact: Placed;
  readonly member: Standing;
  readonly named: KnownRedemption;
  readonly way: CaptureWay;
}

/** Plans the capture; what stands against it, when it can't be. */
function captureBy({ plan }: DecisionContext, { fact, member, named, way }: Capture): Warning | undefined {
  const { id, points } = named;
  const { orderId, id: eventId } = fact;
  const capture = { id, memberId: member.id, orderId, points, eventId };
  if (way.way !== 'none') {
    plan.checkout.captures.push({ ...capture, way: way.way, at: new Date(way.at) });
    Object.assign(named, { status: 'captured', capturedPoints: points, orderId });
    return undefined;
  }
  if (way.because === 'captured') {
    plan.checkout.captures.push({ ...capture, way: 'links', at: fact.at });
    named.orderId = orderId;
    return undefined;
  }
  const reason = notCaptured(points, way.because);
  plan.checkout.cases.push({ ...capture, reason });
  return {
    code: way.because === 'gone' ? 'POINTS_INSUFFICIENT' : 'REDEMPTION_STATUS',
    field: 'data.redemptionId',
    detail: reason,
    fix: 'a person decides: `perennial review list`',
  };
}

function notCaptured(points: number, because: 'gone' | 'released' | 'refunded'): string {
  switch (because) {
    case 'gone':
      return `${points} points were not captured: the hold had run out, and they are gone`;
    case 'released':
      return `${points} points were not captured: the hold had been released`;
    case 'refunded':
      return `${points} points were not captured: they had been given back`;
    default:
      return because satisfies never;
  }
}

function unnamedHolds({ checkout, now }: DecisionContext, { orderId }: Placed, namedId?: string): Warning[] {
  const open = [...(checkout?.redemptions.values() ?? [])].filter(
    (each) => each.orderId === orderId && each.id !== namedId && statusAt(each, now.getTime()) === 'held',
  );
  return open.map(({ id, points }) => ({
    code: 'REDEMPTION_EXISTS',
    field: 'data.redemptionId',
    detail: `${points} points stay on hold for this order, which does not name them: ${id}`,
    fix: 'capture or release them; they are let go by themselves when the hold ends',
  }));
}

/** What an event says of the redemption it moved. */
function shown(redemption: KnownRedemption, now: number): JsonObject {
  const { id, capturedPoints, refundedPoints } = redemption;
  return { id, status: statusAt(redemption, now), capturedPoints, refundedPoints };
}

/**
 * An order that is cancelled before it came lets go of what is held for it, and is cancelled when it comes; undefined when nothing ever was
 * held.
 */
export function cancelHeld(context: DecisionContext, fact: Cancelled, member: Standing): Decided | undefined {
  const { orderId, at, id: eventId } = fact;
  const state = heldForOrder(context, member, orderId);
  if (state === undefined) return undefined;
  const note = 'nothing is held for the order any more';
  const gone = state === 'let-go' ? { note } : {};
  if (cancelledBefore(context, member, orderId) !== null) {
    return { kind: 'duplicate', rowId: null, place: null, result: { points: 0, ...gone } };
  }
  for (const redemption of ofOrder(context, member, orderId)) redemption.orderCancelledAt = at.getTime();
  context.plan.redemptionChanges.push({ orderId, keptMinor: 0, orderMinor: null, at, eventId });
  const { currency } = context.programme;
  return { data: { orderId, amountMinor: 0, currency, points: 0 }, result: { points: 0, ...gone } };
}

/** When an order that has not come was cancelled, as far as points were held for it; null when it was not. */
export function cancelledBefore(context: DecisionContext, member: Standing, orderId: string): number | null {
  const instants = ofOrder(context, member, orderId).flatMap(({ orderCancelledAt }) => orderCancelledAt ?? []);
  return instants.length === 0 ? null : Math.max(...instants);
}

const ofOrder = ({ checkout }: DecisionContext, member: Standing, orderId: string): KnownRedemption[] =>
  [...(checkout?.redemptions.values() ?? [])].filter((each) => each.orderId === orderId && each.memberId === member.id);

/** How the hold of an order that was never booked stands; undefined when the member had none. */
function heldForOrder(context: DecisionContext, member: Standing, orderId: string): 'held' | 'let-go' | undefined {
  const states = ofOrder(context, member, orderId).map((each): RedemptionStatus => {
    return statusAt(each, context.now.getTime());
  });
  if (states.includes('held')) return 'held';
  return states.includes('released') || states.includes('expired') ? 'let-go' : undefined;
}

/**
 * Brings the redemptions of orders that this event has changed to what is kept of these. What comes back is posted before what the
 * same event takes, so that nobody is charged for points that are on their way back.
 */
export function bringRedemptions(context: DecisionContext, member: Standing, fact: Fact, decided: Planned): Planned {
  const { redemptionChanges, checkout: planned } = context.plan;
  const moved: KnownRedemption[] = [];
  for (const { orderId, keptMinor, orderMinor, at, eventId } of redemptionChanges.splice(0)) {
    for (const redemption of [...(context.checkout?.redemptions.values() ?? [])]) {
      if (redemption.orderId !== orderId || redemption.memberId !== member.id) continue;
      const { id, status, refundedPoints: was } = redemption;
      if (orderMinor === null) {
        if (statusAt(redemption, context.now.getTime()) !== 'held') continue;
        planned.moves.push({ id, memberId: member.id, release: true, refunded: was, was, at, eventId });
        redemption.status = 'released';
        moved.push(redemption);
      } else if (status === 'captured') {
        const points = redemptionAfter(redemption, { orderMinor, keptMinor });
        if (points === 0) continue;
        const refunded = was + points;
        planned.moves.push({ id, memberId: member.id, release: false, refunded, was, at, eventId });
        planned.refunds.push({ member, id, refunded, points, at, eventId, turn: turnBefore(context, member, fact.id) });
        redemption.refundedPoints = refunded;
        if (refunded === redemption.capturedPoints) redemption.status = 'refunded';
        moved.push(redemption);
      }
    }
  }
  const [first] = moved;
  if (first === undefined) return decided;
  return { ...decided, result: { ...decided.result, redemption: shown(first, context.now.getTime()) } };
}

/** The turn in which this event gives; what it takes moves to the one behind. */
function turnBefore({ plan: { clawbacks } }: DecisionContext, member: Standing, eventId: string): number {
  const own = clawbacks.flatMap((each, place) => (each.eventId === eventId && each.member === member ? [place] : []));
  const turn = givePhase(member);
  if (own.length === 0) return turn;
  member.turn = turn + 1;
  for (const place of own) {
    const clawback = clawbacks[place];
    if (clawback) clawbacks[place] = { ...clawback, turn: turn + 1 };
  }
  return turn;
}
