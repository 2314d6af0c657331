import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createEndpoint } from '../../modules/webhooks/create.ts';
import { listDeliveries } from '../../modules/webhooks/deliveries.ts';
import { publishNotifications } from '../../modules/webhooks/publish.ts';
import { realClock } from '../../platform/clock.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { addMembers, type EngineWorld, openWorld } from '../support/engine.ts';
import { postOne } from '../support/ledger-world.ts';
import { uniqueTaskQueue } from '../support/temporal.ts';
import { useWorkers } from '../support/use-workers.ts';
import { type Receiver, type Received, type Reply, startReceiver } from '../support/webhook-receiver.ts';

const workers = useWorkers();
const by = { actor: 'test' };
let world: EngineWorld;
let memberId: bigint;
const receivers: Receiver[] = [];
beforeAll(async () => {
  world = await openWorld();
  [memberId] = (await addMembers(world, [null])) as [bigint];
});
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.stop()));
  await world.database.$executeRaw`UPDATE webhook_endpoint SET deleted_at = now()`;
});

async function endpoint(replyTo?: (call: Received, number: number) => Reply) {
  const receiver = await startReceiver(replyTo);
  receivers.push(receiver);
  const deps = { database: world.database, clock: realClock(), by, reach: { allowsThisMachine: true } };
  const made = await createEndpoint(deps, world.programmeId, { url: receiver.url, types: ['points.earned'] });
  return { ...receiver, id: made.id };
}

let keys = 0;
const earn = () =>
  postOne(
    { database: world.database, programmeId: world.programmeId, memberIds: [memberId] },
    { kind: 'EARN', member: 0, key: `e${++keys}`, at: Date.UTC(2026, 0, 1), points: 1 },
  );
const statuses = async (id: string) =>
  (await listDeliveries(world, world.programmeId, { endpointId: id, limit: 100 })).map(({ status }) => status);
const start = (metrics = createMetrics()) =>
  workers.start(world, uniqueTaskQueue('webhooks'), {
    ...{ metrics, http: { host: '127.0.0.1', port: 0 } },
    webhookReach: { allowsThisMachine: true },
    webhookTimes: { timeoutMs: 2_000 },
  });

describe('A worker', () => {
  it('sends what happens to the endpoints that asked for it, the failed tries again, and tells how it stands', async () => {
    const [shop, busy] = [await endpoint(), await endpoint((_call, number) => ({ status: number === 1 ? 503 : 200 }))];
    const worker = await start();
    await earn();
    await vi.waitFor(() => expect(shop.received).toHaveLength(1), { timeout: 20_000, interval: 50 });
    // The second try is due five seconds after the first.
    await vi.waitFor(async () => expect(await statuses(busy.id)).toEqual(['delivered']), {
      timeout: 30_000,
      interval: 200,
    });
    expect(new Set(busy.ids()).size).toBe(1);
    const metrics = await (await fetch(`http://127.0.0.1:${worker.port}/metrics`)).text();
    expect(metrics).toMatch(/^perennial_webhook_tries_total\{outcome="delivered"\} 2$/m);
    expect(metrics).toMatch(/^perennial_webhook_deliveries_waiting 0$/m);
    expect(metrics).toMatch(/^perennial_webhook_deliveries_dead 0$/m);
    expect(metrics).toMatch(/^perennial_webhook_oldest_due_seconds 0$/m);
  });

  it('that is killed in the middle leaves what it had claimed to the next one, under the same webhook-id', async () => {
    const shop = await endpoint((_call, number) => (number <= 3 ? { never: true } : {}));
    for (let n = 0; n < 3; n++) await earn();
    await publishNotifications(world.database);
    const program = join(packageRoot(), 'test/support/webhook-process.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', program, world.url, '1500'], { stdio: 'inherit' });
    await vi.waitFor(() => expect(shop.received).toHaveLength(3), { timeout: 30_000, interval: 20 });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(new Set(await statuses(shop.id))).toEqual(new Set(['delivering']));
    await start();
    await vi.waitFor(async () => expect(new Set(await statuses(shop.id))).toEqual(new Set(['delivered'])), {
      timeout: 30_000,
      interval: 100,
    });
    expect(shop.received).toHaveLength(6);
    expect(shop.ids().slice(3).sort()).toEqual(shop.ids().slice(0, 3).sort());
  });
});
