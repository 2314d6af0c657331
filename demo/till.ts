import { createRedemption } from '../modules/checkout/create-redemption.ts';
import { type Quote, quote } from '../modules/checkout/quote.ts';
import { releaseRedemption } from '../modules/checkout/release.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import type { CastEvent } from './cast.ts';
import type { Checkout } from './cast-checkouts.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Behind the end of a hold, and before the next slot. */
const lateMs = 45 * minuteMs;
const cancelsAfterMs = dayMs;
const returnsAfterMs = 3 * dayMs;
/** What comes back of an order that comes back in part. */
const returnedShare = 0.4;
const actor = 'demo';

/** Where members of the demo pay with points. */
export interface Till {
  /** Lets those come whose time is in (since, until]: quote, hold. Answers what the shop then tells, with what earlier visits led to. */
  serve(since: Date, until: Date): Promise<CastEvent[]>;
}

export interface TillDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly programmeId: number;
  readonly currency: string;
}

/** A checkout that calls the use cases which the API calls. */
export function openTill(deps: TillDeps, checkouts: readonly Checkout[]): Till {
  /** What is still to come of visits. */
  let later: CastEvent[] = [];
  return {
    async serve(since, until) {
      const isDue = (at: Date) => at > since && at <= until;
      const told: CastEvent[] = [];
      for (const checkout of checkouts.filter(({ at }) => isDue(at))) told.push(...(await visit(deps, checkout)));
      const all = [...later, ...told];
      later = all.filter(({ occurredAt }) => occurredAt > until);
      return all.filter(({ occurredAt }) => occurredAt <= until);
    },
  };
}

/** One visit; what the shop tells of it, each at its own time. */
async function visit(deps: TillDeps, checkout: Checkout): Promise<CastEvent[]> {
  const { database, clock, programmeId } = deps;
  const { memberId, orderId, basketMinor, points, pointsMin, ending } = checkout;
  const otherwise = checkout.otherwise === undefined ? [] : [checkout.otherwise];
  const asked = { memberId, amountMinor: basketMinor, points: points ?? basketMinor };
  const quoted = await quote({ database, clock }, programmeId, asked);
  if (quoted.redeem.points < pointsMin) return otherwise;
  const leaves = ending === 'leaves' || ending === 'thinks-better';
  const { redemption } = await createRedemption(
    { database, clock },
    programmeId,
    {
      ...{ memberId, points: quoted.redeem.points, amountMinor: basketMinor },
      orderId: leaves ? `${orderId}-basket` : orderId,
    },
    { actor, key: `demo:${orderId}` },
  );
  if (ending === 'thinks-better') await releaseRedemption({ database, clock }, programmeId, redemption.id, { actor });
  return leaves ? otherwise : ordersOf(deps, checkout, quoted, redemption.id);
}

/** The order, and what becomes of it. */
function ordersOf(
  { currency }: TillDeps,
  { memberId, orderId, ending }: Checkout,
  quoted: Quote,
  redemptionId: string,
): CastEvent[] {
  const { payableMinor, quotedAt } = quoted;
  const event = (type: string, afterMs: number, data: CastEvent['data']): CastEvent => ({
    ...{ id: `demo:${type}:${orderId}`, type, memberId },
    occurredAt: new Date(quotedAt.getTime() + afterMs),
    data: { orderId, ...data },
  });
  const isLate = ending === 'late';
  const named = { redemptionId, ...(isLate ? {} : { quoteId: quoted.id }) };
  const placed = event('order.placed', isLate ? lateMs : 0, { amountMinor: payableMinor, currency, ...named });
  const returnedMinor = Math.floor(payableMinor * returnedShare);
  if (ending === 'cancels') return [placed, event('order.cancelled', cancelsAfterMs, {})];
  if (ending !== 'returns' || returnedMinor === 0) return [placed];
  return [placed, event('order.returned', returnsAfterMs, { amountMinor: returnedMinor, currency })];
}
