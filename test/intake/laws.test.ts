import type { EventAnswer } from '../../modules/intake/ingest.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import type { EventInput } from '../../modules/intake/ingest.ts';
import { figuresOf } from '../support/figures.ts';
import { freshDatabase } from '../support/database.ts';
import { openShop } from '../support/shop.ts';

const { database } = await freshDatabase();

type Deed =
  | { kind: 'order'; member: number; amountMinor: number }
  | { kind: 'return'; member: number; order: number; share: number }
  | { kind: 'cancellation'; member: number; amountMinor: number }
  | { kind: 'checkin'; member: number };

const member = fc.integer({ min: 0, max: 2 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      member,
      amountMinor: fc.integer({ min: 0, max: 90_000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('return' as const),
      member,
      order: fc.nat(30),
      share: fc.integer({ min: 1, max: 100 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('cancellation' as const),
      member,
      amountMinor: fc.integer({ min: 1, max: 90_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('checkin' as const), member }) },
);

/** A history as events, in time order; a return is of an order placed before it, whoever placed it. */
function historyOf(deeds: readonly Deed[]): EventInput[] {
  const orders: { orderId: string; memberId: string; amountMinor: number }[] = [];
  const joined: EventInput[] = [0, 1, 2].map((n) => ({
    id: `join${n}`,
    type: 'member.joined',
    memberId: `m${n}`,
    occurredAt: '2026-01-01T00:00:00Z',
  }));
  const events = deeds.flatMap((deed, n): EventInput[] => {
    const base = { id: `e${n}`, memberId: `m${deed.member}`, occurredAt: new Date(Date.UTC(2026, 0, 2 + n, 10)) };
    switch (deed.kind) {
      case 'order': {
        const order = { orderId: `o${n}`, amountMinor: deed.amountMinor };
        orders.push({ ...order, memberId: base.memberId });
        return [{ ...base, type: 'order.placed', data: order }];
      }
      case 'return': {
        const order = orders[deed.order % Math.max(1, orders.length)];
        if (!order) return [];
        const amountMinor = Math.max(1, Math.floor((order.amountMinor * deed.share) / 100));
        return [
          { ...base, memberId: order.memberId, type: 'order.returned', data: { orderId: order.orderId, amountMinor } },
        ];
      }
      case 'cancellation':
        return [{ ...base, type: 'order.returned', data: { amountMinor: deed.amountMinor } }];
      case 'checkin':
        return [{ ...base, type: 'checkin.done' }];
    }
  });
  return [...joined, ...events];
}

describe('whatever members buy and send back', () => {
  const history = fc.array(deed, { minLength: 1, maxLength: 40 }).map(historyOf);

  it('it makes no difference how the events are cut into batches, nor how often they are sent', async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 40 }),
        async (events, cuts) => {
          const [whole, cut] = [await openShop(database), await openShop(database)];
          await whole.send(...events);
          for (let from = 0, n = 0; from < events.length; n += 1) {
            const size = cuts[n % cuts.length] ?? 1;
            const batch = events.slice(from, from + size);
            const first = await cut.send(...batch);
            const again = await cut.send(...batch);
            const said = (answer: EventAnswer) => ('result' in answer ? answer.result : answer.kind);
            expect(again.map(said)).toEqual(first.map(said));
            from += size;
          }
          expect(await figuresOf(database, cut.programmeId)).toEqual(await figuresOf(database, whole.programmeId));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('the ledger keeps every promise, and nobody has more points than the kept orders justify', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (events) => {
        const shop = await openShop(database);
        await shop.send(...events);
        expect(await verifyInvariants(database, shop.programmeId)).toEqual([]);
        const wrong = await database.$queryRaw<unknown[]>`
          SELECT m.external_id FROM member m
          LEFT JOIN LATERAL (
            SELECT coalesce(sum(points) FILTER (WHERE returned_minor < amount_minor), 0) AS points, coalesce(sum(amount_minor - returned_minor), 0) AS kept,
              count(*) FILTER (WHERE returned_minor < amount_minor) AS orders
            FROM sales_order o WHERE o.member_id = m.id) o ON true
          LEFT JOIN LATERAL (SELECT count(*) AS checkins FROM event e WHERE e.member_id = m.id AND e.type = 'checkin.done') e ON true
          JOIN ledger.member_balance b ON b.member_id = m.id
          WHERE m.programme_id = ${shop.programmeId}::int
            AND (b.available - b.debt > o.points + 5 * e.checkins OR m.spent_minor <> o.kept OR m.orders_count <> o.orders)`;
        expect(wrong).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});
