import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { createEndpoint, type MadeEndpoint } from '../../modules/webhooks/create.ts';
import { listDeliveries, retryDelivery } from '../../modules/webhooks/deliveries.ts';
import { createWebhookDispatch, type WebhookDispatchDeps } from '../../modules/webhooks/dispatch.ts';
import { listNotifications } from '../../modules/webhooks/notifications.ts';
import { publishNotifications } from '../../modules/webhooks/publish.ts';
import { replayNotifications } from '../../modules/webhooks/replay.ts';
import { rotateSecret } from '../../modules/webhooks/rotate-secret.ts';
import { sealPlainSecrets } from '../../modules/webhooks/secrets.ts';
import { showEndpoint } from '../../modules/webhooks/list.ts';
import { updateEndpoint } from '../../modules/webhooks/update.ts';
import { realClock } from '../../platform/clock.ts';
import { type Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { day, type LedgerWorld, newWorld, postOne } from '../support/ledger-world.ts';
import { type Received, type Receiver, type Reply, startReceiver } from '../support/webhook-receiver.ts';

/** What takes 15 s of a real endpoint takes so long here. */
const timeoutMs = 300;
const times = { timeoutMs, leaseMs: 2_000, lookMs: 10, lingerMs: 100, pageMs: 3_000 };
const reach = { allowsThisMachine: true };

const by = { actor: 'test' };
let database: Database;
const receivers: Receiver[] = [];
beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 10 }));
});
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.stop()));
  await database.$executeRaw`UPDATE webhook_endpoint SET deleted_at = now()`;
});
afterAll(() => database.$disconnect());

async function receiver(replyTo?: (call: Received, number: number) => Reply): Promise<Receiver> {
  const started = await startReceiver(replyTo);
  receivers.push(started);
  return started;
}

const endpoint = ({ programmeId }: LedgerWorld, { url }: { url: string }, types: readonly string[] = []) =>
  createEndpoint({ database, clock: realClock(), by, reach }, programmeId, { url, types });
let keys = 0;
const earn = async (world: LedgerWorld, points: number, member = 0) => {
  await postOne(world, { kind: 'EARN', member, key: `e${++keys}`, at: day(0), points });
  await publishNotifications(database);
};
const deliveries = ({ programmeId }: LedgerWorld) => listDeliveries({ database }, programmeId, { limit: 100 });
const dispatcher = (changes: Partial<WebhookDispatchDeps> = {}) =>
  createWebhookDispatch({ database, reach, times, ...changes });
/** As time does, but at once: whoever has claimed something counts as dead. */
const endLeases = () => database.$executeRaw`
  WITH held AS (
    SELECT endpoint_id, sequence FROM webhook_delivery WHERE status = 'delivering' ORDER BY endpoint_id, sequence FOR UPDATE)
  UPDATE webhook_delivery d SET lease_owner = 'dead', lease_until = clock_timestamp()
  FROM held h WHERE d.endpoint_id = h.endpoint_id AND d.sequence = h.sequence`;
/** As time does, but at once: what waits for its next try is due. */
const untilDue = () =>
  database.$executeRaw`UPDATE webhook_delivery SET next_at = clock_timestamp() WHERE status = 'waiting'`;
const verify = ({ headers, body }: Received, secret: string) =>
  new Webhook(secret).verify(body, headers) as { type: string };

describe('A notification that an endpoint asked for', () => {
  it('arrives signed, under its own id, as the feed tells it', async () => {
    const world = await newWorld(database, 1);
    const shop = await receiver();
    const { secret } = await endpoint(world, shop);
    await earn(world, 20);
    await dispatcher()();
    expect(shop.received).toHaveLength(1);
    const [call] = shop.received as [Received];
    const { data } = await listNotifications({ database }, world.programmeId, { limit: 10 });
    expect(verify(call, secret)).toEqual(JSON.parse(JSON.stringify(data[0])));
    expect(call.id).toBe(data[0]?.id);
    expect(call.headers['content-type']).toBe('application/json');
    expect(await deliveries(world)).toMatchObject([
      { status: 'delivered', attempts: 1, lastStatus: 204, lastError: null, nextTryAt: null },
    ]);
  });

  it('goes to those endpoints alone that asked for its type, from their making on, of their programme', async () => {
    const world = await newWorld(database, 1);
    const [all, some, stranger] = [await receiver(), await receiver(), await receiver()];
    await earn(world, 1);
    await endpoint(world, all);
    await endpoint(world, some, ['points.redeemed']);
    await endpoint(await newWorld(database, 0), stranger);
    await earn(world, 5);
    await postOne(world, { kind: 'SPEND', member: 0, key: 's', at: day(1), points: 5 });
    await publishNotifications(database);
    await dispatcher()();
    expect(all.received.map(({ body }) => (JSON.parse(body) as { type: string }).type).sort()).toEqual([
      'points.earned',
      'points.redeemed',
    ]);
    expect(some.received.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(['points.redeemed']);
    expect(stranger.received).toEqual([]);
  });

  it('is signed with both secrets while one takes the place of the other', async () => {
    const world = await newWorld(database, 1);
    const shop = await receiver();
    const { id, secret: before } = await endpoint(world, shop);
    const { secret: after } = await rotateSecret({ database, clock: realClock(), by }, world.programmeId, id, {
      overlapSeconds: 60,
    });
    await earn(world, 1);
    await dispatcher()();
    const [call] = shop.received as [Received];
    expect(call.headers['webhook-signature']?.split(' ')).toHaveLength(2);
    expect(verify(call, before)).toEqual(verify(call, after));
    await rotateSecret({ database, clock: realClock(), by }, world.programmeId, id, { overlapSeconds: 0 });
    await earn(world, 1);
    await dispatcher()();
    expect(() => verify(shop.received[1] as Received, after)).toThrow('signature');
    expect(() => verify(shop.received[1] as Received, before)).not.toThrow();
  });
});

describe('A secret', () => {
  const kept = async ({ programmeId }: LedgerWorld) =>
    (await database.webhookSecret.findMany({ where: { endpoint: { programmeId } }, orderBy: { id: 'asc' } })).map(
      ({ secret }) => secret,
    );

  it('is sealed where it is kept, from the first and after a rotation', async () => {
    const world = await newWorld(database, 0);
    const { id, secret } = await endpoint(world, await receiver());
    const { secret: next } = await rotateSecret({ database, clock: realClock(), by }, world.programmeId, id);
    const sealed = await kept(world);
    expect(sealed).toHaveLength(2);
    for (const each of sealed) {
      expect(each).toMatch(/^s1\./);
      expect([secret, next]).not.toContain(each);
    }
  });

  it('that was kept as it is signs on, and is sealed when a worker starts', async () => {
    const world = await newWorld(database, 1);
    const shop = await receiver();
    const { secret } = await endpoint(world, shop);
    await database.webhookSecret.updateMany({
      where: { endpoint: { programmeId: world.programmeId } },
      data: { secret },
    });
    await earn(world, 1);
    await dispatcher()();
    expect(() => verify(shop.received[0] as Received, secret)).not.toThrow();
    expect(await sealPlainSecrets(database)).toBe(1);
    expect(await sealPlainSecrets(database)).toBe(0);
    expect(await kept(world)).toEqual([expect.stringMatching(/^s1\./) as string]);
    await earn(world, 1);
    await dispatcher()();
    expect(() => verify(shop.received[1] as Received, secret)).not.toThrow();
  });

  it('of another endpoint opens nothing, and the delivery says what is to be done', async () => {
    const world = await newWorld(database, 1);
    const shop = await receiver();
    await endpoint(world, shop);
    const strange = await newWorld(database, 0);
    await endpoint(strange, await receiver());
    const [secret = ''] = await kept(strange);
    await database.webhookSecret.updateMany({
      where: { endpoint: { programmeId: world.programmeId } },
      data: { secret },
    });
    await earn(world, 1);
    await dispatcher()();
    expect(shop.received).toEqual([]);
    expect(await deliveries(world)).toMatchObject([
      { status: 'waiting', lastError: expect.stringContaining('IDENTITY_KEY_PREVIOUS') as string },
    ]);
  });
});

describe('A try that fails', () => {
  it.each([
    ['a refusal', { status: 500 }, { lastStatus: 500, lastError: 'answered 500' }],
    ['a redirect, which is not followed', { status: 307, headers: { location: '/other' } }, { lastStatus: 307 }],
    [
      'no answer in time',
      { afterMs: 16 * 20 + 100 },
      { lastStatus: null, lastError: `no answer within ${timeoutMs} ms` },
    ],
    ['no answer at all', { never: true }, { lastStatus: null }],
  ] as [string, Reply, object][])('by %s is made again, under the same webhook-id', async (_, reply, last) => {
    const world = await newWorld(database, 1);
    const shop = await receiver((_call, number) => (number === 1 ? reply : {}));
    await endpoint(world, shop);
    await earn(world, 1);
    const dispatch = dispatcher();
    await dispatch();
    const [waiting] = await deliveries(world);
    expect(waiting).toMatchObject({ status: 'waiting', attempts: 1, ...last });
    const waitMs = (waiting?.nextTryAt?.getTime() ?? 0) - Date.now();
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(5_000);
    await untilDue();
    await dispatch();
    expect(await deliveries(world)).toMatchObject([{ status: 'delivered', attempts: 2 }]);
    expect(new Set(shop.ids()).size).toBe(1);
    expect(shop.received).toHaveLength(2);
  });

  it('is the last one after ten: the delivery is dead until somebody has it tried again', async () => {
    const world = await newWorld(database, 1);
    let isWell = false;
    const shop = await receiver(() => ({ status: isWell ? 200 : 503 }));
    await endpoint(world, shop);
    await earn(world, 1);
    const dispatch = dispatcher();
    for (let tries = 0; tries < 11; tries++) {
      await dispatch();
      await untilDue();
    }
    expect(shop.received).toHaveLength(10);
    const [dead] = await deliveries(world);
    expect(dead).toMatchObject({ status: 'dead', attempts: 10, nextTryAt: null, lastStatus: 503 });
    isWell = true;
    expect(await retryDelivery({ database, by }, world.programmeId, dead?.id ?? '')).toMatchObject({
      status: 'waiting',
      attempts: 0,
    });
    await dispatch();
    expect(await deliveries(world)).toMatchObject([{ status: 'delivered' }]);
    expect(new Set(shop.ids()).size).toBe(1);
    await expect(retryDelivery({ database, by }, world.programmeId, dead?.id ?? '')).rejects.toMatchObject({
      code: 'DELIVERY_STATUS',
    });
    const { programmeId: other } = await newWorld(database, 0);
    await expect(retryDelivery({ database, by }, other, dead?.id ?? '')).rejects.toMatchObject({
      code: 'DELIVERY_NOT_FOUND',
    });
  });

  it('by 410 disables the endpoint: it gets nothing more until it is enabled by hand', async () => {
    const world = await newWorld(database, 1);
    const shop = await receiver((_call, number) => ({ status: number === 1 ? 410 : 200 }));
    const { id } = await endpoint(world, shop);
    await earn(world, 1);
    const dispatch = dispatcher();
    await dispatch();
    expect(await showEndpoint({ database }, world.programmeId, id)).toMatchObject({
      status: 'disabled',
      reason: expect.stringContaining('410') as string,
    });
    await earn(world, 2);
    await dispatch();
    expect(shop.received).toHaveLength(1);
    await updateEndpoint({ database, by, reach }, world.programmeId, id, { status: 'enabled' });
    await earn(world, 3);
    await dispatch();
    expect(
      shop.received
        .slice(1)
        .map(({ body }) => (JSON.parse(body) as { data: { object: { points: number } } }).data.object.points),
    ).toEqual([3]);
  });

  it('for five days disables it too', async () => {
    const world = await newWorld(database, 1);
    const shop = await receiver(() => ({ status: 500 }));
    const { id } = await endpoint(world, shop);
    await earn(world, 1);
    const dispatch = dispatcher();
    await dispatch();
    await database.$executeRaw`UPDATE webhook_endpoint SET failing_since = failing_since - interval '121 hours' WHERE failing_since IS NOT NULL`;
    await untilDue();
    await dispatch();
    expect(await showEndpoint({ database }, world.programmeId, id)).toMatchObject({
      status: 'disabled',
      reason: expect.stringContaining('taken nothing since') as string,
    });
  });
});

describe('A replay', () => {
  it('sends once more what is named or what a time holds, under the ids of the first time', async () => {
    const world = await newWorld(database, 1);
    const shop = await receiver();
    const { id } = await endpoint(world, shop);
    for (const points of [1, 2, 3]) await earn(world, points);
    const dispatch = dispatcher();
    await dispatch();
    const first = shop.ids();
    expect(
      await replayNotifications({ database, by }, world.programmeId, id, { notificationIds: first.slice(0, 2) }),
    ).toEqual({ endpointId: id, notifications: 2 });
    await dispatch();
    expect(shop.ids().slice(3).sort()).toEqual(first.slice(0, 2).sort());
    expect(
      await replayNotifications({ database, by }, world.programmeId, id, {
        from: new Date(day(0)),
        to: new Date(day(1)),
      }),
    ).toMatchObject({ notifications: 3 });
    await dispatch();
    expect(shop.ids().slice(5).sort()).toEqual([...first].sort());
    expect(
      await replayNotifications({ database, by }, world.programmeId, id, { from: new Date(day(1)) }),
    ).toMatchObject({
      notifications: 0,
    });
    await expect(replayNotifications({ database, by }, world.programmeId, id, {})).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      field: 'notificationIds',
    });
  });
});

describe('An endpoint that is slow', () => {
  it('never keeps another waiting, however much waits for it', async () => {
    const world = await newWorld(database, 1);
    const slow = await Promise.all([1, 2, 3].map(() => receiver(() => ({ never: true }))));
    const quick = await receiver();
    for (const each of slow) await endpoint(world, each);
    for (let n = 0; n < 30; n++) await earn(world, 1);
    // A try of theirs takes three times as long as any other may wait.
    const dispatch = dispatcher({ times: { ...times, timeoutMs: 3_000, leaseMs: 10_000 } });
    let isOver = false;
    const running = (async () => {
      while (!isOver) await dispatch(() => !isOver);
    })();
    await sleep(400);
    await endpoint(world, quick);
    for (let n = 0; n < 20; n++) {
      const sentAt = performance.now();
      await earn(world, 1);
      while (quick.received.length <= n && performance.now() - sentAt < 5_000) await sleep(5);
      expect((quick.received[n]?.at ?? Infinity) - sentAt).toBeLessThan(1_000);
    }
    isOver = true;
    await running;
  }, 30_000);
});

describe('Whatever fails, and whoever dies', () => {
  it('every notification reaches every endpoint that asked for it', { timeout: 120_000 }, async () => {
    const fault = fc.constantFrom<Reply>({}, {}, { status: 500 }, { never: true }, { afterMs: 20 }, { status: 302 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fault, { maxLength: 6 }), { minLength: 1, maxLength: 3 }),
        fc.array(fc.integer({ min: 5, max: 200 }), { minLength: 1, maxLength: 4 }),
        async (faults, deaths) => {
          const world = await newWorld(database, 1);
          const shops = await Promise.all(
            faults.map((replies) => receiver((_call, number) => replies[number - 1] ?? {})),
          );
          const made: MadeEndpoint[] = [];
          for (const shop of shops) made.push(await endpoint(world, shop));
          for (let n = 0; n < 6; n++) await earn(world, n + 1);
          // Each worker is dead after a while: what it had claimed and not recorded is lost to it.
          for (const ms of deaths) {
            await Promise.race([dispatcher()().catch(() => undefined), sleep(ms)]);
            await endLeases();
          }
          for (let round = 0; round < 12; round++) {
            await untilDue();
            await endLeases();
            await dispatcher()();
            if ((await deliveries(world)).every(({ status }) => status === 'delivered')) break;
          }
          const { data } = await listNotifications({ database }, world.programmeId, { limit: 100 });
          expect(data).toHaveLength(6);
          expect((await deliveries(world)).map(({ status }) => status)).toEqual(
            Array<string>(6 * shops.length).fill('delivered'),
          );
          for (const [place, shop] of shops.entries()) {
            expect([...new Set(shop.ids())].sort()).toEqual(data.map(({ id }) => id).sort());
            for (const call of shop.received) verify(call, made[place]?.secret ?? '');
          }
          await database.$executeRaw`UPDATE webhook_endpoint SET deleted_at = now()`;
        },
      ),
      { numRuns: 6 },
    );
  });
});
