import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../../api/app.ts';
import { serveApi } from '../../../api/serve.ts';
import { signBody } from '../../../modules/connect/sign.ts';
import { createApiMetrics } from '../../../platform/api-metrics.ts';
import type { JsonObject } from '../../../values/json.ts';
import { anna, orderId, secret } from '../../connect/connected-shop.ts';
import { fixture, shopifyLine, shopMoney } from '../../connect/shop-calls.ts';
import { quietLogger } from '../../support/engine.ts';
import { apiSecret, callApi, openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
beforeAll(async () => {
  world = await openV1World();
});
afterAll(() => world.close());

let made = 0;
async function connect(body: JsonObject = {}) {
  const answer = await world.post(
    '/connections',
    { kind: 'shopify', secret, ...body },
    { once: `connect-${(made += 1)}`, ...(await ownKey()) },
  );
  expect(answer.status).toBe(201);
  return answer.body as { id: string; path: string };
}
let key: string | undefined;
/** A programme of its own for each test that has orders. */
const ownKey = async () => (key === undefined ? {} : { key });
async function ownProgramme() {
  key = await world.newKey({ programmeId: await world.newProgramme() });
}

const paid = (changes: JsonObject = {}) => JSON.stringify(fixture('shopify/order-paid', changes));
const shopify = ({ path }: { path: string }, raw: string, headers: Record<string, string> = {}) =>
  world.call('POST', path.replace('/v1', ''), {
    ...{ key: null, raw },
    headers: {
      'X-Shopify-Topic': 'orders/paid',
      'X-Shopify-Hmac-Sha256': signBody(secret, Buffer.from(raw)),
      ...headers,
    },
  });

describe('A connection', () => {
  it('is made, listed, changed and ended, and never shows its secret', async () => {
    await ownProgramme();
    const own = await ownKey();
    const { id, path } = await connect({ name: 'the shop', settings: { guests: 'by_email' } });
    expect(path).toBe(`/v1/connect/shopify/${id}`);
    const shown = await world.get(`/connections/${id}`, own);
    expect(shown.body).toMatchObject({
      name: 'the shop',
      settings: { guests: 'by_email', taxes: 'as_shown' },
      problems: [],
    });
    const changed = await world.call('PATCH', `/connections/${id}`, {
      ...{ body: { name: null, secret: 'shpss_another_secret', settings: { taxes: 'excluded' } }, ...own },
    });
    expect(changed.body).toMatchObject({ name: null, settings: { guests: 'by_email', taxes: 'excluded' } });
    const listed = await world.get('/connections', own);
    expect(JSON.stringify([shown.body, changed.body, listed.body])).not.toContain('shpss');
    expect(await world.call('DELETE', `/connections/${id}`, own)).toMatchObject({ status: 204 });
    expect(await world.get(`/connections/${id}`, own)).toMatchObject({
      status: 404,
      body: { code: 'CONNECTION_NOT_FOUND' },
    });
  });

  it('is listed a page at a time, each once', async () => {
    await ownProgramme();
    const own = await ownKey();
    const ids: string[] = [];
    for (const name of ['one', 'two', 'three']) ids.push((await connect({ name })).id);
    const first = await world.get('/connections?limit=2', own);
    const second = await world.get(`/connections?limit=2&cursor=${first.body.nextCursor}`, own);
    const seen = [...first.body.data, ...second.body.data].map(({ id }: { id: string }) => id);
    expect(seen.sort()).toEqual(ids.sort());
    expect(second.body.nextCursor).toBeNull();
  });

  it('is of one programme, and needs the scope admin', async () => {
    await ownProgramme();
    const { id } = await connect();
    for (const [method, path] of [
      ['GET', `/connections/${id}`],
      ['DELETE', `/connections/${id}`],
    ] as const) {
      expect(await world.call(method, path)).toMatchObject({ status: 404, body: { code: 'CONNECTION_NOT_FOUND' } });
    }
    const reader = await world.newKey({ scopes: ['read', 'write'] });
    expect(await world.get('/connections', { key: reader })).toMatchObject({
      status: 403,
      body: { code: 'SCOPE_MISSING' },
    });
  });

  it.each([
    [{ secret: 'short' }, 'secret'],
    [{ kind: 'magento' }, 'kind'],
    [{ settings: { guests: 'maybe' } }, 'settings.guests'],
    [{ settings: { guest: 'ignore' } }, 'settings.guest'],
  ])('with %j is refused', async (changes, field) => {
    const body = { kind: 'shopify', secret, ...changes };
    expect(await world.post('/connections', body, { once: `bad-${field}` })).toMatchObject({
      ...{ status: 422, body: { code: 'REQUEST_INVALID', field } },
    });
  });
});

describe('A webhook of Shopify', () => {
  it('is taken as its raw body is signed, and refused when that was written anew', async () => {
    await ownProgramme();
    const connection = await connect();
    const raw = JSON.stringify(fixture('shopify/order-paid'), null, 2);
    const signature = { 'X-Shopify-Hmac-Sha256': signBody(secret, Buffer.from(raw)) };
    expect(await shopify(connection, JSON.stringify(JSON.parse(raw)), signature)).toMatchObject({
      ...{ status: 401, body: { code: 'SIGNATURE_INVALID', field: 'X-Shopify-Hmac-Sha256' } },
    });
    const { status, body } = await shopify(connection, raw);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        events: [
          { id: `shopify:customer:${anna}`, status: 'accepted', type: 'member.joined' },
          { id: `shopify:order:${orderId}`, status: 'accepted', type: 'order.placed', memberId: anna, points: 40 },
        ],
        ignored: null,
      },
    });
  });

  it('of a test is ignored', async () => {
    await ownProgramme();
    const { status, body } = await shopify(await connect(), paid({ test: true }));
    expect({ status, body }).toEqual({ status: 200, body: { events: [], ignored: 'it is a test order' } });
  });

  it('about one order under two topics at once brings its points once', async () => {
    await ownProgramme();
    const connection = await connect();
    const topics = ['orders/paid', 'orders/updated', 'orders/paid', 'orders/updated'];
    const answers = await Promise.all(topics.map((topic) => shopify(connection, paid(), { 'X-Shopify-Topic': topic })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const points = answers.flatMap(({ body }) => body.events.map((event: { points?: number }) => event.points ?? 0));
    expect(points.reduce((sum: number, each: number) => sum + each, 0)).toBe(40);
  });

  it('in another currency is answered with why, and kept where a person sees it', async () => {
    await ownProgramme();
    const connection = await connect();
    const price = shopMoney('36.00', 'USD');
    const raw = paid({ line_items: [shopifyLine('36.00', { price_set: price })], total_price_set: price });
    const { status, body } = await shopify(connection, raw);
    expect(status).toBe(200);
    expect(body.events.at(-1)).toMatchObject({
      status: 'refused',
      problem: { code: 'CURRENCY_MISMATCH', status: 422 },
    });
    const shown = await world.get(`/connections/${connection.id}`, await ownKey());
    expect(shown.body.problems).toMatchObject([{ orderId, code: 'CURRENCY_MISMATCH' }]);
  });

  it('that is not understood names its field; one that is too large is refused', async () => {
    await ownProgramme();
    const connection = await connect();
    expect(await shopify(connection, '{"id":1}')).toMatchObject({ status: 422, body: { code: 'REQUEST_INVALID' } });
    expect(await shopify(connection, '{')).toMatchObject({
      status: 422,
      body: { code: 'REQUEST_INVALID', field: 'body' },
    });
    expect(await shopify(connection, paid({ note: 'x'.repeat(5_000_001) }))).toMatchObject({ status: 413 });
    const elsewhere = { path: '/v1/connect/woocommerce/cnx_00000000' };
    expect(await shopify(elsewhere, paid())).toMatchObject({ status: 404, body: { code: 'CONNECTION_NOT_FOUND' } });
  });
});

describe('A webhook of WooCommerce', () => {
  it('is taken, and its ping is answered', async () => {
    await ownProgramme();
    const { path } = await connect({ kind: 'woocommerce' });
    const at = path.replace('/v1', '');
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect(await world.call('POST', at, { key: null, raw: 'webhook_id=12', headers: form })).toMatchObject({
      ...{ status: 200, body: { events: [], ignored: 'a ping: the connection is there' } },
    });
    const raw = JSON.stringify(fixture('woocommerce/order-processing'));
    const headers = {
      'X-WC-Webhook-Topic': 'order.updated',
      'X-WC-Webhook-Signature': signBody(secret, Buffer.from(raw)),
    };
    const { body } = await world.call('POST', at, { key: null, raw, headers });
    expect(body.events).toMatchObject([{ status: 'accepted' }, { id: 'woo:order:4750', points: 36 }]);
  });
});

describe('A webhook of a mail provider', () => {
  const report = {
    RecordType: 'Bounce',
    ID: 42,
    Type: 'HardBounce',
    Email: 'anna@example.com',
    BouncedAt: '2026-12-08T08:00:00Z',
  };

  it('is taken with its password, and refused without', async () => {
    await ownProgramme();
    const { path } = await connect({ kind: 'postmark' });
    const at = path.replace('/v1', '');
    const sent = (password: string) => ({
      ...{ key: null, raw: JSON.stringify(report) },
      headers: { Authorization: `Basic ${Buffer.from(`us:${password}`).toString('base64')}` },
    });
    const { status, body } = await world.call('POST', at, sent(secret));
    expect({ status, body }).toEqual({
      ...{ status: 200, body: { reports: [{ id: 'postmark:42', status: 'taken', suppressed: true }], ignored: null } },
    });
    expect(await world.call('POST', at, sent('guessed'))).toMatchObject({
      status: 401,
      body: { code: 'SIGNATURE_INVALID' },
    });
  });

  it('of SES needs its topic, and no secret', async () => {
    await ownProgramme();
    const own = await ownKey();
    const topicArn = 'arn:aws:sns:eu-west-1:123456789012:mail-reports';
    const made = await world.post('/connections', { kind: 'ses', settings: { topicArn } }, { once: 'ses-1', ...own });
    expect(made).toMatchObject({ status: 201, body: { kind: 'ses', settings: { topicArn } } });
    expect(await world.post('/connections', { kind: 'ses' }, { once: 'ses-2', ...own })).toMatchObject({
      ...{ status: 422, body: { code: 'REQUEST_INVALID', field: 'settings.topicArn' } },
    });
  });
});

describe('A shop that calls too often', () => {
  it('is answered with 429 and Retry-After, and so is who guesses addresses', async () => {
    await ownProgramme();
    const { path } = await connect();
    const metrics = createApiMetrics();
    const app = createApi({
      ...{ database: world.database, clock: world.clock, logger: quietLogger, unsubscribeSecret: apiSecret, metrics },
      connectLimits: { callsPerMinute: 3, refusedPerMinute: 2 },
    });
    const served = await serveApi(app, { host: '127.0.0.1', port: 0 });
    const raw = paid();
    const send = (to: string, signature: string) =>
      callApi(served.url, 'POST', to.replace('/v1', ''), {
        ...{ key: null, raw },
        headers: { 'X-Shopify-Topic': 'orders/paid', 'X-Shopify-Hmac-Sha256': signature },
      });
    const signed = () => send(path, signBody(secret, Buffer.from(raw)));
    expect((await signed()).status).toBe(200);
    const guess = '/v1/connect/shopify/cnx_00000000000000000000';
    expect([(await send(guess, 'x')).status, (await send(guess, 'x')).status]).toEqual([404, 404]);
    expect(await send(guess, 'x')).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect([(await signed()).status, (await signed()).status]).toEqual([200, 200]);
    const refused = await signed();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('Retry-After'))).toBeLessThanOrEqual(60);
    expect(await metrics.registry.metrics()).toContain('perennial_http_rate_limited_total{limit="connect"} 2');
    await served.stop();
  });
});
