import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
let member: string;
let members = 0;
beforeAll(async () => {
  world = await openV1World();
});
afterAll(() => world.close());
beforeEach(async () => {
  member = `anna-${++members}`;
  await world.post('/members', { id: member, email: `${member}@example.com` });
});

const id = (name: string) => `${name}-${member}`;
const placed = (order: string, amountMinor: unknown, more: object = {}) => ({
  id: id(`order-${order}`),
  type: 'order.placed',
  memberId: member,
  data: { orderId: id(order), amountMinor },
  ...more,
});
const balance = async () => (await world.get(`/members/${member}/balance`)).body;

describe('An event', () => {
  it('is taken once: its answer says what it brought, and a repeat gets the same', async () => {
    const first = await world.post('/events', placed('1001', 40_000));
    expect(first).toMatchObject({
      status: 201,
      body: { status: 'accepted', points: 450, balance: { available: 450 } },
    });
    expect(first.body.explanation).toEqual([
      'GBP 400.00 at 1 for every GBP 1.00',
      'the part above GBP 300.00 counts x1.5',
    ]);
    world.clock.at('2026-12-08T09:10:00Z');
    const again = await world.post('/events', placed('1001', 40_000));
    expect(again).toMatchObject({ status: 200, body: { status: 'duplicate', points: 450 } });
    expect(again.body.occurredAt).toBe(first.body.occurredAt);
    expect(await balance()).toMatchObject({ available: 450 });
  });

  it('with the id of another one is refused, and the order keeps its points', async () => {
    await world.post('/events', placed('1001', 40_000));
    const other = await world.post('/events', placed('1001', 50_000));
    expect(other).toMatchObject({ status: 409, body: { code: 'EVENT_CONFLICT' } });
    expect(await balance()).toMatchObject({ available: 450 });
  });

  it('of an order that is booked is a duplicate, or a conflict whose fix is to amend it', async () => {
    const occurredAt = '2026-12-08T08:00:00Z';
    await world.post('/events', placed('1001', 40_000, { occurredAt }));
    const same = await world.post('/events', placed('1001', 40_000, { occurredAt, id: id('again') }));
    expect(same).toMatchObject({ status: 200, body: { status: 'duplicate' } });
    const other = await world.post('/events', placed('1001', 30_000, { occurredAt, id: id('other') }));
    expect(other).toMatchObject({ status: 409, body: { code: 'ORDER_CONFLICT' } });
    expect(other.body.fix).toContain('order.amended');
    await world.post('/events', {
      id: id('back'),
      type: 'order.returned',
      memberId: member,
      data: { orderId: id('1001') },
    });
    const returned = await world.post('/events', placed('1001', 40_000, { occurredAt, id: id('anew') }));
    expect(returned).toMatchObject({ status: 409, body: { code: 'ORDER_CONFLICT' } });
  });

  it('may be four minutes ahead of our clock, and not six', async () => {
    world.clock.at('2026-12-08T09:00:00Z');
    const late = await world.post('/events', placed('1', 100, { occurredAt: '2026-12-08T09:06:00Z' }));
    expect(late).toMatchObject({ status: 422, body: { code: 'DATE_IN_FUTURE' } });
    expect(late.body.detail).toContain('2026-12-08T09:00:00.000Z');
    expect((await world.post('/events', placed('1', 100, { occurredAt: '2026-12-08T09:04:00Z' }))).status).toBe(201);
  });

  it('with a misspelt field is refused with the right name, and nothing is booked', async () => {
    const data = { orderId: id('1'), amountMinor: 100, redemptionID: 'red_9c4x7k2m' };
    const answer = await world.post('/events', placed('1', 100, { data }));
    expect(answer).toMatchObject({ status: 422, body: { code: 'REQUEST_INVALID', field: 'data.redemptionID' } });
    expect(answer.body.fix).toContain('redemptionId');
    expect((await world.get(`/orders/${id('1')}`)).status).toBe(404);
  });

  it.each([12.5, '1250', -1, 1e13, null])('with %j for an amount is refused by its field', async (amount) => {
    const answer = await world.post('/events', placed('1', amount));
    expect(answer).toMatchObject({ status: 422, body: { field: 'data.amountMinor' } });
    expect(answer.body.errors[0]).toMatchObject({ code: 'AMOUNT_INVALID' });
  });

  it('of nothing brings nothing', async () => {
    expect(await world.post('/events', placed('1', 0))).toMatchObject({ status: 201, body: { points: 0 } });
  });

  it('that takes back an order before it came is 404, and taken when it is sent again', async () => {
    const back = { id: id('back'), type: 'order.returned', memberId: member, data: { orderId: id('1') } };
    expect(await world.post('/events', back)).toMatchObject({ status: 404, body: { code: 'ORDER_NOT_FOUND' } });
    await world.post('/events', placed('1', 10_000, { occurredAt: '2026-12-08T08:00:00Z' }));
    expect(await world.post('/events', back)).toMatchObject({ status: 201, body: { points: -100 } });
  });

  it('of an order before its member is kept, with a warning', async () => {
    const early = { ...placed('1', 10_000), memberId: id('later') };
    const answer = await world.post('/events', early);
    expect(answer).toMatchObject({ status: 201, body: { status: 'parked', warnings: [{ code: 'MEMBER_NOT_FOUND' }] } });
    const other = { id: id('x'), type: 'checkin.done', memberId: id('nobody') };
    expect(await world.post('/events', other)).toMatchObject({ status: 404, body: { code: 'MEMBER_NOT_FOUND' } });
    await world.post('/members', { id: id('later') });
    expect((await world.get(`/members/${id('later')}/balance`)).body).toMatchObject({ available: 100 });
  });
});

describe('A batch', () => {
  it('answers each event for itself', async () => {
    const { status, body } = await world.post('/events/batch', {
      events: [placed('1', 10_000), placed('1', 10_000), { ...placed('2', 1), memberId: 'a b' }, placed('3', 5_000)],
    });
    expect(status).toBe(200);
    expect(body.data.map((each: { status: string }) => each.status)).toEqual([
      'accepted',
      'duplicate',
      'refused',
      'accepted',
    ]);
    expect(body.data[2].problem).toMatchObject({ code: 'REQUEST_INVALID', field: 'memberId' });
  });

  it('of more than 1,000 is refused whole', async () => {
    const events = Array.from({ length: 1_001 }, (_, place) => placed(String(place), 1));
    expect(await world.post('/events/batch', { events })).toMatchObject({ status: 422, body: { field: 'events' } });
    expect((await world.get(`/orders?memberId=${member}`)).body.data).toEqual([]);
  });

  it('comes and is answered by lines, too', async () => {
    const raw = [placed('1', 10_000), placed('2', 5_000)].map((each) => JSON.stringify(each)).join('\n');
    const headers = { 'Content-Type': 'application/x-ndjson' };
    const answer = await world.call('POST', '/events/batch', { raw, headers });
    const lines = (answer.body as string)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { points: number });
    expect(lines.map(({ points }) => points)).toEqual([100, 50]);
  });
});

describe('An order', () => {
  it('has any id that has no blanks, encoded once in a path', async () => {
    const orderId = `a/b?c#d%2F-${member}`;
    await world.post('/events', placed('x', 1_000, { data: { orderId, amountMinor: 1_000 } }));
    const read = await world.get(`/orders/${encodeURIComponent(orderId)}`);
    expect(read).toMatchObject({ status: 200, body: { id: orderId, points: 10, status: 'placed' } });
    const dots = await world.post('/events', placed('y', 1, { data: { orderId: '..', amountMinor: 1 } }));
    expect(dots).toMatchObject({ status: 422, body: { field: 'data.orderId' } });
  });

  it('is as it stands: amended, part returned, cancelled', async () => {
    await world.post('/events', placed('1', 40_000));
    const change = (name: string, type: string, data: object) =>
      world.post('/events', { id: id(name), type, memberId: member, data: { orderId: id('1'), ...data } });
    expect(await change('amend', 'order.amended', { amountMinor: 20_000 })).toMatchObject({ body: { points: -250 } });
    expect(await change('back', 'order.returned', { amountMinor: 5_000 })).toMatchObject({ body: { points: -50 } });
    expect((await world.get(`/orders/${id('1')}`)).body).toMatchObject({
      amountMinor: 20_000,
      returnedMinor: 5_000,
      points: 150,
    });
    expect(await change('cancel', 'order.cancelled', {})).toMatchObject({ status: 201, body: { points: -150 } });
    expect(await change('cancel-2', 'order.cancelled', {})).toMatchObject({
      status: 200,
      body: { status: 'duplicate' },
    });
    expect((await world.get(`/orders?memberId=${member}&status=cancelled`)).body.data).toHaveLength(1);
    expect(await balance()).toMatchObject({ available: 0, debt: 0 });
  });
});

describe('The ledger', () => {
  it('tells every line with its lots and the balance after it, latest first', async () => {
    await world.post('/events', placed('1', 10_000));
    await world.post('/events', placed('2', 5_000));
    const { body } = await world.get(`/transactions?memberId=${member}`);
    expect(body.data.map((each: { points: number }) => each.points)).toEqual([50, 100]);
    expect(body.data.map((each: { balance: object }) => each.balance)).toMatchObject([
      { available: 150, version: 2 },
      { available: 100, version: 1 },
    ]);
    const [latest] = body.data;
    expect((await world.get(`/transactions/${latest.id}`)).body).toEqual(latest);
    expect((await world.get(`/lots?memberId=${member}`)).body.data).toHaveLength(2);
  });
});
