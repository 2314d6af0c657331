import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndpoint, endpointsMax } from '../../modules/webhooks/create.ts';
import { listEndpoints, showEndpoint } from '../../modules/webhooks/list.ts';
import { post } from '../../modules/webhooks/post.ts';
import { isPublicAddress, type Resolve } from '../../modules/webhooks/reach.ts';
import { publishNotifications } from '../../modules/webhooks/publish.ts';
import { removeEndpoint } from '../../modules/webhooks/remove.ts';
import { updateEndpoint } from '../../modules/webhooks/update.ts';
import { realClock } from '../../platform/clock.ts';
import { type Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { day, newWorld, postOne } from '../support/ledger-world.ts';
import { type Receiver, startReceiver } from '../support/webhook-receiver.ts';

const to =
  (...addresses: string[]): Resolve =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
const internet = { allowsThisMachine: false, resolve: to('93.184.216.34') };

const by = { actor: 'test' };
let database: Database;
let receiver: Receiver;
beforeAll(async () => {
  ({ database } = await freshDatabase());
  receiver = await startReceiver();
});
afterAll(() => receiver.stop());

const clock = realClock();
const deps = () => ({ database, clock, by, reach: internet });

describe('An endpoint', () => {
  it('is made with a secret that is shown this once', async () => {
    const { programmeId } = await newWorld(database, 0);
    const made = await createEndpoint(deps(), programmeId, {
      url: 'https://shop.example/hooks',
      types: ['points.earned'],
      name: 'shop',
    });
    expect(made).toMatchObject({
      id: expect.stringMatching(/^whe_[0-9a-z]{8,40}$/) as string,
      status: 'enabled',
      secret: expect.stringMatching(/^whsec_/) as string,
    });
    const { secret, ...shown } = made;
    expect(secret).not.toBe('');
    expect(await listEndpoints({ database }, programmeId)).toEqual({ endpoints: [shown], next: undefined });
    expect(await showEndpoint({ database }, programmeId, made.id)).toEqual(shown);
  });

  it('hears of nothing that happened before it was there, though nobody had published that yet', async () => {
    const world = await newWorld(database, 1);
    const earn = (key: string) =>
      postOne(world, { kind: 'EARN', member: 0, key, at: day(0), points: 5, expiresAt: day(9) });
    await earn('before');
    await createEndpoint(deps(), world.programmeId, { url: 'https://shop.example/hooks', types: [] });
    const { id: endpointId } = await database.webhookEndpoint.findFirstOrThrow({
      where: { programmeId: world.programmeId },
    });
    const deliveries = () => database.webhookDelivery.count({ where: { endpointId } });
    await publishNotifications(database);
    expect(await deliveries()).toBe(0);
    await earn('after');
    await publishNotifications(database);
    expect(await deliveries()).toBe(1);
  });

  it('is changed field by field, and removed', async () => {
    const { programmeId } = await newWorld(database, 0);
    const { id } = await createEndpoint(deps(), programmeId, { url: 'https://shop.example/hooks', types: [] });
    expect(await updateEndpoint(deps(), programmeId, id, { types: ['tier.changed'] })).toMatchObject({
      url: 'https://shop.example/hooks',
      types: ['tier.changed'],
    });
    expect(await updateEndpoint(deps(), programmeId, id, { status: 'disabled' })).toMatchObject({
      status: 'disabled',
      reason: 'disabled by hand',
    });
    await removeEndpoint({ database, clock, by }, programmeId, id);
    await expect(showEndpoint({ database }, programmeId, id)).rejects.toMatchObject({ code: 'ENDPOINT_NOT_FOUND' });
    expect(await database.webhookSecret.count({ where: { endpoint: { programmeId } } })).toBe(0);
  });

  it('of another programme is none', async () => {
    const [{ programmeId }, { programmeId: other }] = [await newWorld(database, 0), await newWorld(database, 0)];
    const { id } = await createEndpoint(deps(), programmeId, { url: 'https://shop.example/hooks', types: [] });
    for (const call of [
      () => showEndpoint({ database }, other, id),
      () => updateEndpoint(deps(), other, id, { name: 'mine' }),
      () => removeEndpoint({ database, clock, by }, other, id),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'ENDPOINT_NOT_FOUND' });
    }
  });

  it(`is one of ${endpointsMax} at most, also of those made at one moment`, async () => {
    const { programmeId } = await newWorld(database, 0);
    const input = { url: 'https://shop.example/hooks', types: [] };
    const results = await Promise.allSettled(
      Array.from({ length: endpointsMax + 3 }, () => createEndpoint(deps(), programmeId, input)),
    );
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(3);
    expect((await listEndpoints({ database }, programmeId)).endpoints).toHaveLength(endpointsMax);
  });

  it.each([
    ['types', { url: 'https://shop.example/', types: ['points.eaten'] }],
    ['name', { url: 'https://shop.example/', types: [], name: '' }],
  ])('is refused with the field and the fix: %s', async (field, input) => {
    const { programmeId } = await newWorld(database, 0);
    await expect(createEndpoint(deps(), programmeId, input)).rejects.toMatchObject({ code: 'REQUEST_INVALID', field });
  });
});

describe('Nothing is sent to', () => {
  it.each([
    ...[
      'http://shop.example/',
      'ftp://shop.example/',
      'shop.example',
      'https://me:secret@shop.example/',
      'https://shop.example/#a',
    ],
    ...[
      'https://127.0.0.1/',
      'https://10.0.0.1/',
      'https://192.168.1.1/',
      'https://172.16.3.4/',
      'https://169.254.169.254/latest/meta-data',
    ],
    ...[
      'https://0x7f.1/',
      'https://2130706433/',
      'https://0.0.0.0/',
      'https://100.100.100.200/',
      'https://[::1]/',
      'https://[fe80::1]/',
    ],
    ...[
      'https://[fd00:ec2::254]/',
      'https://[::ffff:127.0.0.1]/',
      'https://[64:ff9b::7f00:1]/',
      'https://[2002:7f00:1::]/',
      'https://[fec0::1]/',
    ],
    ...[
      'https://168.63.129.16/',
      'https://224.0.0.1/',
      'https://255.255.255.255/',
      `https://shop.example/${'a'.repeat(500)}`,
    ],
  ])('%s', async (url) => {
    const { programmeId } = await newWorld(database, 0);
    await expect(createEndpoint(deps(), programmeId, { url, types: [] })).rejects.toMatchObject({
      code: 'URL_NOT_ALLOWED',
      field: 'url',
    });
    const message = {
      url,
      id: 'ntf_1',
      body: '{}',
      secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
      timeoutMs: 1_000,
    };
    expect(await post(message, internet)).toMatchObject({ kind: 'failed' });
  });

  it.each([['10.1.2.3'], ['93.184.216.34', '127.0.0.1'], ['::1']])('a host that leads to %s', async (...addresses) => {
    const { programmeId } = await newWorld(database, 0);
    const reach = { allowsThisMachine: false, resolve: to(...addresses) };
    await expect(
      createEndpoint({ ...deps(), reach }, programmeId, { url: 'https://shop.example/', types: [] }),
    ).rejects.toMatchObject({ code: 'URL_NOT_ALLOWED' });
  });

  it('a host that nobody knows', async () => {
    const { programmeId } = await newWorld(database, 0);
    const reach = { allowsThisMachine: false, resolve: () => Promise.reject(new Error('ENOTFOUND')) };
    await expect(
      createEndpoint({ ...deps(), reach }, programmeId, { url: 'https://shop.example/', types: [] }),
    ).rejects.toMatchObject({ code: 'URL_NOT_ALLOWED' });
  });

  it('a private address that a host leads to only when it is sent to', async () => {
    const { programmeId } = await newWorld(database, 0);
    let asked = 0;
    const reach = { allowsThisMachine: false, resolve: () => to(++asked === 1 ? '93.184.216.34' : '127.0.0.1')('') };
    const url = `https://rebinding.example:${receiver.port}/`;
    await createEndpoint({ ...deps(), reach }, programmeId, { url, types: [] });
    const message = {
      url,
      id: 'ntf_1',
      body: '{}',
      secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
      timeoutMs: 1_000,
    };
    expect(await post(message, reach)).toEqual({
      kind: 'failed',
      error: 'leads to 127.0.0.1, which is not of the internet',
    });
    expect(asked).toBe(2);
    expect(receiver.received).toEqual([]);
  });
});

describe('On a machine for development', () => {
  const reach = { allowsThisMachine: true };

  it('this machine may be told, over http too, and nothing else that is private', async () => {
    const { programmeId } = await newWorld(database, 0);
    await createEndpoint({ ...deps(), reach }, programmeId, { url: receiver.url, types: [] });
    for (const url of ['http://shop.example/', 'https://10.0.0.1/', 'http://169.254.169.254/']) {
      await expect(createEndpoint({ ...deps(), reach }, programmeId, { url, types: [] })).rejects.toMatchObject({
        code: 'URL_NOT_ALLOWED',
      });
    }
  });
});

describe('An address', () => {
  it.each(['93.184.216.34', '8.8.8.8', '2606:2800:220:1:248:1893:25c8:1946'])('%s is of the internet', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});
