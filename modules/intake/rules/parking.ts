import type { DecisionContext } from './context.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import type { Fact } from './facts.ts';

/** How long an order waits for its member; then a person decides. */
export const parkedDaysMax = 30;

/** An event that came before its member, and is kept. */
export interface ParkedFact {
  readonly id: string;
  readonly fact: Fact;
}

/** What is decided on a batch. */
export interface Decided {
  /** In the order of the facts; `waits` of an order that comes before its member. */
  readonly verdicts: readonly (Decision | { readonly kind: 'waits' })[];
  /** What came of those that were kept from earlier and whose member is known now. */
  readonly takenUp: readonly { readonly id: string; readonly verdict: Decision }[];
}

/**
 * Decides on a batch, one after the other. Orders, and what became of them, that come before their member wait: those of earlier
 * batches, too, are taken up as soon as the member joins, in the order in which they happened.
 */
export function decideAll(context: DecisionContext, facts: readonly Fact[], parked: readonly ParkedFact[]): Decided {
  const verdicts: (Decision | { kind: 'waits' })[] = [];
  const takenUp: { id: string; verdict: Decision }[] = [];
  const waiting = parked.map(({ id, fact }) => ({
    fact,
    settle: (verdict: Decision) => void takenUp.push({ id, verdict }),
  }));
  for (const [place, fact] of facts.entries()) {
    const verdict = decide(context, fact);
    verdicts.push(verdict);
    if (isTooEarly(fact, verdict)) {
      verdicts[place] = { kind: 'waits' };
      waiting.push({ fact, settle: (late) => void (verdicts[place] = late) });
    }
    if (fact.type !== 'member.joined' || !context.members.has(fact.memberId)) continue;
    const theirs = inTheirOrder(waiting.filter((each) => each.fact.memberId === fact.memberId));
    for (const each of theirs) {
      waiting.splice(waiting.indexOf(each), 1);
      each.settle(decide(context, each.fact));
    }
  }
  return { verdicts, takenUp };
}

function isTooEarly(fact: Fact, verdict: Decision): boolean {
  const isOfOrder = orderEvents.has(fact.type) && 'orderId' in fact && fact.orderId !== undefined;
  return isOfOrder && verdict.kind === 'refused' && verdict.code === 'MEMBER_NOT_FOUND';
}

const orderEvents: ReadonlySet<string> = new Set<Fact['type']>([
  ...(['order.placed', 'order.amended', 'order.returned', 'order.cancelled'] as const),
]);

/** By their own times, and nothing of an order before it was placed, whatever the clocks of two systems say. */
function inTheirOrder<Each extends { readonly fact: Fact }>(waiting: readonly Each[]): Each[] {
  const placedAt = new Map(
    waiting.flatMap(({ fact }) => (fact.type === 'order.placed' ? [[fact.orderId, fact.at.getTime()] as const] : [])),
  );
  const timeOf = ({ fact }: Each) => {
    const at = fact.at.getTime();
    return 'orderId' in fact && fact.orderId !== undefined ? Math.max(at, placedAt.get(fact.orderId) ?? at) : at;
  };
  const rankOf = ({ fact }: Each) => (fact.type === 'order.placed' ? 0 : 1);
  return waiting.toSorted((left, right) => timeOf(left) - timeOf(right) || rankOf(left) - rankOf(right));
}
