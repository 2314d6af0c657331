import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestEvents } from '../../../modules/intake/ingest.ts';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
let stranger: string;
let keys = 0;
beforeAll(async () => {
  world = await openV1World({ adjustments: { reviewAbove: 1_000 } });
  stranger = await world.newKey({ programmeId: await world.newProgramme() });
  await ingestEvents(world, world.programmeId, [
    { id: 'joined', type: 'member.joined', memberId: 'anna-1', occurredAt: '2026-12-01T09:00:00Z' },
  ]);
});
afterAll(() => world.close());

const adjust = (points: number, more: object = {}, options: { key?: string; once?: string } = {}) =>
  world.post(
    '/adjustments',
    { memberId: 'anna-1', points, reason: 'parcel came late', ...more },
    { once: `adjust-${++keys}`, ...options },
  );
const available = async (): Promise<number> => (await world.get('/members/anna-1/balance')).body.available;

describe('A correction by hand', () => {
  it('is booked with its request, and its transaction says who and why', async () => {
    const before = await available();
    const { status, body, headers } = await adjust(10);
    expect({ status, ...body }).toMatchObject({ status: 'booked', memberId: 'anna-1', points: 10 });
    expect(status).toBe(201);
    expect(headers.get('Location')).toBe(`/v1/adjustments/${body.id}`);
    expect(await available()).toBe(before + 10);
    expect((await world.get(`/adjustments/${body.id}`)).body).toEqual(body);
    const transaction = await world.get(`/transactions/${body.transactionId}`);
    expect(transaction.body).toMatchObject({ kind: 'adjust', points: 10, reason: 'parcel came late' });
  });

  it('takes points, but none that are not there', async () => {
    await adjust(30);
    const before = await available();
    expect((await adjust(-20)).body).toMatchObject({ status: 'booked', points: -20 });
    expect(await available()).toBe(before - 20);
    expect(await adjust(-900)).toMatchObject({ status: 409, body: { code: 'POINTS_INSUFFICIENT', field: 'points' } });
    expect(await available()).toBe(before - 20);
  });

  it('ends by the policy of the programme, or as it says', async () => {
    await adjust(7, { expiresAt: '2027-01-31T23:59:59.999Z' });
    await adjust(8, { expiresAt: null });
    const { body } = await world.get('/lots?memberId=anna-1');
    const ends = new Map(body.data.map((lot: { earned: number; expiresAt: string }) => [lot.earned, lot.expiresAt]));
    expect(ends.get(7)).toBe('2027-01-31T23:59:59.999Z');
    expect(ends.get(8)).toBeNull();
    expect(ends.get(10)).toMatch(/^2027-12-/);
  });

  it('needs a key of its own, which is good for it alone', async () => {
    const unkeyed = await world.post('/adjustments', { memberId: 'anna-1', points: 1, reason: 'x' });
    expect(unkeyed).toMatchObject({ status: 400, body: { code: 'IDEMPOTENCY_KEY_MISSING' } });
    const first = await adjust(1, {}, { once: 'mine' });
    const again = await adjust(1, {}, { once: 'mine' });
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
    expect(await adjust(2, {}, { once: 'mine' })).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  it.each([
    ['no points', 0, {}, 'REQUEST_INVALID', 422],
    ['half a point', 0.5, {}, 'REQUEST_INVALID', 422],
    ['no reason', 5, { reason: '' }, 'REQUEST_INVALID', 422],
    ['an end of what it takes', -5, { expiresAt: '2027-01-31T00:00:00Z' }, 'EXPIRY_INVALID', 422],
    ['an end that is over', 5, { expiresAt: '2026-01-31T00:00:00Z' }, 'EXPIRY_INVALID', 422],
    ['a member nobody knows', 5, { memberId: 'nobody' }, 'MEMBER_NOT_FOUND', 404],
  ])('with %s is refused', async (_, points, more, code, status) => {
    expect(await adjust(points, more)).toMatchObject({ status, body: { code } });
  });

  it('needs the scope finance', async () => {
    const key = await world.newKey({ scopes: ['read', 'write', 'launch', 'admin'] });
    expect(await adjust(1, {}, { key })).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } });
  });

  it('is not there for another programme', async () => {
    const { body } = await adjust(1);
    const answer = await world.get(`/adjustments/${body.id}`, { key: stranger });
    expect(answer).toMatchObject({ status: 404, body: { code: 'ADJUSTMENT_NOT_FOUND' } });
    expect(await adjust(1, {}, { key: stranger })).toMatchObject({ status: 404, body: { code: 'MEMBER_NOT_FOUND' } });
  });
});

describe('A correction above the threshold', () => {
  const decide = (reviewId: string, approved: boolean, key: string) =>
    world.post(`/reviews/${reviewId}/decision`, { approved, note: 'as agreed' }, { key });

  it('waits, and another key than asked for it decides', async () => {
    const before = await available();
    const { body } = await adjust(1_001);
    expect(body).toMatchObject({ status: 'waiting', points: 1_001 });
    expect(body).not.toHaveProperty('transactionId');
    expect(await available()).toBe(before);

    for (const approved of [true, false]) {
      expect(await decide(body.reviewId, approved, world.key)).toMatchObject({
        status: 409,
        body: { code: 'SECOND_PERSON_REQUIRED' },
      });
    }
    expect((await world.get(`/adjustments/${body.id}`)).body.status).toBe('waiting');
    expect((await world.get(`/reviews/${body.reviewId}`)).body).toMatchObject({
      ...{ status: 'open', subject: 'adjustment', memberId: 'anna-1' },
      facts: { adjustment: body.id, points: 1_001, reason: 'parcel came late' },
    });

    const second = await world.newKey();
    expect((await decide(body.reviewId, true, second)).body).toMatchObject({ status: 'approved', note: 'as agreed' });
    expect(await available()).toBe(before + 1_001);
    const booked = await world.get(`/adjustments/${body.id}`);
    expect(booked.body).toMatchObject({ status: 'booked', transactionId: expect.stringMatching(/^txn_/) });
    // The answer was lost on the way: the same key asks again, and nothing is booked twice.
    expect((await decide(body.reviewId, true, second)).status).toBe(200);
    expect(await decide(body.reviewId, false, second)).toMatchObject({ status: 409, body: { code: 'REVIEW_STATUS' } });
    expect(await available()).toBe(before + 1_001);
  });

  it('of points to take waits just so, and books nothing when it is rejected', async () => {
    const before = await available();
    const { body } = await adjust(-1_001);
    expect((await decide(body.reviewId, false, await world.newKey())).status).toBe(200);
    expect((await world.get(`/adjustments/${body.id}`)).body).toMatchObject({ status: 'rejected' });
    expect(await available()).toBe(before);
  });

  it('that the ledger refuses by then stays open', async () => {
    const { body } = await adjust(-1_000_000);
    const second = await world.newKey();
    const refused = await decide(body.reviewId, true, second);
    expect(refused).toMatchObject({ status: 409, body: { code: 'POINTS_INSUFFICIENT' } });
    expect((await world.get(`/reviews/${body.reviewId}`)).body.status).toBe('open');
    expect((await decide(body.reviewId, false, second)).status).toBe(200);
  });

  it('is decided with finance, not with launch alone', async () => {
    const { body } = await adjust(5_000);
    const launch = await world.newKey({ scopes: ['launch'] });
    expect(await decide(body.reviewId, true, launch)).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } });
  });

  it('is decided once, however many try at the same moment', async () => {
    const before = await available();
    const { body } = await adjust(2_000);
    const deciders = await Promise.all(Array.from({ length: 5 }, () => world.newKey()));
    const answers = await Promise.all(deciders.map((key) => decide(body.reviewId, true, key)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    expect(await available()).toBe(before + 2_000);
  });
});

describe('Reviews', () => {
  it('are listed by those that wait longest, page by page', async () => {
    const first = await world.get('/reviews?subject=adjustment&limit=2');
    expect(first.body.data).toHaveLength(2);
    const rest = await world.get(`/reviews?subject=adjustment&limit=2&cursor=${first.body.nextCursor}`);
    const shown = [...first.body.data, ...rest.body.data].map(({ id }: { id: string }) => id);
    expect(new Set(shown).size).toBe(shown.length);
    const open = await world.get('/reviews?status=open&memberId=anna-1');
    expect(open.body.data.map(({ status }: { status: string }) => status)).toEqual(['open']);
    expect((await world.get('/reviews?memberId=nobody')).body.data).toEqual([]);
  });

  it('are not there for another programme', async () => {
    const { body } = await world.get('/reviews');
    const [{ id }] = body.data;
    const decision = { approved: true };
    for (const answer of [
      await world.get(`/reviews/${id}`, { key: stranger }),
      await world.post(`/reviews/${id}/decision`, decision, { key: stranger }),
      await world.get('/reviews/rev_00000000'),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'REVIEW_NOT_FOUND' } });
    }
    expect((await world.get('/reviews', { key: stranger })).body.data).toEqual([]);
  });
});
