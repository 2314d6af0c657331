import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { owedEvent, type ShopOrder, withOrder, withRefund } from './rules-order.ts';
import { settle } from './rules-settle.ts';
import type { OrderTold, RefundTold } from './rules-told.ts';

const t0 = Date.parse('2026-05-05T10:00:00Z');
const told = (changes: Partial<OrderTold> & { amountMinor?: number; totalMinor?: number } = {}): OrderTold => {
  const { amountMinor = 4_000, totalMinor = 4_500, ...more } = changes;
  return {
    ...{ orderId: '1001', asOf: t0, currency: 'GBP', waits: null, cancelledAt: null, placedAt: t0 },
    figures: { amountMinor, totalMinor, paid: null, taxesIncluded: true, netOfTax: false, byLines: true },
    ...{ refunds: [], coupons: [], redemptionId: null, attributes: {} },
    ...more,
  };
};
const goods = (id: string, priceMinor: number, minor = priceMinor): RefundTold => ({
  ...{ id, at: t0 + 1_000, goods: { priceMinor, taxMinor: 0 }, money: { currency: 'GBP', minor } },
});
const money = (id: string, minor: number): RefundTold => ({
  ...{ id, at: t0 + 2_000, goods: null, money: { currency: 'GBP', minor } },
});

/** Takes all an order owes, as an intake that refuses nothing would. */
function takeAll(known: ShopOrder) {
  const events: string[] = [];
  let order = known;
  for (let owed = owedEvent(order, 'shopify'); owed; owed = owedEvent(order, 'shopify')) {
    const { type, id, data } = owed.event;
    events.push(`${type} ${id}${typeof data.amountMinor === 'number' ? ` ${data.amountMinor}` : ''}`);
    order = settle(owed, order, { kind: 'accepted' }).order;
  }
  return { order, events };
}
/** What the calls come to, one after the other. */
function after(...calls: ((order: ShopOrder | undefined) => ShopOrder)[]) {
  return calls.reduce(
    ({ order, events }, call) => {
      const next = takeAll(call(order));
      return { order: next.order, events: [...events, ...next.events] };
    },
    { order: undefined as ShopOrder | undefined, events: [] as string[] },
  );
}
const order =
  (changes: Parameters<typeof told>[0] = {}) =>
  (before: ShopOrder | undefined) =>
    withOrder(before, 'anna', told(changes));
const refund = (of: RefundTold) => (before: ShopOrder | undefined) => withRefund(before, '1001', of, t0);

describe('What an order owes', () => {
  it('is its placing, then what has changed of it', () => {
    expect(after(order(), order({ asOf: t0 + 60_000, amountMinor: 5_000 }), order()).events).toEqual([
      'order.placed shopify:order:1001 4000',
      'order.amended shopify:order:1001:2026-05-05T10:01:00.000Z 5000',
    ]);
  });

  it('is the newest state alone, where that comes first', () => {
    expect(after(order({ asOf: t0 + 60_000, amountMinor: 5_000 }), order()).events).toEqual([
      'order.placed shopify:order:1001 5000',
    ]);
  });

  it('is nothing while it waits, and nothing once it is cancelled', () => {
    expect(after(order({ waits: 'it is not paid' })).events).toEqual([]);
    expect(after(order({ cancelledAt: t0, asOf: t0 + 60_000 }), order()).events).toEqual([]);
  });

  it('is its end when it is cancelled, also of one that has only points on hold', () => {
    const cancelled = { cancelledAt: t0 + 30_000, asOf: t0 + 60_000 };
    const end = 'order.cancelled shopify:order:1001:cancelled';
    expect(after(order(), order(cancelled), order(cancelled)).events).toEqual([
      'order.placed shopify:order:1001 4000',
      end,
    ]);
    expect(after(order({ ...cancelled, redemptionId: 'red_00000000' })).events).toEqual([end]);
  });

  it.each([
    ['goods at their prices', [goods('1', 1_500)], 1_500],
    ['money as far as goods are a part of the whole', [money('1', 900)], 800],
    ['money in parts as in one', [money('1', 301), money('2', 299), money('3', 300)], 800],
    ['goods, and the money for them later', [goods('1', 1_500, 0), money('2', 1_500)], 1_500],
    ['goods for less money than they cost', [goods('1', 1_500, 1_000)], 1_500],
    ['no more than all of it', [goods('1', 4_000), money('2', 500)], 4_000],
    ['nothing without goods and money', [money('1', 0)], 0],
  ])('is the return of %s', (_, refunds, returned) => {
    const { order: left } = after(order(), ...refunds.map(refund));
    expect(left?.taken.returnedMinor).toBe(returned);
    expect(after(...refunds.map(refund), order()).order?.taken.returnedMinor).toBe(returned);
    expect(after(order({ refunds })).order?.taken.returnedMinor).toBe(returned);
  });

  it('reckons money in another currency by what the customer paid', () => {
    const paid = { currency: 'EUR', totalMinor: 5_400 };
    const { figures } = told();
    const abroad: RefundTold = { ...money('1', 1_080), money: { currency: 'EUR', minor: 1_080 } };
    // A fifth of what was paid is 9.00 here, of which 8.00 are for goods.
    expect(after(order({ figures: { ...figures, paid }, refunds: [abroad] })).order?.taken.returnedMinor).toBe(800);
  });
});

describe('An answer to what is owed', () => {
  const placing = (changes: Parameters<typeof told>[0]) => {
    const known = withOrder(undefined, 'anna', told(changes));
    const owed = owedEvent(known, 'shopify');
    if (owed === undefined) throw new Error('nothing is owed');
    return { known, owed };
  };

  it('that refuses a coupon lets the order in without it', () => {
    const { known, owed } = placing({ coupons: ['TEN', 'TWENTY'] });
    expect(owed.event.data.coupon).toBe('TEN');
    const refused = { kind: 'refused', code: 'COUPON_EXPIRED', field: 'data.coupon' } as const;
    const { order: left, left: without, isStuck } = settle(owed, known, refused);
    expect({ without, isStuck }).toEqual({ without: 'coupon', isStuck: false });
    expect(owedEvent(left, 'shopify')?.event.data.coupon).toBe('TWENTY');
  });

  it('that refuses a redemption lets the order in without it', () => {
    const { known, owed } = placing({ redemptionId: 'red_00000000' });
    const refused = { kind: 'refused', code: 'REQUEST_INVALID', field: 'data.redemptionId' } as const;
    const { order: left, left: without } = settle(owed, known, refused);
    expect(without).toBe('redemption');
    expect(owedEvent(left, 'shopify')?.event.data).toEqual({ orderId: '1001', amountMinor: 4_000, currency: 'GBP' });
  });

  it('that knows the id with another content amends what went in before', () => {
    const { known, owed } = placing({});
    const { order: left } = settle(owed, known, { kind: 'refused', code: 'EVENT_CONFLICT', field: 'id' });
    expect(takeAll(left).events).toEqual(['order.amended shopify:order:1001:2026-05-05T10:00:00.000Z 4000']);
  });

  it('that refuses for good leaves it owed', () => {
    const { known, owed } = placing({});
    expect(settle(owed, known, { kind: 'refused', code: 'CURRENCY_MISMATCH', field: 'data.currency' })).toEqual({
      ...{ order: known, isStuck: true },
    });
  });
});

describe('Calls in any order and number', () => {
  const snapshots = fc.array(
    fc.record({ minutes: fc.integer({ min: 0, max: 5 }), amountMinor: fc.constantFrom(3_000, 4_000, 5_000) }),
    { minLength: 1, maxLength: 4 },
  );
  const refunds = fc.array(fc.record({ isGoods: fc.boolean(), amountMinor: fc.integer({ min: 0, max: 2_000 }) }), {
    maxLength: 4,
  });

  it('come to the same order, and to events that say the same of it', () => {
    fc.assert(
      fc.property(
        snapshots,
        refunds,
        fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
        fc.shuffledSubarray([...Array(40).keys()], { minLength: 40 }),
        (states, given, cancelledMinutes, places) => {
          const parts = given.map(({ isGoods, amountMinor }, place) =>
            isGoods ? goods(String(place + 1), amountMinor) : money(String(place + 1), amountMinor),
          );
          // All of it is goods, so that money is as much of each state.
          const calls = [
            ...states.map(({ minutes, amountMinor }) =>
              order({
                asOf: t0 + minutes * 60_000,
                amountMinor,
                totalMinor: amountMinor,
                refunds: parts.slice(0, minutes),
              }),
            ),
            ...parts.map(refund),
            ...(cancelledMinutes === undefined
              ? []
              : [order({ asOf: t0 + 360_000 + cancelledMinutes, cancelledAt: t0 + 300_000, refunds: parts })]),
          ];
          const twice = [...calls, ...calls];
          const shuffled = places.flatMap((place) => twice[place] ?? []);
          expect(standing(after(...shuffled).order)).toEqual(standing(after(...calls).order));
        },
      ),
      { numRuns: 300 },
    );
  });

  /** What counts for points: what is kept of it; of a cancelled order nothing. */
  function standing(known: ShopOrder | undefined): number | undefined {
    if (known === undefined) return undefined;
    const { placed, cancelled, amountMinor, returnedMinor } = known.taken;
    return cancelled || !placed ? 0 : Math.max(0, (amountMinor ?? 0) - returnedMinor);
  }
});
