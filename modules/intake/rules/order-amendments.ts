import type { JsonObject } from '../../../values/json.ts';
import { keptMinorOf } from './kept-points.ts';
import type { DecisionContext, KnownOrder, Standing } from './context.ts';
import { type Decided, refuse } from './decision.ts';
import type { Fact } from './facts.ts';
import { happenedLater } from './later.ts';
import { concludeChange, orderOfMember, tierNote } from './order-changes.ts';
import { expiredNote } from './order-returns.ts';
import { cancelHeld } from './redemptions.ts';

type Amended = Extract<Fact, { type: 'order.amended' }>;
type Cancelled = Extract<Fact, { type: 'order.cancelled' }>;

/** Times that an order is given more; what was taken back whole is none of them. */
const earnsMax = 100;

/**
 * An amendment says what an order comes to now, all of it: of several the latest by its own time stands, whichever comes first. Its
 * points are then those that the kept part would have earned in the first place.
 */
export function amendOrder(context: DecisionContext, fact: Amended, member: Standing): Decided {
  const order = orderOfMember(context, fact.orderId, member);
  if ('kind' in order) return order;
  const { orderId, amountMinor, attributes } = fact;
  const { currency } = context.programme;
  const tier = member.tier;
  const answer = (points: number, said: JsonObject): Decided => ({
    data: { orderId, amountMinor, currency, points, ...attributes },
    result: { points, ...said, ...tierNote(tier, member.tier) },
  });
  if (!isNews(order, fact)) return answer(0, { note: 'something newer is known of the order: it stays as it is' });
  if (amountMinor > order.amountMinor && order.earns.length >= earnsMax) {
    return refuse(
      'ORDER_CONFLICT',
      'data.orderId',
      `order "${orderId}" was amended to more ${earnsMax} times`,
      'send what is added as an order under a number of its own',
    );
  }
  const isOver = order.cancelledAt !== null;
  const { points, expired } = concludeChange(context, order, {
    fact,
    member,
    change: {
      amountMinor,
      amended: { at: fact.at, eventId: fact.id },
      // Of a cancelled order nothing is kept, whatever it would come to.
      ...(isOver ? { returnedMinor: amountMinor } : {}),
    },
  });
  return answer(points, isOver ? { note: 'the order was cancelled: nothing is given for it' } : expiredNote(expired));
}

/** An order is amended after it was placed; of two amendments of one instant the later id counts. */
function isNews({ amended, placedAt }: KnownOrder, { id, at }: Amended): boolean {
  if (amended === null) return at >= placedAt;
  return happenedLater({ at: at.getTime(), id }, { at: amended.at.getTime(), id: amended.eventId });
}

/** A cancelled order counts as if it had never been placed: nothing of it is kept, and nothing comes of it any more. */
export function cancelOrder(context: DecisionContext, fact: Cancelled, member: Standing): Decided {
  const order = orderOfMember(context, fact.orderId, member);
  if ('kind' in order) return cancelHeld(context, fact, member) ?? order;
  const { orderId } = fact;
  if (order.cancelledAt !== null) {
    const note = 'the order was cancelled before';
    return { kind: 'duplicate', rowId: null, place: null, result: { points: 0, note } };
  }
  const { currency } = context.programme;
  const tier = member.tier;
  const amountMinor = keptMinorOf(order);
  const { points, expired } = concludeChange(context, order, {
    fact,
    member,
    change: { cancelledAt: fact.at, returnedMinor: order.amountMinor },
  });
  return {
    // What no longer stands of it: a part may have come back before.
    data: { orderId, amountMinor, currency, points },
    result: { points, ...expiredNote(expired), ...tierNote(tier, member.tier) },
  };
}
