import type { JsonObject } from '../../../values/json.ts';
import { formatAmount } from '../../../values/money.ts';
import type { DecisionContext, KnownOrder, Standing } from './context.ts';
import { type Decided, type Refused, refuse } from './decision.ts';
import type { Fact } from './facts.ts';
import { concludeChange, noteKeptPart, orderOfMember, tierNote } from './order-changes.ts';
import { matchReturn } from './returns.ts';

type Returned = Extract<Fact, { type: 'order.returned' }>;

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
    const change = { returnedMinor: order.returnedMinor + amountMinor };
    const concluded = concludeChange(context, order, { fact, member, change });
    points += concluded.points;
    expired += concluded.expired;
  }
  const amountMinor = unmatchedMinor + matches.reduce((sum, part) => sum + part.amountMinor, 0);
  const orders = matches.map((part) => ({ orderId: part.order.orderId, amountMinor: part.amountMinor }));
  const [first] = orders;

  const result: JsonObject = {
    points,
    ...(fact.orderId === undefined ? { orders } : {}),
    ...expiredNote(expired),
    ...(unmatchedMinor === 0 ? {} : { note: `no order was found for ${formatAmount(unmatchedMinor, currency)} of it` }),
    ...tierNote(tier, member.tier),
  };
  const orderId = fact.orderId ?? (orders.length === 1 && unmatchedMinor === 0 ? first?.orderId : undefined);
  return {
    data: { ...(orderId === undefined ? {} : { orderId }), amountMinor, currency, points: result.points ?? 0 },
    result,
  };
}

/** What an answer says of points that would have been taken back, and are gone already. */
export function expiredNote(expired: number): JsonObject {
  return expired === 0 ? {} : { note: `${expired} of its points had expired unused` };
}

interface Parts {
  readonly matches: readonly { readonly order: KnownOrder; readonly amountMinor: number }[];
  readonly unmatchedMinor: number;
}

function namedPart(context: DecisionContext, fact: Returned, member: Standing, orderId: string): Parts | Refused {
  const { amountMinor, at } = fact;
  const order = orderOfMember(context, orderId, member);
  if ('kind' in order) return order;
  if (order.cancelledAt !== null) {
    return refuse(
      'RETURN_TOO_LARGE',
      'data.orderId',
      `order "${orderId}" was cancelled: nothing of it is left to return`,
      'drop the return: what the order brought was taken back when it was cancelled',
    );
  }
  const leftMinor = Math.max(0, order.amountMinor - order.returnedMinor);
  const wantedMinor = amountMinor ?? leftMinor;
  // What came back before it was amended was a part of what it came to then.
  const isEarlier = order.amended !== null && at < order.amended.at;
  if (wantedMinor > leftMinor && !isEarlier) {
    const left = formatAmount(leftMinor, context.programme.currency);
    return refuse(
      'RETURN_TOO_LARGE',
      'data.amountMinor',
      `only ${left} of order "${orderId}" is left to return`,
      `send at most ${leftMinor}`,
    );
  }
  // Nothing is left in money; what points alone have paid comes back.
  if (wantedMinor === 0) noteKeptPart(context, order, fact);
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
