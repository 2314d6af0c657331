import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebhookDispatch } from '../../../modules/webhooks/dispatch.ts';
import { publishNotifications } from '../../../modules/webhooks/publish.ts';
import { day, postOne } from '../../support/ledger-world.ts';
import { openV1World, type V1World } from '../../support/v1-world.ts';
import { type Receiver, startReceiver } from '../../support/webhook-receiver.ts';

let world: V1World;
let receiver: Receiver;
let memberId: bigint;
beforeAll(async () => {
  world = await openV1World();
  receiver = await startReceiver();
  const member = { programmeId: world.programmeId, externalId: 'anna', joinedAt: new Date(0) };
  ({ id: memberId } = await world.database.member.create({ data: member }));
});
afterAll(async () => {
  await receiver.stop();
  await world.close();
});

let keys = 0;
const earn = (points: number) =>
  postOne(
    { database: world.database, programmeId: world.programmeId, memberIds: [memberId] },
    { kind: 'EARN', member: 0, key: `e${++keys}`, at: day(0), points },
  );
const make = (body: object, once = `make-${++keys}`) => world.post('/webhook-endpoints', body, { once });
const send = async () => {
  await publishNotifications(world.database);
  await createWebhookDispatch({
    database: world.database,
    reach: { allowsThisMachine: true },
    times: { lingerMs: 50, lookMs: 10 },
  })();
};
const stranger = async () => world.newKey({ programmeId: await world.newProgramme() });

describe('/webhook-endpoints', () => {
  it('makes one, shows its secret once, changes it, gives it another secret and removes it', async () => {
    const made = await make({ url: receiver.url, types: ['points.earned'], name: 'shop' }, 'once');
    expect(made).toMatchObject({
      status: 201,
      body: { status: 'enabled', secret: expect.stringMatching(/^whsec_/) as string },
    });
    expect(made.headers.get('Location')).toBe(`/v1/webhook-endpoints/${made.body.id}`);
    expect((await make({ url: receiver.url, types: ['points.earned'], name: 'shop' }, 'once')).body).toEqual(made.body);
    const { secret, ...shown } = made.body;
    const path = `/webhook-endpoints/${made.body.id}`;
    expect((await world.get(path)).body).toEqual(shown);
    expect((await world.get('/webhook-endpoints')).body.data).toContainEqual(shown);
    const changed = await world.call('PATCH', path, { body: { types: [], status: 'disabled' } });
    expect(changed).toMatchObject({
      status: 200,
      body: { types: [], status: 'disabled', reason: 'disabled by hand', name: 'shop' },
    });
    const rotated = await world.post(`${path}/secret`, { overlapSeconds: 60 }, { once: 'rotate' });
    expect(rotated.status).toBe(201);
    expect(rotated.body.secret).not.toBe(secret);
    expect((await world.call('DELETE', path)).status).toBe(204);
    expect(await world.get(path)).toMatchObject({ status: 404, body: { code: 'ENDPOINT_NOT_FOUND' } });
    const kept = await world.database.auditEvent.findMany({ where: { target: made.body.id }, orderBy: { id: 'asc' } });
    expect(kept.map(({ action }) => action)).toEqual([
      'webhook.create',
      'webhook.update',
      'webhook.rotate',
      'webhook.remove',
    ]);
    expect(kept.every(({ actor, requestId }) => actor.startsWith('key_') && requestId?.startsWith('req_'))).toBe(true);
    expect(JSON.stringify(kept.map(({ before, after }) => [before, after]))).not.toContain('whsec_');
  });

  it.each([
    ['http://shop.example/', 'URL_NOT_ALLOWED'],
    ['https://10.0.0.1/', 'URL_NOT_ALLOWED'],
    ['no url', 'URL_NOT_ALLOWED'],
  ])('refuses %s', async (url, code) => {
    expect(await make({ url, types: [] })).toMatchObject({ status: 422, body: { code, field: 'url' } });
  });

  it('is of one programme: another has none of it', async () => {
    const { body } = await make({ url: receiver.url, types: [] });
    const key = await stranger();
    const path = `/webhook-endpoints/${body.id}`;
    const calls = [
      () => world.get(path, { key }),
      () => world.call('PATCH', path, { key, body: { name: 'mine' } }),
      () => world.call('DELETE', path, { key }),
      () => world.post(`${path}/secret`, {}, { key, once: 'r' }),
      () => world.post(`${path}/replays`, { from: '2026-01-01T00:00:00Z' }, { key, once: 'p' }),
      () => world.get(`/deliveries?endpointId=${body.id}`, { key }),
    ];
    for (const call of calls) expect(await call()).toMatchObject({ status: 404, body: { code: 'ENDPOINT_NOT_FOUND' } });
    expect((await world.get('/webhook-endpoints', { key })).body.data).toEqual([]);
    const reader = await world.newKey({ scopes: ['read'] });
    expect((await world.get(path, { key: reader })).status).toBe(403);
    await world.call('DELETE', path);
  });
});

describe('/deliveries', () => {
  it('shows what arrived, page by page, and sends it once more', async () => {
    const { body: endpoint } = await make({ url: receiver.url, types: [] });
    const before = receiver.received.length;
    for (const points of [1, 2, 3]) await earn(points);
    await send();
    expect(receiver.received).toHaveLength(before + 3);
    const first = await world.get(`/deliveries?endpointId=${endpoint.id}&status=delivered&limit=2`);
    expect(first.body.data).toMatchObject([{ status: 'delivered', attempts: 1, type: 'points.earned' }, {}]);
    const next = await world.get(
      `/deliveries?endpointId=${endpoint.id}&status=delivered&limit=2&cursor=${first.body.nextCursor}`,
    );
    expect(next.body).toMatchObject({ data: [{}], nextCursor: null });
    const [{ id, notificationId }] = first.body.data;
    expect(await world.post(`/deliveries/${id}/retry`)).toMatchObject({
      status: 409,
      body: { code: 'DELIVERY_STATUS' },
    });
    expect(await world.post(`/deliveries/${id}/retry`, undefined, { key: await stranger() })).toMatchObject({
      status: 404,
      body: { code: 'DELIVERY_NOT_FOUND' },
    });
    const replay = await world.post(
      `/webhook-endpoints/${endpoint.id}/replays`,
      { notificationIds: [notificationId] },
      { once: 'replay' },
    );
    expect(replay).toMatchObject({ status: 202, body: { endpointId: endpoint.id, notifications: 1 } });
    await send();
    expect(receiver.ids().at(-1)).toBe(notificationId);
    await world.call('DELETE', `/webhook-endpoints/${endpoint.id}`);
  });
});

describe('/notifications', () => {
  it('is a feed without an end: a cursor goes on when more has happened', async () => {
    const key = world.key;
    let page = await world.get('/notifications?memberId=anna&limit=100', { key });
    expect(page.body.data.length).toBeGreaterThan(0);
    const cursor: string = page.body.nextCursor;
    page = await world.get(`/notifications?memberId=anna&limit=100&cursor=${cursor}`);
    expect(page.body.data).toEqual([]);
    await earn(7);
    page = await world.get(`/notifications?memberId=anna&limit=100&cursor=${page.body.nextCursor}`);
    expect(page.body.data).toMatchObject([
      { type: 'points.earned', data: { memberId: 'anna', object: { points: 7 } } },
    ]);
    const [{ id }] = page.body.data;
    expect((await world.get(`/notifications/${id}`)).body).toEqual(page.body.data[0]);
    expect((await world.get('/notifications?type=points.expired')).body.data).toEqual([]);
    expect(await world.get(`/notifications?cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { code: 'CURSOR_INVALID' },
    });
    expect(await world.get('/notifications?type=points.eaten')).toMatchObject({ status: 422 });
    expect(await world.get('/notifications?memberId=nobody')).toMatchObject({
      status: 404,
      body: { code: 'MEMBER_NOT_FOUND' },
    });
    const other = await stranger();
    expect((await world.get('/notifications', { key: other })).body.data).toEqual([]);
    expect(await world.get(`/notifications/${id}`, { key: other })).toMatchObject({
      status: 404,
      body: { code: 'NOTIFICATION_NOT_FOUND' },
    });
  });

  /** Events of a stream until there are so many. */
  async function events(count: number, headers: Record<string, string> = {}, meanwhile?: () => Promise<unknown>) {
    const end = new AbortController();
    const response = await fetch(`${world.url}/v1/notifications`, {
      headers: { Authorization: `Bearer ${world.key}`, Accept: 'text/event-stream', ...headers },
      signal: end.signal,
    });
    expect(response.headers.get('Content-Type')).toBe('text/event-stream');
    expect(response.headers.get('Request-Id')).toMatch(/^req_/);
    await meanwhile?.();
    let text = '';
    const decoder = new TextDecoder();
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(part);
      if (text.split('\ndata: ').length > count) break;
    }
    end.abort();
    return text
      .split('\n\n')
      .filter((each) => each.startsWith('id: '))
      .map((each) => {
        const [id = '', event = '', data = ''] = each.split('\n').map((line) => line.slice(line.indexOf(': ') + 2));
        return { id, event, points: (JSON.parse(data) as { data: { object: { points: number } } }).data.object.points };
      });
  }

  it('as a stream tells what happens from now on, and goes on behind the last event', async () => {
    const live = await events(1, {}, () => earn(11));
    expect(live).toMatchObject([{ event: 'points.earned', points: 11 }]);
    await earn(12);
    await earn(13);
    const rest = await events(2, { 'Last-Event-ID': live[0]?.id ?? '' });
    expect(rest.map(({ points }) => points)).toEqual([12, 13]);
    const refused = await world.get('/notifications', {
      headers: { Accept: 'text/event-stream', 'Last-Event-ID': 'x' },
    });
    expect(refused).toMatchObject({ status: 422, body: { code: 'REQUEST_INVALID', field: 'Last-Event-ID' } });
  }, 30_000);
});
