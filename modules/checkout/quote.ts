import type { Db } from '../../platform/database.ts';
import { type ErrorCode, PerennialError } from '../../platform/errors.ts';
import { type CouponSummary, listCoupons } from '../coupons/list.ts';
import { couponObjection, couponProblem, discountOf, normalCouponCode, pointsWithCoupon } from '../coupons/rules.ts';
import type { Programme } from '../programme/rules.ts';
import { explainPoints, exactPointsForOrder, multiplierOf, wholePoints } from '../programme/rules-earning.ts';
import { expiresAt, expiryIn } from '../programme/rules-expiry.ts';
import { loadProgramme, type StoredProgramme } from '../programme/rows.ts';
import { explanationLines } from '../programme/wording.ts';
import { type QuoteInput, quoteInput, readInput } from './input.ts';
import { memberMark, writeQuote } from './quote-token.ts';
import { type CheckoutBalance, type Customer, readCustomer } from './rows-purse.ts';
import { type Redeemable, redeemable } from './rules-share.ts';
import { worthMinor } from './rules-worth.ts';
import type { CheckoutDeps } from './posted.ts';

/** What an order would earn, and what it may be paid with. */
export interface Quote {
  /** Signed and not stored: an order that names it is reckoned by it until `validUntil`. */
  readonly id: string;
  /** The shop's id. */
  readonly memberId: string;
  readonly quotedAt: Date;
  readonly validUntil: Date;
  /** Which rules of the programme it goes by. */
  readonly rulesVersion: number;
  readonly currency: string;
  /** As asked: the goods before coupon and points. */
  readonly amountMinor: number;
  /** What the coupon does, or why it can't be used; null without one. */
  readonly discount: Discount | null;
  /** The most points that can be used, and what stops more. */
  readonly redeemable: Redeemable;
  /** The points that are used here. */
  readonly redeem: { readonly points: number; readonly amountMinor: number };
  /** To be paid in money. */
  readonly payableMinor: number;
  readonly earn: {
    readonly points: number;
    readonly availableAt: Date;
    readonly expiresAt: Date | null;
    readonly explanation: readonly string[];
  };
  readonly balance: CheckoutBalance;
}

export interface Discount {
  readonly coupon: string;
  readonly amountMinor: number;
  readonly problem?: {
    readonly code: ErrorCode;
    readonly field: string;
    readonly detail: string;
    readonly fix: string;
  };
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** How long a quote stands in a programme whose points can't be used at the checkout. */
const quoteMinutes = 30;

/** A quote for an order of a member. Nothing of it is stored; what is wrong with a coupon is told in it. */
export async function quote({ database, clock }: CheckoutDeps, programmeId: number, input: QuoteInput): Promise<Quote> {
  const asked = readInput(quoteInput, input);
  const stored = await loadProgramme(database, programmeId);
  const { definition: programme, rulesVersion } = stored;
  if (asked.currency !== undefined && asked.currency !== programme.currency) {
    const message = `is "${asked.currency}", and the programme counts in ${programme.currency}.`;
    throw new PerennialError('CURRENCY_MISMATCH', `currency ${message}`, {
      field: 'currency',
      fix: `Send the amount in ${programme.currency}.`,
    });
  }
  const now = clock.now();
  const customer = await readCustomer(database, programmeId, asked.memberId, now);
  const { coupon, discount } = await couponOf(database, { programmeId, programme, asked, now });
  const netMinor = asked.amountMinor - (discount?.amountMinor ?? 0);
  const { status, balance } = customer;
  const purse = { status, available: balance.available, debt: balance.debt };
  const most = redeemable(programme.redemption, purse, { amountMinor: netMinor, usedMinor: 0 });
  const redeem = usedHere(programme, most, asked.points ?? 0);
  const payableMinor = netMinor - redeem.amountMinor;
  const order = { placedAt: now, amountMinor: payableMinor, coupon };
  const validUntil = new Date(now.getTime() + (programme.redemption?.holdMinutes ?? quoteMinutes) * minuteMs);
  return {
    id: signedTerms(stored, { customer, order, validUntil, amountMinor: asked.amountMinor, netMinor }),
    memberId: customer.externalId,
    quotedAt: now,
    validUntil,
    rulesVersion,
    currency: programme.currency,
    amountMinor: asked.amountMinor,
    discount,
    redeemable: most,
    redeem,
    payableMinor,
    earn: earnOf(programme, customer, order),
    balance,
  };
}

interface QuotedOrder {
  readonly placedAt: Date;
  /** To be paid in money. */
  readonly amountMinor: number;
  readonly coupon: CouponSummary | undefined;
}

/** The points asked for, as far as they can be used. */
function usedHere({ redemption: rules }: Programme, most: Redeemable, asked: number): Quote['redeem'] {
  if (rules === undefined) return { points: 0, amountMinor: 0 };
  const wanted = Math.min(asked, most.points);
  const points = wanted - (wanted % rules.stepPoints);
  return points < rules.minPoints ? { points: 0, amountMinor: 0 } : { points, amountMinor: worthMinor(rules, points) };
}

interface CouponQuestion {
  readonly programmeId: number;
  readonly programme: Programme;
  readonly asked: QuoteInput;
  readonly now: Date;
}

/** The coupon that the order would be placed with, if it can be, and what it takes off. */
async function couponOf(
  db: Db,
  { programmeId, programme, asked, now }: CouponQuestion,
): Promise<{ coupon: CouponSummary | undefined; discount: Discount | null }> {
  if (asked.coupon === undefined) return { coupon: undefined, discount: null };
  const code = normalCouponCode(asked.coupon);
  const [found] = await listCoupons(db, { programmeId, now, code, limit: 1 });
  const terms = found && { ...found, memberId: found.member };
  const objection = couponObjection(terms, { memberId: asked.memberId, amountMinor: asked.amountMinor, at: now });
  if (found === undefined || objection !== undefined) {
    const reason = objection ?? 'COUPON_NOT_FOUND';
    const detail = `"${code}": ${couponProblem(reason, found, programme.currency)}`;
    const fix = 'correct the code, or place the order without it';
    const problem = { code: reason, field: 'coupon', detail, fix };
    return { coupon: undefined, discount: { coupon: code, amountMinor: 0, problem } };
  }
  return { coupon: found, discount: { coupon: code, amountMinor: discountOf(found.benefit, asked.amountMinor) } };
}

function customerTerms({ tier, birthMonth }: Customer) {
  return { tier, birthday: birthMonth === null ? null : { month: birthMonth } };
}

function earnOf(programme: Programme, customer: Customer, order: QuotedOrder): Quote['earn'] {
  const member = customerTerms(customer);
  const whole = wholePoints(exactPointsForOrder(programme, order, member));
  const multiplies = order.coupon?.benefit.kind === 'points' ? order.coupon.benefit.multiplier : undefined;
  const availableAt = new Date(order.placedAt.getTime() + programme.pendingDays * dayMs);
  const lines = explanationLines(explainPoints(programme, order, member), programme.currency);
  return {
    points: order.coupon === undefined ? whole : pointsWithCoupon(whole, order.coupon.benefit),
    availableAt,
    expiresAt: expiresAt(expiryIn(programme, customer.tier), availableAt, programme.zone),
    explanation:
      multiplies === undefined ? lines : [...lines, `coupon x${multiplies.numerator / multiplies.denominator}`],
  };
}

interface ToSign {
  readonly customer: Customer;
  readonly order: QuotedOrder;
  readonly validUntil: Date;
  readonly amountMinor: number;
  readonly netMinor: number;
}

function signedTerms(
  { id: programmeId, definition: programme, rulesVersion }: StoredProgramme,
  { customer, order, validUntil, amountMinor, netMinor }: ToSign,
): string {
  const { numerator, denominator } = multiplierOf(programme, order, customerTerms(customer));
  const { points, perMinor, steps } = programme.earning;
  return writeQuote({
    ...{ programmeId, member: memberMark(customer.externalId) },
    quotedAt: order.placedAt.getTime(),
    validUntil: validUntil.getTime(),
    ...{ amountMinor, netMinor, coupon: order.coupon?.code ?? null, tier: customer.tier },
    rulesVersion,
    rate: { points, perMinor },
    multiplier: { numerator: Number(numerator), denominator: Number(denominator) },
    steps,
  });
}
