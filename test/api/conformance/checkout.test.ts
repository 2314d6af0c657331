import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../../modules/invariants/verify.ts';
import { type ApiProcesses, openApiProcesses } from '../../support/api-processes.ts';
import type { Answer } from '../../support/v1-world.ts';

let api: ApiProcesses;
beforeAll(async () => {
  api = await openApiProcesses('2026-12-08T10:00:00Z');
});
afterAll(() => api.stop());

let members = 0;
/** A member of her own for each case: order 1001 of 400.00 is booked, 450 points are there. */
let memberId: string;
const own = (name: string) => `${memberId}-${name}`;
const newMember = async (): Promise<string> => {
  memberId = `anna-${++members}`;
  await api.post('/members', { id: memberId });
  await event('order.placed', { orderId: own('1001'), amountMinor: 40_000 }, { id: own('order-1001') });
  return memberId;
};
beforeEach(newMember);

let events = 0;
const event = (type: string, data: object, more: object = {}) =>
  api.post('/events', { id: own(`e${++events}`), type, memberId, data, ...more });
const placed = (order: string, amountMinor: number, data: object = {}, more: object = {}) =>
  event('order.placed', { orderId: own(order), amountMinor, ...data }, more);
const holdOf = (points: number, more: object = {}) => ({
  ...{ memberId, orderId: own('1002'), points, amountMinor: 4_000, ...more },
});
const hold = (points: number, more: object = {}, once = own('pay-1002')) =>
  api.post('/redemptions', holdOf(points, more), { once });
const balance = async () => (await api.get(`/members/${memberId}/balance`)).body;
const quote = async (amountMinor = 4_000) => (await api.post('/quotes', { memberId, amountMinor })).body;
const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort();
const isReplayed = ({ headers }: Answer) => headers.get('Idempotent-Replayed') === 'true';

describe('A hold', () => {
  it('1: of 50 callers at two processes under one key is one hold, and one answer', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => hold(400)));
    expect(new Set(statusesOf(answers))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(isReplayed)).toHaveLength(49);
    expect(await balance()).toMatchObject({ held: 400, available: 50 });
    expect((await api.get(`/redemptions?memberId=${memberId}`)).body.data).toHaveLength(1);
  });

  it('2: under its key with other points at the other process is refused, and nothing changes', async () => {
    await api.first.post('/redemptions', holdOf(400), { once: own('pay') });
    const other = await api.second.post('/redemptions', holdOf(401), { once: own('pay') });
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(await balance()).toMatchObject({ held: 400, available: 50 });
  });

  it('3: is the same one with its fields in another order and blanks between them', async () => {
    const { body } = await api.first.post('/redemptions', holdOf(400), { once: own('pay') });
    const raw = ` {"amountMinor" : 4000,\n "points":400, "orderId":"${own('1002')}", "memberId" : "${memberId}"} `;
    const again = await api.second.call('POST', '/redemptions', { raw, once: own('pay') });
    expect(again).toMatchObject({ status: 201, body });
    expect(isReplayed(again)).toBe(true);
  });

  it('4: whose process is killed between COMMIT and the answer has happened: the other process gives the answer', async () => {
    const killed = api.killFirstAtCommit();
    const lost = api.first.post('/redemptions', holdOf(400), { once: own('pay') });
    await expect(lost).rejects.toThrow('fetch failed');
    await killed;
    const kept = await api.database.redemption.findMany({ where: { orderId: own('1002') } });
    expect(kept).toHaveLength(1);
    const answer = await api.second.post('/redemptions', holdOf(400), { once: own('pay') });
    expect(answer).toMatchObject({ status: 201, body: { id: kept[0]?.publicId, status: 'held' } });
    expect(isReplayed(answer)).toBe(true);
    await api.restartFirst();
    const again = await api.first.post('/redemptions', holdOf(400), { once: own('pay') });
    expect(again.body).toEqual(answer.body);
    expect(await balance()).toMatchObject({ held: 400, available: 50 });
    expect((await api.get(`/redemptions?memberId=${memberId}`)).body.data).toHaveLength(1);
  });

  it('5: leaves its key to no other request, and a correction needs one', async () => {
    await hold(400);
    const correction = { memberId, points: 5, reason: 'a late parcel' };
    const unkeyed = await api.post('/adjustments', correction);
    expect(unkeyed).toMatchObject({ status: 400, body: { code: 'IDEMPOTENCY_KEY_MISSING' } });
    const reused = await api.post('/adjustments', correction, { once: own('pay-1002') });
    expect(reused).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(await balance()).toMatchObject({ held: 400, available: 50 });
  });

  it('17: of two tabs at once, each at a process of its own, leaves the second what is left', async () => {
    const tabs = await Promise.all([
      api.first.post('/redemptions', holdOf(300, { orderId: own('1') }), { once: own('tab-1') }),
      api.second.post('/redemptions', holdOf(300, { orderId: own('2') }), { once: own('tab-2') }),
    ]);
    expect(statusesOf(tabs)).toEqual([201, 409]);
    const refused = tabs.find(({ status }) => status === 409);
    expect(refused?.body.code).toBe('POINTS_INSUFFICIENT');
    expect(refused?.body.detail).toContain('150');
    expect(await balance()).toMatchObject({ held: 300, available: 150 });
  });

  it('18: is the only open one of its order: a second one is told which', async () => {
    const { body } = await hold(100);
    expect(await hold(100, {}, own('other-key'))).toMatchObject({
      ...{ status: 409, body: { code: 'REDEMPTION_EXISTS', conflictsWith: body.id } },
    });
  });

  it('19: stays within the share of the order that points may pay', async () => {
    await placed('1000', 146_700);
    expect(await balance()).toMatchObject({ available: 2_500 });
    expect(await hold(2_001)).toMatchObject({ status: 409, body: { code: 'REDEMPTION_LIMIT' } });
    expect((await quote()).redeemable).toMatchObject({ points: 2_000, limitedBy: 'share' });
  });

  it('20: is captured once, in part; what is left goes back into its lot at once', async () => {
    const { id, lots } = (await hold(400)).body;
    const captured = await api.first.post(`/redemptions/${id}/capture`, { points: 300 });
    expect(captured).toMatchObject({
      status: 200,
      body: { capturedPoints: 300, balance: { available: 150, held: 0 } },
    });
    const { body } = await api.get(`/lots?memberId=${memberId}`);
    expect(body.data).toMatchObject([{ id: lots[0].lotId, left: 150, held: 0 }]);
    const move = (name: string, content?: object, once?: string) =>
      api.second.post(`/redemptions/${id}/${name}`, content, once === undefined ? {} : { once });
    expect(await move('capture', { points: 100 })).toMatchObject({ status: 409, body: { code: 'REDEMPTION_STATUS' } });
    expect(await move('release')).toMatchObject({ status: 409, body: { code: 'REDEMPTION_STATUS' } });
    const refund = await move('refund', { points: 301, reason: 'too much' }, own('refund'));
    expect(refund).toMatchObject({ status: 409, body: { code: 'REFUND_TOO_LARGE' } });
  });
});

describe('An order', () => {
  it('16: that names a quote of somebody else, or one that was written anew, is reckoned by its own terms', async () => {
    const { id: quoteId } = await quote();
    const forged = `${quoteId.slice(0, -1)}${quoteId.endsWith('A') ? 'B' : 'A'}`;
    const broken = await placed('1', 4_000, { quoteId: forged });
    await newMember();
    const foreign = await placed('1', 4_000, { quoteId });
    for (const answer of [broken, foreign]) {
      expect(answer).toMatchObject({
        status: 201,
        body: { status: 'accepted', points: 40, quote: { honoured: false } },
      });
      expect(answer.body.quote.reason).not.toBe('');
    }
  });

  it('21: that does not name its hold is taken with a warning, and the hold stays till its end', async () => {
    const { id } = (await hold(400)).body;
    const answer = await placed('1002', 3_600);
    expect(answer).toMatchObject({ status: 201, body: { status: 'accepted', balance: { held: 400 } } });
    expect(JSON.stringify(answer.body.warnings)).toContain(id);
    expect((await api.get(`/redemptions/${id}`)).body.status).toBe('held');
  });

  it('22: that was only held is cancelled by letting go; one that nobody knows is 404; twice is once', async () => {
    const { id } = (await hold(400)).body;
    const cancel = (order: string) => event('order.cancelled', { orderId: own(order) });
    expect(await cancel('1002')).toMatchObject({ status: 201, body: { redemption: { id, status: 'released' } } });
    expect(await balance()).toMatchObject({ held: 0, available: 450 });
    expect(await cancel('nobody-knows')).toMatchObject({ status: 404, body: { code: 'ORDER_NOT_FOUND' } });
    expect(await cancel('1001')).toMatchObject({ status: 201, body: { points: -450 } });
    expect(await cancel('1001')).toMatchObject({ status: 200, body: { status: 'duplicate' } });
    expect(await balance()).toMatchObject({ held: 0, available: 0, debt: 0 });
  });

  it('23: whose points were spent elsewhere and that comes back whole leaves a debt, which the next one repays first', async () => {
    const { id } = (await hold(400)).body;
    await placed('1002', 3_600, { redemptionId: id });
    await event('order.returned', { orderId: own('1001') });
    expect(await balance()).toMatchObject({ available: 0, debt: 364 });
    expect((await quote()).redeemable).toMatchObject({ points: 0, limitedBy: 'debt' });
    await placed('1003', 30_000);
    expect(await balance()).toMatchObject({ available: 0, debt: 64 });
    await placed('1004', 10_000);
    expect(await balance()).toMatchObject({ available: 36, debt: 0 });
  });

  it('15: quoted ten seconds before the end of member day keeps its terms behind midnight, when it names the quote', async () => {
    await api.at('2026-12-18T23:59:50Z');
    const { id: quoteId, earn } = await api.first
      .post('/quotes', { memberId, amountMinor: 4_000 })
      .then(({ body }) => body);
    expect(earn.points).toBe(80);
    await api.at('2026-12-19T00:00:10Z');
    const after = { occurredAt: '2026-12-19T00:00:05Z' };
    const named = await api.second.post('/events', {
      ...{ id: own('named'), type: 'order.placed', memberId, ...after },
      data: { orderId: own('named'), amountMinor: 4_000, quoteId },
    });
    expect(named).toMatchObject({ status: 201, body: { points: 80, quote: { honoured: true } } });
    expect((await placed('unnamed', 4_000, {}, after)).body).toMatchObject({ points: 40 });
  });
});

describe('After all of it', () => {
  it('a proof that was asked for over HTTP is made by the worker, and finds every point accounted for', async () => {
    const asked = await api.post('/ledger/verification');
    expect(asked).toMatchObject({ status: 202, body: { status: 'running' } });
    await expect
      .poll(async () => (await api.get('/ledger/verification')).body.status as string, {
        timeout: 30_000,
        interval: 100,
      })
      .toBe('holds');
    expect(await verifyInvariants(api.database)).toEqual([]);
  });
});
