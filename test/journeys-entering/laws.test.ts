import fc from 'fast-check';
import { DateTime } from 'luxon';
import { beforeAll, describe, expect, it } from 'vitest';
import { ingestIn } from '../../modules/intake/ingest.ts';
import { decideDue } from '../../modules/journeys/bring-in.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { journey, openJourneyShop } from '../support/journey-world.ts';

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 20 }));
});

const minuteMs = 60_000;
const quarters = (from: number, to: number) =>
  fc.integer({ min: from * 4, max: to * 4 }).map((count) => count * 15 * minuteMs);
const later = (at: number, days: number) =>
  DateTime.fromMillis(at, { zone: 'Europe/London' }).plus({ days }).toMillis();

describe('law 5, key', () => {
  it('one enrolment for one value of the key, side by side up to insideMax', async () => {
    const told = fc.array(fc.record({ key: fc.constantFrom('A', 'B', 'C', 'D'), offset: quarters(0, 6 * 24) }), {
      minLength: 1,
      maxLength: 10,
    });
    const way = fc.constantFrom('refuse', 'restart', 'alongside');
    await fc.assert(
      fc.asyncProperty(told, way, fc.integer({ min: 1, max: 3 }), async (all, whileInside, insideMax) => {
        const shop = await openJourneyShop(database);
        await shop.join('anna');
        const file = journey({
          entry: [{ event: 'cart.abandoned', key: 'cartId' }],
          ...{ whileInside, insideMax, reentry: 'never' },
        });
        const id = await shop.launch(file);
        const start = shop.clock.now().getTime();
        const carts = [...all].sort((a, b) => a.offset - b.offset);
        // What is inside ends at the deadline of its wait, which an event of that instant comes before.
        const inside = new Map<string, number>();
        const been = new Set<string>();
        const expected: string[] = [];
        for (const { key, offset } of carts) {
          const now = start + offset;
          shop.clock.at(new Date(now).toISOString());
          for (const one of await database.enrolment.findMany({ where: { campaignId: id, status: 'active' } })) {
            const endedAt = new Date(later(one.enrolledAt.getTime(), 2));
            if (endedAt.getTime() < now)
              await database.enrolment.update({ where: { id: one.id }, data: { status: 'done', endedAt } });
          }
          await shop.happens('anna', 'cart.abandoned', { cartId: key, amountMinor: 100 });
          await shop.settle();
          for (const [one, ends] of inside) if (ends < now) inside.delete(one);
          if (been.has(key)) continue;
          if (whileInside === 'restart') inside.clear();
          else if (inside.size >= insideMax) continue;
          inside.set(key, later(now, 2));
          been.add(key);
          expected.push(`${key} ${new Date(now).toISOString()}`);
        }
        const came = await shop.enrolments(id);
        expect(
          came.map(({ input, enrolledAt }) => `${(input as { key: string }).key} ${enrolledAt.toISOString()}`),
        ).toEqual(expected);
        expect(came.map(({ occurrence }) => occurrence)).toEqual(came.map((_, place) => place + 1));
      }),
      { numRuns: 8 },
    );
  });
});

describe('law 21, late entry', () => {
  it('who enters by an event is in from its own time, and what has happened since is told; an old event brings nobody in', async () => {
    await fc.assert(
      fc.asyncProperty(quarters(0.25, 72), quarters(-48, 96), fc.boolean(), async (delay, offset, isPaused) => {
        const shop = await openJourneyShop(database);
        await shop.join('anna');
        const file = journey({ entry: [{ event: 'cart.abandoned', key: 'cartId' }] });
        const id = await shop.launch(file, ['order.placed']);
        const left = shop.clock.now().getTime();
        const [heard, orderAt] = [left + delay, left + offset];
        const order = async () => {
          shop.clock.at(new Date(orderAt).toISOString());
          await shop.send(shop.order('o', 900, { occurredAt: new Date(orderAt) }));
        };
        if (orderAt < heard) await order();
        shop.clock.at(new Date(heard).toISOString());
        if (isPaused) await shop.pause(file.campaign);
        await shop.happens('anna', 'cart.abandoned', { cartId: 'A', amountMinor: 900 }, new Date(left));
        await shop.settle();
        if (orderAt >= heard) await order();
        if (isPaused) await shop.resume(file.campaign);
        await shop.settle();
        const came = await shop.enrolments(id);
        expect(came.map(({ enteredAt }) => enteredAt?.getTime())).toEqual(heard <= later(left, 1) ? [left] : []);
        const told = await database.signalOutbox.count({ where: { enrolmentId: { in: came.map((one) => one.id) } } });
        expect(told).toBe(came.length === 1 && orderAt >= left ? 1 : 0);
      }),
      { numRuns: 15 },
    );
  });
});

describe('No entry and no event can miss each other', () => {
  it('what is being taken in when a member is decided on is told to the new enrolment', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna');
    const id = await shop.launch(journey({}), ['workout.done']);
    await shop.happens('anna', 'cart.abandoned', { cartId: 'A', amountMinor: 1 });
    let deciding: Promise<number> = Promise.resolve(0);
    await inTransaction(database, async (tx) => {
      const happened = shop.event('workout.done', {}, { occurredAt: shop.clock.now() });
      await ingestIn(tx, shop.deps, shop.programmeId, [happened]);
      // It has to wait for the event, which has found no enrolment and is not to be seen yet.
      deciding = decideDue(shop.deps, () => true);
      await new Promise((resolve) => setTimeout(resolve, 300));
    });
    expect(await deciding).toBe(1);
    const [enrolment] = await shop.enrolments(id);
    expect(await database.signalOutbox.count({ where: { enrolmentId: enrolment?.id ?? 0n } })).toBe(1);
  });

  it('whatever is taken in while members are brought in is told to their enrolments, once', async () => {
    const shop = await openJourneyShop(database);
    const names = Array.from({ length: 40 }, (_, place) => `m${place}`);
    await shop.join(...names);
    const id = await shop.launch(journey({}), ['workout.done']);
    const at = { occurredAt: shop.clock.now() };
    for (const memberId of names)
      await shop.send(shop.event('cart.abandoned', { cartId: 'A', amountMinor: 1 }, { ...at, memberId }));
    const events = names.map((memberId) => shop.send(shop.event('workout.done', {}, { ...at, memberId })));
    await Promise.all([shop.settle(), ...events]);
    const enrolments = await shop.enrolments(id);
    const signals = await database.signalOutbox.groupBy({
      by: ['enrolmentId'],
      where: { enrolmentId: { in: enrolments.map((one) => one.id) } },
      _count: true,
    });
    expect(enrolments).toHaveLength(40);
    expect(signals.map(({ _count }) => _count)).toEqual(names.map(() => 1));
  });
});
