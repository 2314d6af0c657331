import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
beforeAll(async () => {
  world = await openV1World();
});
afterAll(() => world.close());

const profile = {
  email: 'bo@example.com',
  name: 'Bo',
  consent: { email: true },
  tags: ['vip'],
  attributes: { shoe: 42 },
};

describe('A member', () => {
  it('is made once; other content for the id is refused', async () => {
    const made = await world.post('/members', { id: 'bo', ...profile });
    expect(made).toMatchObject({ status: 201, body: { id: 'bo', status: 'active', tier: 'base', ...profile } });
    expect(made.headers.get('Location')).toBe('/v1/members/bo');
    expect((await world.post('/members', { id: 'bo', ...profile })).status).toBe(200);
    const other = await world.post('/members', { id: 'bo', name: 'Bob' });
    expect(other).toMatchObject({ status: 409, body: { code: 'MEMBER_EXISTS', conflictsWith: 'bo' } });
  });

  it('refuses a field that no profile has: those of the shop stand under attributes', async () => {
    const answer = await world.post('/members', { id: 'kim', emial: 'kim@example.com' });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'REQUEST_INVALID', field: 'emial', fix: 'write "email"' },
    });
    expect((await world.get('/members/kim')).status).toBe(404);
  });

  it('changes field by field, null clears, and only as it was read', async () => {
    await world.post('/members', { id: 'cy', ...profile, email: 'cy@example.com' });
    const read = await world.get('/members/cy');
    world.clock.at('2026-12-08T09:01:00Z');
    const changed = await world.call('PATCH', '/members/cy', { body: { name: null, locale: 'zh-CN' } });
    expect(changed.body).toMatchObject({
      name: null,
      locale: 'zh-CN',
      email: 'cy@example.com',
      attributes: { shoe: 42 },
    });
    const late = await world.call('PATCH', '/members/cy', {
      body: { name: 'Late' },
      headers: { 'If-Match': read.headers.get('ETag') ?? '' },
    });
    expect(late).toMatchObject({ status: 412, body: { code: 'VERSION_CONFLICT' } });
    expect((await world.get('/members/cy')).body.name).toBeNull();
  });

  it('answers nothing anew while nothing has changed', async () => {
    await world.post('/members', { id: 'dee' });
    const first = await world.get('/members/dee/balance');
    const again = await world.get('/members/dee/balance', {
      headers: { 'If-None-Match': first.headers.get('ETag') ?? '' },
    });
    expect(again).toMatchObject({ status: 304, body: '' });
  });

  it('is told anew when points have moved, though the ETag is that of the profile', async () => {
    await world.post('/members', { id: 'gil' });
    const first = await world.get('/members/gil');
    const order = { id: 'order-gil', type: 'order.placed', memberId: 'gil' };
    await world.post('/events', { ...order, data: { orderId: 'gil-1', amountMinor: 5_000 } });
    const ifNoneMatch = { headers: { 'If-None-Match': first.headers.get('ETag') ?? '' } };
    expect(await world.get('/members/gil', ifNoneMatch)).toMatchObject({
      status: 200,
      body: { balance: { available: 50 } },
    });
  });

  it('is suspended and reopened: what an order took back goes on meanwhile', async () => {
    await world.post('/members', { id: 'ed' });
    const placed = (name: string) => ({
      id: `order-${name}`,
      type: 'order.placed',
      memberId: 'ed',
      data: { orderId: name, amountMinor: 10_000 },
    });
    await world.post('/events', placed('ed-1'));
    expect((await world.post('/members/ed/suspend', { reason: 'chargeback' })).body.status).toBe('suspended');
    expect(await world.post('/events', placed('ed-2'))).toMatchObject({
      status: 409,
      body: { code: 'MEMBER_NOT_ACTIVE' },
    });
    const back = { id: 'back-ed-1', type: 'order.returned', memberId: 'ed', data: { orderId: 'ed-1' } };
    expect(await world.post('/events', back)).toMatchObject({ status: 201, body: { points: -100 } });
    expect((await world.post('/members/ed/reopen', { reason: 'paid' })).body.status).toBe('active');
    expect((await world.post('/members/ed/close', { reason: 'asked for it' })).body.status).toBe('closed');
    const suspended = await world.post('/members/ed/suspend', { reason: 'again' });
    expect(suspended).toMatchObject({ status: 409, body: { code: 'MEMBER_STATUS' } });
    const audit = await world.database.auditEvent.findMany({ where: { target: 'ed' }, orderBy: { id: 'asc' } });
    expect(audit.map(({ action, reason }) => [action, reason])).toEqual([
      ['member.suspend', 'chargeback'],
      ['member.reopen', 'paid'],
      ['member.close', 'asked for it'],
    ]);
    expect(audit[0]?.requestId).toMatch(/^req_/);
  });

  it('is found by what is known of it', async () => {
    await world.post('/members', {
      id: 'fay',
      email: 'Fay.Q@Example.com',
      name: 'Fay Quick',
      phone: '+44 20 7946 0958',
    });
    for (const query of ['query=quick', 'email=fay.q@example.com', 'phone=%2B442079460958', 'query=fay.q']) {
      const { body } = await world.get(`/members?${query}`);
      expect([query, body.data.map(({ id }: { id: string }) => id)]).toEqual([query, ['fay']]);
    }
    expect((await world.get('/members?query=nobody')).body).toEqual({ data: [], nextCursor: null });
    expect((await world.get('/members?tag=vip&limit=1')).body.nextCursor).not.toBeNull();
  });

  it('has a code to invite with', async () => {
    const { body } = await world.get('/members/bo?expand=referral,lots,coupons');
    expect(body).toMatchObject({ referral: { invited: 0, paid: 0, invitedBy: null }, lots: [], coupons: [] });
    expect((await world.get('/members/bo/referral')).body.code).toBe(body.referral.code);
  });
});

describe('A member token', () => {
  const tokenOf = async (memberId: string, more: object = {}, key = world.key) =>
    (await world.post('/member-tokens', { memberId, ...more }, { key })).body.token as string;

  it("shows the member's own standing, and nothing else", async () => {
    const key = await tokenOf('bo');
    expect((await world.get('/me', { key })).body).toMatchObject({
      memberId: 'bo',
      name: 'Bo',
      tier: 'base',
      balance: { available: 0 },
    });
    for (const path of ['/me/lots', '/me/transactions', '/me/coupons', '/me/referrals']) {
      expect(await world.get(path, { key })).toMatchObject({ status: 200, body: { data: [] } });
    }
    expect(await world.get('/members/bo', { key })).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    expect((await world.get('/me')).status).toBe(401);
  });

  it('may check in where that was said', async () => {
    expect(await world.post('/me/check-ins', undefined, { key: await tokenOf('bo') })).toMatchObject({ status: 401 });
    const off = await world.post('/me/check-ins', undefined, { key: await tokenOf('bo', { checkIn: true }) });
    expect(off).toMatchObject({ status: 409, body: { code: 'CHECKIN_OFF' } });
  });

  it('ends with the key that made it', async () => {
    const made = await world.post('/keys', { name: 'app', scopes: ['write'] }, { once: 'app' });
    const key = await tokenOf('bo', {}, made.body.secret);
    expect((await world.get('/me', { key })).status).toBe(200);
    await world.post(`/keys/${made.body.id}/revoke`);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await world.get('/me', { key })).status).toBe(401);
  });

  it('is refused with one character changed', async () => {
    const token = await tokenOf('bo');
    const other = token.replace(/^mtk_./, (start) => `mtk_${start.endsWith('W') ? 'X' : 'W'}`);
    expect((await world.get('/me', { key: other })).status).toBe(401);
  });

  it('may be used by a page of any origin, which a key may not', async () => {
    const ask = (path: string) =>
      fetch(`${world.url}/v1${path}`, {
        method: 'OPTIONS',
        headers: { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'GET' },
      });
    expect((await ask('/me')).headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect((await ask('/members')).headers.get('Access-Control-Allow-Origin')).toBeNull();
  });
});
