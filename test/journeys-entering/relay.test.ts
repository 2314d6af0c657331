import { Client, Connection } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { readBacklog } from '../../worker/backlog.ts';
import { type Relay, startRelay } from '../../worker/relay.ts';
import { freshDatabase } from '../support/database.ts';
import { quietLogger, until } from '../support/engine.ts';
import { journey, openJourneyShop } from '../support/journey-world.ts';
import { temporalAddress, uniqueTaskQueue } from '../support/temporal.ts';

let database: Database;
let connection: Connection;
const relays: Relay[] = [];
beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 20 }));
  connection = await Connection.connect({ address: temporalAddress() });
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
});
afterAll(() => connection.close());

const carry = (clock: Parameters<typeof startRelay>[0]['clock']) => {
  const client = new Client({ connection });
  const taskQueue = uniqueTaskQueue('journeys');
  const relay = startRelay({ database, clock, client, taskQueue, logger: quietLogger, metrics: createMetrics() });
  relays.push(relay);
};

describe('The relay', () => {
  it('brings in whoever comes to a door, once however many relays there are, and gives cohorts to them', async () => {
    const shop = await openJourneyShop(database);
    const names = Array.from({ length: 30 }, (_, place) => `m${place}`);
    await shop.join(...names);
    const byEvent = await shop.launch(journey({}));
    const atLaunch = await shop.launch(
      journey({ entry: [{ launch: 'audience' }], audience: { orders: { atMost: 0 } } }),
    );
    carry(shop.clock);
    carry(shop.clock);
    const at = { occurredAt: shop.clock.now() };
    for (const memberId of names) await shop.send(shop.event('cart.abandoned', { cartId: 'A' }, { ...at, memberId }));
    const carried = (campaignId: number) =>
      until(
        () => database.enrolment.count({ where: { campaignId, cohortId: { not: null } } }),
        (count) => count >= 30,
      );
    expect([await carried(byEvent), await carried(atLaunch)]).toEqual([30, 30]);
    expect(relays.map((relay) => relay.healthy())).toEqual([true, true]);
  });

  it('is called for entries of journeys that are live, when they are due, and not for those that wait in a pause', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna');
    const waits = async () => (await readBacklog(database, shop.clock.now())).entries;
    const file = journey({ entry: [{ event: 'cart.abandoned' }, { date: 'birthday', at: '10:00' }] });
    await shop.launch(file);
    // The door by a date wants a look.
    expect(await waits()).toBe(true);
    await shop.settle();
    expect(await waits()).toBe(false);
    await shop.happens('anna', 'cart.abandoned', { cartId: 'A' });
    expect(await waits()).toBe(true);
    await shop.pause(file.campaign);
    expect(await waits()).toBe(false);
    await shop.resume(file.campaign);
    expect(await waits()).toBe(true);
    await shop.settle();
    expect(await waits()).toBe(false);
    shop.clock.at('2026-11-02T10:00:00Z');
    expect(await waits()).toBe(true);
  });
});
