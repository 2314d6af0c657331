import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import type { JsonObject } from '../../values/json.ts';
import { freshDatabase } from '../support/database.ts';
import { anna, connectShop, moneyBack, orderId, paid, refunded } from './connected-shop.ts';
import { fixture, shopifyLine, shopMoney } from './shop-calls.ts';

const { database } = await freshDatabase();

interface Call {
  readonly topic: string;
  readonly body: unknown;
}
/** The order with another price, as an edit makes it; without postage, so that money is as much of each state. */
const edited = (price: string, minute: number, more: JsonObject = {}): JsonObject => ({
  line_items: [shopifyLine(price, { tax_lines: [] })],
  shipping_lines: [],
  total_price_set: shopMoney(price),
  updated_at: `2026-05-05T10:${String(minute).padStart(2, '0')}:00+01:00`,
  ...more,
});

describe('An order that is amended and cancelled in the shop', () => {
  it('has the points of what stands', async () => {
    const { outcome, points, send } = await connectShop(database);
    await send('orders/paid', paid(edited('40.00', 0)));
    expect(await outcome('orders/updated', paid(edited('60.00', 5)))).toEqual([
      `shopify:order:${orderId}:2026-05-05T09:05:00.000Z accepted 20`,
    ]);
    expect(await points(anna)).toBe(60);
    const cancelled = paid(
      edited('60.00', 9, { cancelled_at: '2026-05-05T10:08:00+01:00', financial_status: 'refunded' }),
    );
    expect(await outcome('orders/cancelled', cancelled)).toEqual([`shopify:order:${orderId}:cancelled accepted -60`]);
    expect(await points(anna)).toBe(0);
    expect(await outcome('refunds/create', refunded())).toBe('it was taken before, and nothing of it has changed');
  });

  it('of WooCommerce is gone when it was deleted', async () => {
    const { outcome, points, send } = await connectShop(database, { kind: 'woocommerce' });
    await send('order.created', fixture('woocommerce/order-processing'));
    expect(await outcome('order.deleted', { id: 4750 })).toEqual(['woo:order:4750:cancelled accepted -36']);
    expect(await points('118')).toBe(0);
  });
});

describe('Whatever a shop tells of an order', () => {
  const refunds = [refunded(), moneyBack()] as unknown as JsonObject[];
  const history = fc.record({
    prices: fc.array(fc.constantFrom('30.00', '40.00', '60.00'), { minLength: 1, maxLength: 3 }),
    refunds: fc.integer({ min: 0, max: 2 }),
    isCancelled: fc.boolean(),
  });
  const callsOf = ({
    prices,
    refunds: count,
    isCancelled,
  }: {
    prices: string[];
    refunds: number;
    isCancelled: boolean;
  }): Call[] => {
    const given = refunds.slice(0, count);
    const last = prices.at(-1) ?? '40.00';
    return [
      ...prices.map((price, place) => ({
        topic: place === 0 ? 'orders/paid' : 'orders/updated',
        body: paid(edited(price, place * 5)),
      })),
      ...given.map((body) => ({ topic: 'refunds/create', body })),
      // What a backfill reads later: the order as it came to be.
      { topic: 'orders/updated', body: paid(edited(last, 40, { refunds: given as never })) },
      ...(isCancelled
        ? [
            {
              topic: 'orders/cancelled',
              body: paid(edited(last, 50, { cancelled_at: '2026-05-05T10:49:00+01:00', refunds: given as never })),
            },
          ]
        : []),
    ];
  };

  it('in any order, any number and at once, comes to the same points', async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.shuffledSubarray([...Array(16).keys()], { minLength: 16 }),
        fc.boolean(),
        async (told, places, atOnce) => {
          const calls = callsOf(told);
          const [one, other] = [await connectShop(database), await connectShop(database)];
          for (const { topic, body } of calls) await one.send(topic, body);
          const twice = [...calls, ...calls];
          const shuffled = places.flatMap((place) => twice[place] ?? []);
          if (atOnce) await Promise.all(shuffled.map(({ topic, body }) => other.send(topic, body)));
          else for (const { topic, body } of shuffled) await other.send(topic, body);
          // Of an order that is told of as cancelled first nobody becomes a member.
          expect((await other.points(anna)) ?? 0).toBe((await one.points(anna)) ?? 0);
          for (const { programmeId } of [one, other]) expect(await verifyInvariants(database, programmeId)).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });
});
