import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { signBody } from '../../../modules/connect/sign.ts';
import { fixture } from '../../connect/shop-calls.ts';
import { type ApiProcesses, openApiProcesses } from '../../support/api-processes.ts';
import { routes } from '../../support/v1-document.ts';
import { hasId, idsOf, isForKeys, makeExamples, samplesOf } from '../../support/v1-requests.ts';
import { type Receiver, startReceiver } from '../../support/webhook-receiver.ts';

let api: ApiProcesses;
/** Answers its first call too late. */
let slow: Receiver;
let quick: Receiver;
let slowId: string;
/** A second longer than anybody waits for it. */
const slowMs = 16_000;
beforeAll(async () => {
  api = await openApiProcesses('2026-12-09T09:00:00Z');
  slow = await startReceiver((_, number) => (number === 1 ? { status: 200, afterMs: slowMs } : { status: 200 }));
  quick = await startReceiver();
  for (const { url, port } of [slow, quick]) {
    const body = { url, types: ['points.adjusted'] };
    const made = await api.post('/webhook-endpoints', body, { once: `hook-${port}` });
    expect(made.status).toBe(201);
    if (port === slow.port) slowId = made.body.id;
  }
  await api.post('/members', { id: 'heard-of' });
  const correction = { memberId: 'heard-of', points: 5, reason: 'to be heard of' };
  expect((await api.post('/adjustments', correction, { once: 'heard-of' })).status).toBe(201);
});
afterAll(async () => {
  await api.stop();
  await Promise.all([slow, quick].map((receiver) => receiver.stop()));
});

let members = 0;
/** A member of her own for each case, who has nothing. */
let memberId: string;
const own = (name: string) => `${name}-${memberId}`;
beforeEach(async () => {
  memberId = `bea-${++members}`;
  await api.post('/members', { id: memberId });
});

const placed = (order: string, amountMinor: unknown, more: object = {}) => ({
  ...{ id: own(`order-${order}`), type: 'order.placed', memberId },
  ...{ data: { orderId: own(order), amountMinor }, ...more },
});
const available = async (): Promise<number> => (await api.get(`/members/${memberId}/balance`)).body.available;

describe('An event', () => {
  it('6: with the id of another one is a conflict at either process, and the order keeps its points', async () => {
    await api.first.post('/events', placed('1001', 40_000));
    const other = await api.second.post('/events', placed('1001', 50_000));
    expect(other).toMatchObject({ status: 409, body: { code: 'EVENT_CONFLICT' } });
    expect(await available()).toBe(450);
  });

  it('7: of an order that is booked is a duplicate; of another amount, or of one that went back, a conflict', async () => {
    const occurredAt = '2026-12-09T08:00:00Z';
    await api.first.post('/events', placed('1001', 40_000, { occurredAt }));
    const again = (name: string, amountMinor: number) =>
      api.second.post('/events', placed('1001', amountMinor, { occurredAt, id: own(name) }));
    expect(await again('same', 40_000)).toMatchObject({ status: 200, body: { status: 'duplicate' } });
    const other = await again('other', 30_000);
    expect(other).toMatchObject({ status: 409, body: { code: 'ORDER_CONFLICT' } });
    expect(other.body.fix).toContain('order.amended');
    const back = { id: own('back'), type: 'order.returned', memberId, data: { orderId: own('1001') } };
    expect((await api.first.post('/events', back)).status).toBe(201);
    expect(await again('anew', 40_000)).toMatchObject({ status: 409, body: { code: 'ORDER_CONFLICT' } });
  });

  it('8: without a time of its own keeps the first one when it is sent again ten minutes later', async () => {
    const first = await api.first.post('/events', placed('1', 1_000));
    await api.at('2026-12-09T09:10:00Z');
    const again = await api.second.post('/events', placed('1', 1_000));
    expect(again).toMatchObject({ status: 200, body: { status: 'duplicate', occurredAt: first.body.occurredAt } });
    expect(first.body.occurredAt).toBe('2026-12-09T09:00:00.000Z');
  });

  it('9: may be four minutes ahead of our clock, and not six', async () => {
    const late = await api.first.post('/events', placed('1', 100, { occurredAt: '2026-12-09T09:16:00Z' }));
    expect(late).toMatchObject({ status: 422, body: { code: 'DATE_IN_FUTURE' } });
    expect(late.body.detail).toContain('2026-12-09T09:10:00.000Z');
    const early = placed('1', 100, { occurredAt: '2026-12-09T09:14:00Z' });
    expect((await api.second.post('/events', early)).body.status).toBe('accepted');
  });

  it('10: with a misspelt field is told the right name, and no order is booked', async () => {
    const data = { orderId: own('1'), amountMinor: 100, redemptionID: 'red_9c4x7k2m' };
    const answer = await api.post('/events', placed('1', 0, { data }));
    expect(answer).toMatchObject({ status: 422, body: { code: 'REQUEST_INVALID' } });
    expect(answer.body.fix).toContain('redemptionId');
    expect((await api.get(`/orders/${own('1')}`)).status).toBe(404);
  });

  it('11: has an amount in whole minor units, or none at all', async () => {
    for (const amount of [12.5, '1250', -1, 1e13, null]) {
      const answer = await api.post('/events', placed('1', amount));
      expect(answer).toMatchObject({ status: 422, body: { field: 'data.amountMinor' } });
    }
    expect((await api.post('/events', placed('1', 0))).body).toMatchObject({ status: 'accepted', points: 0 });
  });

  it('12: comes with at most 999 others, and twice in a batch is a duplicate', async () => {
    const events = Array.from({ length: 1_001 }, (_, place) => placed(String(place), 1));
    expect((await api.post('/events/batch', { events })).status).toBe(422);
    expect((await api.get(`/orders?memberId=${memberId}`)).body.data).toEqual([]);
    const { body } = await api.post('/events/batch', { events: [placed('1', 1_000), placed('1', 1_000)] });
    expect(body.data.map((each: { status: string }) => each.status)).toEqual(['accepted', 'duplicate']);
  });

  it('13: names an order as the shop does, encoded once in a path; `..` and NUL are refused', async () => {
    const orderId = own('a/b?c#d%2F');
    await api.first.post('/events', placed('1', 1_000, { data: { orderId, amountMinor: 1_000 } }));
    const read = await api.second.get(`/orders/${encodeURIComponent(orderId)}`);
    expect(read).toMatchObject({ status: 200, body: { id: orderId } });
    const dots = { orderId: '..', amountMinor: 1 };
    expect((await api.post('/events', placed('2', 0, { data: dots }))).status).toBe(422);
    expect((await api.post('/members', { id: own('nul'), name: 'a\0b' })).status).toBe(422);
  });

  it('14: that takes back an order before it came is 404, and taken when it is sent again', async () => {
    const back = { id: own('back'), type: 'order.returned', memberId, data: { orderId: own('1') } };
    expect(await api.first.post('/events', back)).toMatchObject({ status: 404, body: { code: 'ORDER_NOT_FOUND' } });
    await api.second.post('/events', placed('1', 10_000));
    expect((await api.first.post('/events', back)).body).toMatchObject({ status: 'accepted', points: -100 });
  });
});

describe('A key', () => {
  it('24: of another programme finds nothing of this one by its ids; one that only writes reads nothing', async () => {
    await makeExamples(api);
    const ids = await idsOf(api);
    await api.newProgramme('elsewhere');
    const stranger = await api.newKey(['read', 'write', 'launch', 'finance', 'admin'], 'elsewhere');
    const writer = await api.newKey(['write']);
    const ofOurs = routes.filter((route) => isForKeys(route) && hasId(route) && route.method !== 'PUT');
    for (const route of ofOurs) {
      for (const { name, path, options } of samplesOf(route, ids)) {
        const answer = await api.call(route.method, path, { ...options, key: stranger });
        expect({ name, status: answer.status }).toEqual({ name, status: 404 });
      }
    }
    const reading = routes.filter((route) => isForKeys(route) && route.method === 'GET');
    for (const route of reading) {
      for (const { name, path } of samplesOf(route, ids)) {
        const { status, body } = await api.get(path, { key: writer });
        expect({ name, status, code: body.code }).toEqual({ name, status: 403, code: 'SCOPE_MISSING' });
      }
    }
    expect(ofOurs.length + reading.length).toBeGreaterThan(60);
  });

  it('25: is no token of a member: that opens /me alone, and shows nothing of her friends', async () => {
    const { code: referralCode } = (await api.get(`/members/${memberId}/referral`)).body;
    const friend = { id: own('friend'), name: 'Frederica Nightingale', email: 'frederica@example.com' };
    const joined = { id: own('joined'), type: 'member.joined', memberId: friend.id };
    const data = { name: friend.name, email: friend.email, referralCode };
    expect((await api.post('/events', { ...joined, data })).status).toBe(201);
    const { token: key } = (await api.first.post('/member-tokens', { memberId })).body;
    expect((await api.second.get(`/members/${memberId}`, { key })).status).toBe(401);
    const { status, body } = await api.second.get('/me/referrals', { key });
    expect(status).toBe(200);
    expect(body.data).toHaveLength(1);
    const told = JSON.stringify(body);
    for (const text of Object.values(friend)) expect(told).not.toContain(text);
  });

  it('26: that asked for a correction above the threshold does not decide it, another one does', async () => {
    const asking = await api.newKey(['read', 'finance', 'launch']);
    const correction = { memberId, points: 1_001, reason: 'a lost parcel' };
    const { body } = await api.first.post('/adjustments', correction, { key: asking, once: own('much') });
    expect(body.status).toBe('waiting');
    const decision = { approved: true, note: 'as agreed' };
    const decide = (key?: string) =>
      api.second.post(`/reviews/${body.reviewId}/decision`, decision, key === undefined ? {} : { key });
    expect(await decide(asking)).toMatchObject({ status: 409, body: { code: 'SECOND_PERSON_REQUIRED' } });
    expect((await api.first.get(`/adjustments/${body.id}`)).body.status).toBe('waiting');
    expect((await decide()).status).toBe(200);
    expect(await available()).toBe(1_001);
  });
});

describe('A shop that calls', () => {
  const secret = 'shpss_0123456789abcdef';
  let path: string;
  beforeAll(async () => {
    const made = await api.post('/connections', { kind: 'shopify', secret }, { once: 'shop' });
    path = made.body.path.replace('/v1', '');
  });
  const send = (topic: string, raw: string, signed = raw) =>
    api.call('POST', path, {
      ...{ key: null, raw },
      headers: { 'X-Shopify-Topic': topic, 'X-Shopify-Hmac-Sha256': signBody(secret, Buffer.from(signed)) },
    });

  it('28: is known by the signature of its raw body; its tests are ignored; what it tells twice at once comes once', async () => {
    const raw = JSON.stringify(fixture('shopify/order-paid'), null, 2);
    const rewritten = JSON.stringify(JSON.parse(raw));
    expect(await send('orders/paid', rewritten, raw)).toMatchObject({
      status: 401,
      body: { code: 'SIGNATURE_INVALID' },
    });
    const trial = await send('orders/paid', JSON.stringify(fixture('shopify/order-paid', { test: true })));
    expect(trial).toMatchObject({ status: 200, body: { events: [], ignored: expect.any(String) as string } });
    const answers = await Promise.all(
      ['orders/paid', 'orders/updated', 'orders/paid', 'orders/updated'].map((topic) => send(topic, raw)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const points = answers.flatMap(({ body }) => body.events.map((event: { points?: number }) => event.points ?? 0));
    expect(points.reduce((sum: number, each: number) => sum + each, 0)).toBe(40);
  });
});

describe('An endpoint', () => {
  it('27: that answers after 16 seconds has not answered: it is sent the same again, and no other one waited for it', async () => {
    const [first] = slow.received;
    const tries = () => slow.received.filter(({ id }) => id === first?.id);
    await vi.waitFor(() => expect(tries()).toHaveLength(2), { timeout: 50_000, interval: 100 });
    expect(quick.received[0]?.at).toBeLessThan((first?.at ?? 0) + slowMs);
    const read = async () =>
      (await api.get(`/deliveries?endpointId=${slowId}`)).body.data as { status: string; attempts: number }[];
    await expect
      .poll(async () => (await read()).at(-1), { timeout: 20_000 })
      .toMatchObject({ status: 'delivered', attempts: 2 });
  });
});
