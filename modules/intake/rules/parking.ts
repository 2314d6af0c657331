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
 * Decides on a batch, one after the other. Orders, and returns of them, that come before their member wait: those of earlier
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
    const theirs = waiting.filter((each) => each.fact.memberId === fact.memberId).sort(byTime);
    for (const each of theirs) {
      waiting.splice(waiting.indexOf(each), 1);
      each.settle(decide(context, each.fact));
    }
  }
  return { verdicts, takenUp };
}

function isTooEarly(fact: Fact, verdict: Decision): boolean {
  const isOrder = fact.type === 'order.placed' || (fact.type === 'order.returned' && fact.orderId !== undefined);
  return isOrder && verdict.kind === 'refused' && verdict.code === 'MEMBER_NOT_FOUND';
}

function byTime(left: { readonly fact: Fact }, right: { readonly fact: Fact }): number {
  return left.fact.at.getTime() - right.fact.at.getTime();
}
