import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueCoupons } from '../../../modules/coupons/issue.ts';
import { ingestEvents } from '../../../modules/intake/ingest.ts';
import { checkLedger } from '../../../modules/invariants/check-ledger.ts';
import { noteCheck } from '../../../modules/invariants/rows-verification.ts';
import { memberIdOf } from '../../../modules/members/find.ts';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
let stranger: string;
let code: string;
let other: string;

beforeAll(async () => {
  world = await openV1World();
  stranger = await world.newKey({ programmeId: await world.newProgramme() });
  await ingestEvents(world, world.programmeId, [
    { id: 'j1', type: 'member.joined', memberId: 'anna-1', occurredAt: '2026-12-01T09:00:00Z' },
    {
      ...{ id: 'o1', type: 'order.placed', memberId: 'anna-1', occurredAt: '2026-12-02T09:00:00Z' },
      data: { orderId: '1001', amountMinor: 40_000 },
    },
    {
      ...{ id: 'o2', type: 'order.placed', memberId: 'anna-1', occurredAt: '2026-12-03T09:00:00Z' },
      data: { orderId: '1002', amountMinor: 20_000 },
    },
  ]);
  const memberId = String(await memberIdOf(world.database, world.programmeId, 'anna-1'));
  const offer = {
    name: '5 off',
    benefit: { kind: 'amountOff', amountMinor: 500 },
    minOrderMinor: 3_000,
    validDays: 14,
  } as const;
  const issued = await issueCoupons(
    world.database,
    { programmeId: world.programmeId, zone: 'Europe/London' },
    ['first', 'second'].map((key) => ({
      ...{ memberId, key, offer, at: new Date('2026-12-08T09:00:00Z'), actor: 'test', reason: 'a test' },
    })),
  );
  [code = '', other = ''] = issued.map((answer) => (answer.ok ? answer.code : answer.message));
});
afterAll(() => world.close());

describe('A coupon', () => {
  const reason = { reason: 'order cancelled' };

  it('is listed, latest first, and shown with what happened to it, in any spelling', async () => {
    const { body } = await world.get('/coupons?memberId=anna-1&status=issued&limit=1');
    expect(body.data).toMatchObject([
      { code: other, memberId: 'anna-1', benefit: { kind: 'amount_off', amountMinor: 500 } },
    ]);
    const rest = await world.get(`/coupons?memberId=anna-1&status=issued&limit=1&cursor=${body.nextCursor}`);
    expect(rest.body).toMatchObject({ data: [{ code }], nextCursor: null });
    const shown = await world.get(`/coupons/${code.toLowerCase().replaceAll('-', '')}`);
    expect(shown.body).toMatchObject({ code, status: 'issued', history: [{ kind: 'issued', reason: 'a test' }] });
  });

  it('is used on one order, given back, and withdrawn; each a second time changes nothing', async () => {
    const use = { orderId: 'T-1', amountMinor: 3_000, memberId: 'anna-1' };
    for (let time = 0; time < 2; time += 1) {
      const redeemed = await world.post(`/coupons/${code}/redeem`, use);
      expect(redeemed).toMatchObject({ status: 200, body: { status: 'redeemed', orderId: 'T-1' } });
    }
    expect(await world.post(`/coupons/${code}/redeem`, { ...use, orderId: 'T-2' })).toMatchObject({
      status: 409,
      body: { code: 'COUPON_USED' },
    });
    for (let time = 0; time < 2; time += 1) {
      expect((await world.post(`/coupons/${code}/return`, reason)).body).toMatchObject({ status: 'issued' });
    }
    for (let time = 0; time < 2; time += 1) {
      expect((await world.post(`/coupons/${code}/cancel`, reason)).body).toMatchObject({ status: 'cancelled' });
    }
    const { body } = await world.get(`/coupons/${code}`);
    expect(body.history.map(({ kind }: { kind: string }) => kind)).toEqual([
      ...['issued', 'redeemed', 'returned', 'cancelled'],
    ]);
    expect(body.history[1].actor).toMatch(/^key_/);
  });

  it.each([
    ['below its minimum', { orderId: 'T-3', amountMinor: 2_999 }, 409, 'COUPON_BELOW_MINIMUM'],
    ['of nobody', { orderId: 'T-3', amountMinor: 3_000, memberId: 'nobody' }, 404, 'MEMBER_NOT_FOUND'],
    ['of half a penny', { orderId: 'T-3', amountMinor: 0.5 }, 422, 'REQUEST_INVALID'],
  ])('is refused on an order %s', async (_, body, status, refusal) => {
    expect(await world.post(`/coupons/${other}/redeem`, body)).toMatchObject({ status, body: { code: refusal } });
  });

  it('that was not used can not be given back', async () => {
    const answer = await world.post(`/coupons/${other}/return`, reason);
    expect(answer).toMatchObject({ status: 409, body: { code: 'COUPON_NOT_USED' } });
  });

  it('is not there for another programme', async () => {
    const key = stranger;
    expect((await world.get('/coupons', { key })).body.data).toEqual([]);
    for (const answer of [
      await world.get(`/coupons/${other}`, { key }),
      await world.post(`/coupons/${other}/redeem`, { orderId: 'T-4', amountMinor: 3_000 }, { key }),
      await world.post(`/coupons/${other}/return`, reason, { key }),
      await world.post(`/coupons/${other}/cancel`, reason, { key }),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'COUPON_NOT_FOUND' } });
    }
  });
});

describe('The timeline of a member', () => {
  it('tells the latest first, with points and why', async () => {
    const { body } = await world.get('/members/anna-1/timeline');
    const order = body.data.find(({ source }: { source?: { id: string } }) => source?.id === 'o2');
    expect(order).toMatchObject({ at: '2026-12-03T09:00:00.000Z', text: expect.stringContaining('1002') });
    expect(order.points).toBeGreaterThan(0);
    expect(order.available).toBe((await world.get('/members/anna-1/balance')).body.available);
    expect(body.data.at(-1).at).toBe('2026-12-01T09:00:00.000Z');
  });

  it('speaks Chinese to who asks so', async () => {
    const texts = async (path: string, language?: string) =>
      (await world.get(path, language === undefined ? {} : { headers: { 'Accept-Language': language } })).body.data
        .map(({ text }: { text: string }) => text)
        .join();
    const chinese = await texts('/members/anna-1/timeline?locale=zh-CN');
    expect(chinese).toMatch(/\p{Script=Han}/u);
    expect(await texts('/members/anna-1/timeline', 'fr;q=0.2, zh, en;q=0.5')).toBe(chinese);
    expect(await texts('/members/anna-1/timeline?locale=en', 'zh-CN')).not.toMatch(/\p{Script=Han}/u);
    expect((await world.get('/members/anna-1/timeline?locale=fr')).status).toBe(422);
  });

  it('shows every entry once, page by page, though new ones come', async () => {
    const whole = await world.get('/members/anna-1/timeline');
    const seen: object[] = [];
    let cursor = '';
    for (let page = 0; cursor !== 'end'; page += 1) {
      const { body } = await world.get(`/members/anna-1/timeline?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...body.data);
      cursor = body.nextCursor ?? 'end';
      if (page > 0) continue;
      await ingestEvents(world, world.programmeId, [
        {
          ...{ id: 'o3', type: 'order.placed', memberId: 'anna-1', occurredAt: '2026-12-08T08:59:00Z' },
          data: { orderId: '1003', amountMinor: 100 },
        },
      ]);
    }
    const keyOf = ({ at, text }: { at: string; text: string }) => `${at} ${text}`;
    expect(seen.map((each) => keyOf(each as never)).filter((each) => !each.includes('1003'))).toEqual(
      whole.body.data.map(keyOf),
    );
  });

  it('is not there for another programme, nor by an address', async () => {
    for (const [member, key] of [
      ['anna-1', stranger],
      ['nobody', world.key],
    ] as const) {
      expect(await world.get(`/members/${member}/timeline`, { key })).toMatchObject({
        status: 404,
        body: { code: 'MEMBER_NOT_FOUND' },
      });
    }
  });
});

describe('Referrals', () => {
  beforeAll(async () => {
    const referralCode = (await world.get('/members/anna-1/referral')).body.code;
    await ingestEvents(
      world,
      world.programmeId,
      ['ben-1', 'ben-2', 'ben-3'].map((memberId) => ({
        ...{ id: `j-${memberId}`, type: 'member.joined', memberId, occurredAt: '2026-12-08T09:00:00Z' },
        data: { referralCode },
      })),
    );
  });

  it('are listed, latest first, by member and by how far they have come', async () => {
    const { body } = await world.get('/referrals?memberId=anna-1&limit=2');
    expect(body.data).toMatchObject([
      { memberId: 'anna-1', friendId: 'ben-3', status: 'joined', rewardPoints: 0 },
      { friendId: 'ben-2' },
    ]);
    const rest = await world.get(`/referrals?memberId=anna-1&limit=2&cursor=${body.nextCursor}`);
    expect(rest.body).toMatchObject({ data: [{ friendId: 'ben-1' }], nextCursor: null });
    expect((await world.get('/referrals?status=joined,friend_only')).body.data).toHaveLength(3);
    expect((await world.get('/referrals?status=friend_only')).body.data).toEqual([]);
    expect((await world.get('/referrals?status=friend-only')).status).toBe(422);
  });

  it('are not there for another programme', async () => {
    expect((await world.get('/referrals', { key: stranger })).body.data).toEqual([]);
    expect((await world.get('/referrals?memberId=anna-1', { key: stranger })).body.data).toEqual([]);
  });
});

describe('The audit', () => {
  it('says who did what and why, latest first, by actor and target', async () => {
    await world.post('/members/anna-1/suspend', { reason: 'asked for by the member' });
    await world.post('/members/anna-1/reopen', { reason: 'is back' });
    const { body } = await world.get('/audit-entries?target=anna-1');
    expect(body.data.map(({ action }: { action: string }) => action)).toEqual(['member.reopen', 'member.suspend']);
    expect(body.data[1]).toMatchObject({
      ...{ actor: expect.stringMatching(/^key_/), reason: 'asked for by the member' },
      ...{ before: { status: 'active' }, after: { status: 'suspended' }, requestId: expect.stringMatching(/^req_/) },
    });
    const mine = await world.get(`/audit-entries?actor=${body.data[0].actor}&limit=1`);
    expect(mine.body.data).toMatchObject([{ action: 'member.reopen' }]);
    const next = await world.get(`/audit-entries?actor=${body.data[0].actor}&limit=1&cursor=${mine.body.nextCursor}`);
    expect(next.body.data).toMatchObject([{ action: 'member.suspend' }]);
    expect((await world.get('/audit-entries?target=anna-1&to=2026-12-08T09:00:00Z')).body.data).toEqual([]);
  });

  it('is for who has admin, and of one programme', async () => {
    const key = await world.newKey({ scopes: ['read', 'finance'] });
    expect((await world.get('/audit-entries', { key })).status).toBe(403);
    expect((await world.get('/audit-entries?target=anna-1', { key: stranger })).body.data).toEqual([]);
  });
});

describe('The health of the installation', () => {
  it('is for who has admin', async () => {
    expect((await world.get('/health')).body).toMatchObject({ status: 'ok', checks: [{ name: 'PostgreSQL' }] });
    expect((await world.get('/health', { key: await world.newKey({ scopes: ['read'] }) })).status).toBe(403);
  });
});

describe('The last proof of the ledger', () => {
  it('says what it found, and how far the journal is sealed', async () => {
    expect(await world.get('/ledger/verification')).toMatchObject({
      status: 404,
      body: { code: 'VERIFICATION_NOT_FOUND' },
    });
    await checkLedger(world.database, { seal: true });
    const { body } = await world.get('/ledger/verification');
    expect(body).toMatchObject({ status: 'holds', violations: [], sealedThrough: expect.stringMatching(/^txn_/) });
    expect(body.head).toMatch(/^[0-9a-f]{64}$/);
  });

  it('names what is broken, and nobody of another programme', async () => {
    const faults = [{ of: 'invariant', invariant: 'balances-are-lots', detail: 'member 7 of programme 2' }] as const;
    await noteCheck(world.database, { full: false, faults, noted: null });
    const { body } = await world.get('/ledger/verification', { key: stranger });
    expect(body).toMatchObject({ status: 'broken', violations: [{ name: 'balances-are-lots' }] });
    expect(JSON.stringify(body)).not.toContain('member 7');
  });
});
