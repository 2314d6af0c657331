import { honourQuote, type QuoteTerms } from '../../checkout/rules-quote.ts';
import type { JsonObject } from '../../../values/json.ts';
import type { DecisionContext } from './context.ts';
import type { Fact } from './facts.ts';

type Placed = Extract<Fact, { type: 'order.placed' }>;

/** By what an order is reckoned that names a quote. */
export interface Quoted {
  /** The quote's, when it is honoured. */
  readonly terms: QuoteTerms | undefined;
  /** What the event says of it. */
  readonly result: JsonObject;
}

/** Whether an order is reckoned by the quote it names: never is it refused for one. */
export function quotedTerms({ checkout, programme }: DecisionContext, fact: Placed): Quoted {
  const named = checkout?.quotes.get(fact.id);
  if (fact.quoteId === undefined || named === undefined) return { terms: undefined, result: {} };
  const quote = honourQuote(named.terms, {
    ...{ programmeId: checkout?.programmeId ?? 0, member: named.member, at: fact.at.getTime() },
    ...{ amountMinor: fact.amountMinor, coupon: fact.coupon ?? null, currency: programme.currency },
  });
  return { terms: quote.honoured ? named.terms : undefined, result: { quote: { ...quote } } };
}
