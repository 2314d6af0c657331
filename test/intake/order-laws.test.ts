import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventInput } from '../../modules/intake/ingest.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { spend } from '../../modules/ledger/redeem.ts';
import { pointsForOrder } from '../../modules/programme/rules-earning.ts';
import { freshDatabase } from '../support/database.ts';
import { now, openShopWithAnna, reference } from '../support/shop.ts';

// Webhooks come twice, late, in any order and in parts. Whatever the way, an order brings what it is worth as it stands in the end.
const { database } = await freshDatabase();
const [base] = reference.tiers;
/** One tier: an order earns by the tier of its arrival, which is what these laws are not about. */
const programme = { ...reference, tiers: base === undefined ? [] : [base] };
const placedOn = Date.UTC(2026, 4, 1, 12);
const at = (minute: number) => new Date(placedOn + minute * 60_000);

const amount = fc.integer({ min: 0, max: 90_000 });
const deed = fc.record({ amends: fc.boolean(), amount, share: fc.integer({ min: 1, max: 100 }) });

interface Story {
  readonly events: readonly EventInput[];
  /** What is kept of the order in the end, and when it was placed. */
  readonly keptMinor: number;
  readonly placedAt: Date;
}

/** An order and what becomes of it, by the own times of its events. */
const story = (orderId: string): fc.Arbitrary<Story> =>
  fc
    .record({
      placed: amount,
      minute: fc.integer({ min: 0, max: 3 * 24 * 60 }),
      deeds: fc.array(deed, { maxLength: 5 }),
      cancels: fc.boolean(),
    })
    .map(({ placed, minute, deeds, cancels }) => {
      const told = (place: number, type: string, data: object): EventInput => ({
        ...{ id: `${orderId}-${place}`, type, memberId: 'anna', occurredAt: at(minute + place) },
        data: { orderId, ...data },
      });
      const events = [told(0, 'order.placed', { amountMinor: placed })];
      let [stands, returned] = [placed, 0];
      for (const [place, { amends, amount: wanted, share }] of deeds.entries()) {
        const part = Math.floor((Math.max(0, stands - returned) * share) / 100);
        if (amends) events.push(told(place + 1, 'order.amended', { amountMinor: wanted }));
        else if (part > 0) events.push(told(place + 1, 'order.returned', { amountMinor: part }));
        if (amends) stands = wanted;
        else returned += part;
      }
      if (cancels) events.push(told(50, 'order.cancelled', {}));
      return { events, keptMinor: cancels ? 0 : Math.max(0, stands - returned), placedAt: at(minute) };
    });

const stories = fc.tuple(story('a'), story('b'), story('c'));
const worth = (all: readonly Story[]) =>
  all.reduce((sum, { keptMinor, placedAt }) => {
    return sum + pointsForOrder(programme, { amountMinor: keptMinor, placedAt }, { tier: base?.code ?? 'base' });
  }, 0);

describe('whatever becomes of orders', () => {
  it('points are those of the orders as they stand, whichever event comes first, however often and in whatever batches', async () => {
    const world = stories.chain((all) => {
      const events = all.flatMap((each) => each.events);
      return fc.record({
        all: fc.constant(all),
        arrivals: fc.shuffledSubarray(events, { minLength: events.length }),
        again: fc.array(fc.nat(), { maxLength: 5 }),
        size: fc.integer({ min: 1, max: 8 }),
        spent: fc.integer({ min: 0, max: 300 }),
      });
    });
    await fc.assert(
      fc.asyncProperty(world, async ({ all, arrivals, again, size, spent }) => {
        const shop = await openShopWithAnna(database, { tiers: programme.tiers });
        const member = await shop.member();
        const balance = { programmeId_memberId: { programmeId: shop.programmeId, memberId: member.id } };
        let gone = 0;
        let waiting = [...arrivals, ...again.map((place) => arrivals[place % arrivals.length]!)];
        for (let round = 0; round <= arrivals.length && waiting.length > 0; round += 1) {
          const refused: EventInput[] = [];
          for (let from = 0; from < waiting.length; from += size) {
            const batch = waiting.slice(from, from + size);
            const answers = await shop.send(...batch);
            refused.push(...batch.filter((_, place) => answers[place]?.kind === 'refused'));
            // Anna spends in between, so that what is taken back may be gone.
            const [spentNow] = await spend(database, [
              {
                ...{ programmeId: shop.programmeId, memberId: member.id, key: `spend:${round}:${from}`, at: now },
                ...{ points: Math.max(1, spent), source: { type: 'test', id: '1' }, actor: 'test' },
              },
            ]);
            if (spentNow?.ok) gone += Math.max(1, spent);
          }
          waiting = refused;
        }
        const row = await database.ledgerBalance.findUniqueOrThrow({ where: balance });
        expect(Number(row.available - row.debt)).toBe(worth(all) - gone);
        expect(Number(row.available)).toBeGreaterThanOrEqual(0);
        const kept = all.map(({ keptMinor }) => keptMinor);
        expect(await shop.member()).toMatchObject({
          spentMinor: BigInt(kept.reduce((sum, each) => sum + each, 0)),
          ordersCount: kept.filter((each) => each > 0).length,
        });
        expect(await verifyInvariants(database, shop.programmeId)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('many part returns are one', async () => {
    const cut = fc.record({
      placed: fc.integer({ min: 1, max: 90_000 }),
      amended: fc.option(amount, { nil: undefined }),
      shares: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 2, maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(cut, async ({ placed, amended, shares }) => {
        const [many, one] = [await openShopWithAnna(database), await openShopWithAnna(database)];
        for (const shop of [many, one]) {
          await shop.send(shop.order('1001', placed));
          const data = { orderId: '1001', amountMinor: amended ?? 0 };
          if (amended !== undefined) await shop.send(shop.event('order.amended', data, { occurredAt: at(9_000) }));
        }
        let [left, back] = [amended ?? placed, 0];
        for (const share of shares) {
          const part = Math.floor((left * share) / 100);
          if (part > 0) await many.send(many.back({ orderId: '1001', amountMinor: part }));
          [left, back] = [left - part, back + part];
        }
        if (back > 0) await one.send(one.back({ orderId: '1001', amountMinor: back }));
        expect(await many.balance()).toEqual(await one.balance());
        expect((await many.member()).spentMinor).toBe((await one.member()).spentMinor);
      }),
      { numRuns: 25 },
    );
  });
});
