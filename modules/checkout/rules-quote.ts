import { formatAmount } from '../../values/money.ts';
import { countedAmount, type Fraction } from '../programme/rules-earning.ts';

/** Orders dated a little before their quote: the sender's clock may be behind. */
const skewMs = 5 * 60_000;

/** What a quote promises, whole: an order that names it is reckoned by this, whatever the rules are by then. */
export interface QuoteTerms {
  readonly programmeId: number;
  /** Tells the member apart without naming one. */
  readonly member: string;
  readonly quotedAt: number;
  readonly validUntil: number;
  /** The goods before coupon and points. */
  readonly amountMinor: number;
  /** After the coupon: no more than this can be paid for them. */
  readonly netMinor: number;
  readonly coupon: string | null;
  readonly tier: string;
  /** Which rules of the programme it went by. */
  readonly rulesVersion: number;
  readonly rate: { readonly points: number; readonly perMinor: number };
  /** Of tier, day and birthday together. */
  readonly multiplier: { readonly numerator: number; readonly denominator: number };
  readonly steps: readonly {
    readonly aboveMinor: number;
    readonly multiplier: { numerator: number; denominator: number };
  }[];
}

/** An order that names a quote. */
export interface QuotedOrder {
  readonly programmeId: number;
  readonly member: string;
  readonly at: number;
  readonly amountMinor: number;
  readonly coupon: string | null;
  readonly currency: string;
}

export type Honour = { readonly honoured: true } | { readonly honoured: false; readonly reason: string };

/** Whether an order is reckoned by the quote it names, or why not; undefined terms are a quote that nobody here has signed. */
export function honourQuote(terms: QuoteTerms | undefined, order: QuotedOrder): Honour {
  const reason = objectionTo(terms, order);
  return reason === undefined ? { honoured: true } : { honoured: false, reason };
}

function objectionTo(terms: QuoteTerms | undefined, order: QuotedOrder): string | undefined {
  if (terms === undefined) return 'the quote was changed, or is none of ours';
  if (terms.programmeId !== order.programmeId) return 'the quote is of another programme';
  if (terms.member !== order.member) return 'the quote was made for another member';
  if (terms.coupon !== order.coupon) return 'the quote was made for the order with another coupon, or without one';
  if (order.at > terms.validUntil) return `the quote was good until ${new Date(terms.validUntil).toISOString()}`;
  if (order.at < terms.quotedAt - skewMs) return 'the order was placed before the quote was made';
  if (order.amountMinor > terms.netMinor) {
    return `the quote was made for at most ${formatAmount(terms.netMinor, order.currency)}`;
  }
  return undefined;
}

/** What an amount comes to by a quote's terms, before it is rounded down. */
export function exactPointsByQuote({ rate, multiplier, steps }: QuoteTerms, amountMinor: number): Fraction {
  const counted = countedAmount({ steps }, amountMinor);
  return {
    numerator: counted.numerator * BigInt(rate.points) * BigInt(multiplier.numerator),
    denominator: counted.denominator * BigInt(rate.perMinor) * BigInt(multiplier.denominator),
  };
}
