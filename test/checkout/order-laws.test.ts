import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redemptionAfter } from '../../modules/checkout/rules-kept-share.ts';
import { type EventInput, ingestEvents } from '../../modules/intake/ingest.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { pointsForOrder } from '../../modules/programme/rules-earning.ts';
import { freshDatabase } from '../support/database.ts';
import { openCheckout } from '../support/checkout.ts';
import { reference } from '../support/shop.ts';

// As test/intake/order-laws has it of what orders earn; here of what they were paid with.
const { database } = await freshDatabase();
const [base] = reference.tiers;
/** One tier: an order earns by the tier of its arrival, which is what this law is not about. */
const programme = { ...reference, tiers: base === undefined ? [] : [base] };
const from = Date.UTC(2026, 11, 8, 10);
const at = (minute: number) => new Date(from + minute * 60_000);
const start = 450;
const ordersMax = 3;

const share = fc.integer({ min: 1, max: 100 });
const less = fc.record({ amends: fc.boolean(), share });

interface Paid {
  readonly orderId: string;
  readonly used: number;
  readonly placedMinor: number;
  /** As it stands in the end. */
  readonly keptMinor: number;
  readonly events: readonly EventInput[];
}

/** An order paid with points of which less and less is kept, by the own times of its events. `redemptionId` is put in when there is one. */
const paid = (place: number): fc.Arbitrary<Paid> =>
  fc
    .record({
      used: fc.integer({ min: 1, max: start / ordersMax }),
      placedMinor: fc.integer({ min: 0, max: 60_000 }),
      deeds: fc.array(less, { maxLength: 4 }),
      cancels: fc.boolean(),
    })
    .map(({ used, placedMinor, deeds, cancels }) => {
      const orderId = `paid-${place}`;
      const told = (step: number, type: string, data: object): EventInput => ({
        ...{ id: `${orderId}-${step}`, type, memberId: 'anna-1', occurredAt: at(-30 + place * 8 + step) },
        data: { orderId, ...data },
      });
      const events = [told(0, 'order.placed', { amountMinor: placedMinor })];
      let [stands, returned] = [placedMinor, 0];
      for (const [step, { amends, share: percent }] of deeds.entries()) {
        const part = Math.floor(((stands - returned) * percent) / 100);
        if (part === 0) continue;
        if (amends) events.push(told(step + 1, 'order.amended', { amountMinor: stands - part }));
        else events.push(told(step + 1, 'order.returned', { amountMinor: part }));
        if (amends) stands -= part;
        else returned += part;
      }
      if (cancels) events.push(told(7, 'order.cancelled', {}));
      return { orderId, used, placedMinor, keptMinor: cancels ? 0 : stands - returned, events };
    });

const arrivals = fc.tuple(paid(0), paid(1), paid(2)).chain((orders) => {
  const events = orders.flatMap((each) => each.events);
  return fc.record({
    orders: fc.constant(orders),
    inOrder: fc.shuffledSubarray(events, { minLength: events.length }),
    again: fc.array(fc.nat(), { maxLength: 6 }),
    size: fc.integer({ min: 1, max: 8 }),
  });
});

describe('orders that were paid with points', () => {
  it(
    'come to the points of the orders as they stand, whichever event comes first, however often and in whatever batches',
    { timeout: 180_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(arrivals, async ({ orders, inOrder, again, size }) => {
          const shop = await openCheckout(database, { tiers: programme.tiers, clawback: 'DEBT' });
          shop.clock.at('2026-12-08T10:30:00Z');
          const redemptions = new Map<string, string>();
          for (const { orderId, used } of orders) {
            const { redemption } = await shop.hold({ orderId, points: used, expiresInSeconds: 86_400 });
            redemptions.set(orderId, redemption.id);
          }
          const named = (event: EventInput): EventInput =>
            event.type === 'order.placed'
              ? {
                  ...event,
                  data: { ...event.data, redemptionId: redemptions.get(event.data?.orderId as string) ?? '' },
                }
              : event;
          let waiting = [...inOrder, ...again.map((place) => inOrder[place % inOrder.length]!)].map(named);
          // What comes before its order is refused, and sent again as shops do.
          for (let round = 0; round <= inOrder.length && waiting.length > 0; round += 1) {
            const refused: EventInput[] = [];
            for (let first = 0; first < waiting.length; first += size) {
              const batch = waiting.slice(first, first + size);
              const answers = await ingestEvents(shop.deps, shop.programmeId, batch);
              refused.push(...batch.filter((_, place) => answers[place]?.kind === 'refused'));
              const { available, held, debt } = await shop.balance();
              expect(Math.min(available, held, debt)).toBeGreaterThanOrEqual(0);
            }
            waiting = refused;
          }
          const earned = orders.reduce((sum, { keptMinor, events: [placed] }) => {
            const placedAt = new Date(placed?.occurredAt ?? from);
            return (
              sum + pointsForOrder(programme, { amountMinor: keptMinor, placedAt }, { tier: base?.code ?? 'base' })
            );
          }, 0);
          const used = orders.reduce((sum, { used: captured, placedMinor: orderMinor, keptMinor, events }) => {
            const isWhole = events.length === 1;
            const back = isWhole
              ? 0
              : redemptionAfter({ capturedPoints: captured, refundedPoints: 0 }, { orderMinor, keptMinor });
            return sum + captured - back;
          }, 0);
          const { available, held, debt } = await shop.balance();
          expect({ points: available - debt, held }).toEqual({ points: start + earned - used, held: 0 });
          expect(await verifyInvariants(database, shop.programmeId)).toEqual([]);
        }),
        { numRuns: 12, endOnFailure: true },
      );
    },
  );
});
