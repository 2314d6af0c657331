import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isSigned, signatureOf } from '../../platform/signatures.ts';
import type { QuoteTerms } from './rules-quote.ts';

const purpose = 'quote';
const prefix = 'quo_';
/** Longer than a quote with every step that a programme can have. */
const tokenLengthMax = 1_200;

const whole = z.int().min(0);

/** The terms in few letters: a shop carries them along. A form to come has a `v` of its own. */
const writtenTerms = z.strictObject({
  v: z.literal(1),
  p: whole,
  m: z.string(),
  q: whole,
  u: whole,
  a: whole,
  n: whole,
  c: z.string().nullable(),
  t: z.string(),
  r: whole,
  e: z.tuple([whole, whole]),
  x: z.tuple([whole, whole]),
  s: z.array(z.tuple([whole, whole, whole])),
});

/** A quote as the shop gets it: its terms, signed. Nothing of it is stored. */
export function writeQuote(terms: QuoteTerms): string {
  const { rate, multiplier, steps } = terms;
  const written: z.infer<typeof writtenTerms> = {
    v: 1,
    p: terms.programmeId,
    m: terms.member,
    q: terms.quotedAt,
    u: terms.validUntil,
    a: terms.amountMinor,
    n: terms.netMinor,
    c: terms.coupon,
    t: terms.tier,
    r: terms.rulesVersion,
    e: [rate.points, rate.perMinor],
    x: [multiplier.numerator, multiplier.denominator],
    s: steps.map((step) => [step.aboveMinor, step.multiplier.numerator, step.multiplier.denominator]),
  };
  const text = Buffer.from(JSON.stringify(written)).toString('base64url');
  return `${prefix}${text}.${signatureOf(purpose, text)}`;
}

/** The terms of a quote that was given back; undefined of a text that this installation has not signed. */
export function readQuote(token: string): QuoteTerms | undefined {
  const [text = '', signature = '', ...more] = token.slice(prefix.length).split('.');
  if (!token.startsWith(prefix) || token.length > tokenLengthMax || more.length > 0) return undefined;
  if (!isSigned(purpose, text, signature)) return undefined;
  const read = writtenTerms.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  return read.success ? termsOf(read.data) : undefined;
}

function termsOf({ p, m, q, u, a, n, c, t, r, e, x, s }: z.infer<typeof writtenTerms>): QuoteTerms {
  return {
    programmeId: p,
    member: m,
    quotedAt: q,
    validUntil: u,
    amountMinor: a,
    netMinor: n,
    coupon: c,
    tier: t,
    rulesVersion: r,
    rate: { points: e[0], perMinor: e[1] },
    multiplier: { numerator: x[0], denominator: x[1] },
    steps: s.map(([aboveMinor, numerator, denominator]) => ({ aboveMinor, multiplier: { numerator, denominator } })),
  };
}

/** What a quote tells its member by: nothing that a stranger could read a name or an address from. */
export function memberMark(memberId: string): string {
  return createHash('sha256').update(memberId).digest('base64url').slice(0, 16);
}
