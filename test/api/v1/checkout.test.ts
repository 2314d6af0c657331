import { beforeAll, afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ingestEvents } from '../../../modules/intake/ingest.ts';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
beforeAll(async () => {
  world = await openV1World({}, '2026-12-08T10:00:00Z');
});
afterAll(() => world.close());

let members = 0;
/** A member of her own for each test, who has bought for 400.00: 450 points. */
let memberId: string;
/** Numbers of orders that no other test has. */
const orderOf = (number: number) => `${memberId}-${number}`;
const key = (name: string) => `${memberId}-${name}`;

const tell = async (type: string, data: object) => {
  const event = { id: `${memberId}-${type}-${JSON.stringify(data).length}`, type, memberId, data: data as never };
  const occurredAt = world.clock.now();
  const { database, clock } = world;
  return ingestEvents({ database, clock }, world.programmeId, [{ ...event, occurredAt }]);
};

beforeEach(async () => {
  memberId = `anna-${++members}`;
  world.clock.at('2026-12-08T10:00:00Z');
  await tell('member.joined', {});
  await tell('order.placed', { orderId: orderOf(1001), amountMinor: 40_000 });
});

const hold = (more: object = {}, once = key('pay')) =>
  world.post('/redemptions', { memberId, orderId: orderOf(1002), points: 400, amountMinor: 4_000, ...more }, { once });

describe('POST /quotes', () => {
  it('says what an order would earn and may be paid with', async () => {
    const { status, body } = await world.post('/quotes', { memberId, amountMinor: 4_000, points: 400 });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^quo_/) as string,
      redeemable: { points: 450, amountMinor: 450, limitedBy: 'balance' },
      redeem: { points: 400, amountMinor: 400 },
      payableMinor: 3_600,
      earn: { points: 36, explanation: ['GBP 36.00 at 1 for every GBP 1.00'] },
      balance: { available: 450, held: 0 },
    });
  });

  it('refuses an unknown member, another currency and what it does not know', async () => {
    const ask = (more: object) => world.post('/quotes', { memberId, amountMinor: 4_000, ...more });
    expect(await ask({ memberId: 'nobody' })).toMatchObject({ status: 404, body: { code: 'MEMBER_NOT_FOUND' } });
    expect(await ask({ currency: 'EUR' })).toMatchObject({ status: 422, body: { code: 'CURRENCY_MISMATCH' } });
    expect(await ask({ amountMinor: 12.5 })).toMatchObject({ status: 422, body: { field: 'amountMinor' } });
    expect(await ask({ Points: 3 })).toMatchObject({ status: 422 });
  });
});

describe('POST /redemptions', () => {
  it('50 times at once under one key holds once: one answer is new, the others are it again', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => hold()));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('Idempotent-Replayed') === 'true')).toHaveLength(49);
    expect(answers[0]?.body).toMatchObject({ status: 'held', balance: { available: 50, held: 400 } });
    const id: string = answers[0]?.body.id;
    expect(answers[0]?.headers.get('Location')).toBe(`/v1/redemptions/${id}`);
    expect((await world.get(`/redemptions?memberId=${memberId}`)).body.data).toHaveLength(1);
  });

  it('refuses another content under that key, and takes the same one however it is written', async () => {
    const first = await hold();
    expect(await hold({ points: 401 })).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    const raw = ` { "amountMinor" : 4000, "points":400,\n "orderId": "${orderOf(1002)}", "memberId":"${memberId}" } `;
    const again = await world.call('POST', '/redemptions', {
      raw,
      once: key('pay'),
      headers: { 'Content-Type': 'application/json' },
    });
    expect(again).toMatchObject({ status: 201, body: { id: first.body.id } });
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
    expect(await world.post('/redemptions', { memberId, points: 1 })).toMatchObject({
      ...{ status: 400, body: { code: 'IDEMPOTENCY_KEY_MISSING' } },
    });
  });

  it('for two tabs gives the second what is left', async () => {
    const tabs = await Promise.all([
      hold({ orderId: orderOf(1), points: 300 }, key('tab-1')),
      hold({ orderId: orderOf(2), points: 300 }, key('tab-2')),
    ]);
    expect(tabs.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(tabs.find(({ status }) => status === 409)?.body).toMatchObject({
      ...{ code: 'POINTS_INSUFFICIENT', detail: '150 points can be used.' },
    });
  });

  it('names the open hold that an order has already', async () => {
    const { body } = await hold({ points: 100 }, key('one'));
    expect(await hold({ points: 100 }, key('two'))).toMatchObject({
      ...{ status: 409, body: { code: 'REDEMPTION_EXISTS', conflictsWith: body.id } },
    });
  });

  it('stays within the largest share of the order', async () => {
    await tell('order.placed', { orderId: orderOf(1000), amountMinor: 146_700 });
    expect(await hold({ points: 2_001 })).toMatchObject({ status: 409, body: { code: 'REDEMPTION_LIMIT' } });
    const { body } = await world.post('/quotes', { memberId, amountMinor: 4_000 });
    expect(body.redeemable).toMatchObject({ points: 2_000, limitedBy: 'share' });
  });
});

describe('A redemption', () => {
  it('is captured once, in part or whole, and given back at most whole', async () => {
    const { id } = (await hold()).body;
    const captured = await world.post(`/redemptions/${id}/capture`, { points: 300 });
    expect(captured).toMatchObject({
      status: 200,
      body: { status: 'captured', capturedPoints: 300, balance: { available: 150 } },
    });
    const refuses = { status: 409, body: { code: 'REDEMPTION_STATUS' } };
    expect(await world.post(`/redemptions/${id}/capture`)).toMatchObject(refuses);
    expect(await world.post(`/redemptions/${id}/release`)).toMatchObject(refuses);
    const refund = (points: number, once: string) =>
      world.post(`/redemptions/${id}/refund`, { points, reason: 'goodwill' }, { once });
    expect(await refund(301, key('r1'))).toMatchObject({ status: 409, body: { code: 'REFUND_TOO_LARGE' } });
    expect(await refund(100, key('r2'))).toMatchObject({ status: 200, body: { refundedPoints: 100 } });
    const again = await refund(100, key('r2'));
    expect(again).toMatchObject({ status: 200, body: { refundedPoints: 100 } });
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
    expect((await world.get(`/redemptions/${id}`)).body).toMatchObject({ refundedPoints: 100, status: 'captured' });
  });

  it('is let go, however often it is asked for', async () => {
    const { id } = (await hold()).body;
    for (let n = 0; n < 2; n += 1) {
      const released = await world.post(`/redemptions/${id}/release`);
      expect(released).toMatchObject({
        status: 200,
        body: { status: 'released', balance: { available: 450, held: 0 } },
      });
    }
  });

  it('is another programme’s to nobody: not found, whatever is asked of it', async () => {
    const { id } = (await hold()).body;
    const stranger = await world.newKey({ programmeId: await world.newProgramme() });
    const calls = [
      world.get(`/redemptions/${id}`, { key: stranger }),
      world.post(`/redemptions/${id}/capture`, undefined, { key: stranger }),
      world.post(`/redemptions/${id}/release`, undefined, { key: stranger }),
      world.post(`/redemptions/${id}/refund`, { reason: 'x' }, { key: stranger, once: key('stranger') }),
    ];
    for (const call of calls) expect(await call).toMatchObject({ status: 404, body: { code: 'REDEMPTION_NOT_FOUND' } });
    expect((await world.get('/redemptions', { key: stranger })).body.data).toEqual([]);
    const reader = await world.newKey({ scopes: ['write'] });
    expect(await world.get(`/redemptions/${id}`, { key: reader })).toMatchObject({ status: 403 });
  });

  it('is listed the latest first, page by page, by order and state', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.push((await hold({ orderId: orderOf(n), points: 100 }, key(`p${n}`))).body.id);
    await world.post(`/redemptions/${ids[0]}/release`);
    const page = async (text: string) => (await world.get(`/redemptions?memberId=${memberId}${text}`)).body;
    const first = await page('&limit=2');
    expect(first.data.map(({ id }: { id: string }) => id)).toEqual([ids[2], ids[1]]);
    const second = await page(`&limit=2&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ data: [{ id: ids[0], status: 'released' }], nextCursor: null });
    expect((await page('&status=released,expired')).data).toHaveLength(1);
    expect((await page(`&orderId=${orderOf(1)}`)).data).toMatchObject([{ id: ids[1] }]);
    expect(await world.get(`/redemptions?limit=2&cursor=${first.nextCursor}`)).toMatchObject({
      ...{ status: 400, body: { code: 'CURSOR_INVALID' } },
    });
  });
});

describe('POST /events', () => {
  it('takes an order with its quote and its hold, and gives back with its return', async () => {
    const quoteId = (await world.post('/quotes', { memberId, amountMinor: 4_000, points: 400 })).body.id;
    const redemptionId = (await hold()).body.id;
    const event = (type: string, data: object) =>
      world.post('/events', { id: key(`${type}-${JSON.stringify(data).length}`), type, memberId, data });
    const orderId = orderOf(1002);
    const paid = await event('order.placed', { orderId, amountMinor: 3_600, redemptionId, quoteId });
    expect(paid).toMatchObject({
      status: 201,
      body: {
        ...{ status: 'accepted', points: 36, quote: { honoured: true }, balance: { available: 86 } },
        redemption: { id: redemptionId, status: 'captured', capturedPoints: 400 },
      },
    });
    expect((await event('order.returned', { orderId, amountMinor: 1_800 })).body).toMatchObject({
      ...{ points: -18, balance: { available: 268 }, redemption: { refundedPoints: 200 } },
    });
    expect((await event('order.returned', { orderId })).body).toMatchObject({
      ...{ points: -18, balance: { available: 450 }, redemption: { status: 'refunded' } },
    });
  });

  it('refuses a misspelt field by its right name, and books nothing', async () => {
    const data = { orderId: orderOf(7), amountMinor: 100, redemptionID: 'red_0000000000000000' };
    const refused = await world.post('/events', { id: key('wrong'), type: 'order.placed', memberId, data });
    expect(refused).toMatchObject({ status: 422, body: { code: 'REQUEST_INVALID', field: 'data.redemptionID' } });
    expect(refused.body.fix).toContain('redemptionId');
  });
});
