import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestEvents } from '../../../modules/intake/ingest.ts';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
let keys = 0;
beforeAll(async () => {
  world = await openV1World();
});
afterAll(() => world.close());

let pairs = 0;
/** Two accounts, the first of which has 450 points. */
async function openPair() {
  const n = ++pairs;
  const [from, into] = [`old-${n}`, `new-${n}`];
  const joined = (memberId: string) => ({
    id: `j-${memberId}`,
    type: 'member.joined',
    memberId,
    occurredAt: '2026-12-01T09:00:00Z',
    data: {},
  });
  await ingestEvents(world, world.programmeId, [
    ...[joined(from), joined(into)],
    {
      id: `o-${n}`,
      type: 'order.placed',
      memberId: from,
      occurredAt: '2026-12-02T09:00:00Z',
      data: { orderId: `O-${n}`, amountMinor: 40_000 },
    },
  ]);
  const merge = (more: object = {}, once = `merge-${++keys}`) =>
    world.post('/merges', { fromMemberId: from, intoMemberId: into, reason: 'two accounts', ...more }, { once });
  return { from, into, merge };
}

describe('Two accounts made one', () => {
  it('are one from then on, and the old id says whom', async () => {
    const { from, into, merge } = await openPair();
    const planned = await merge({ dryRun: true });
    expect(planned).toMatchObject({ status: 201, body: { status: 'planned', points: 450 } });
    expect((await world.get(`/merges/${planned.body.id}`)).status).toBe(404);
    const made = await merge();
    expect(made).toMatchObject({
      status: 201,
      body: { status: 'done', fromMemberId: from, intoMemberId: into, points: 450 },
    });
    expect(made.headers.get('Location')).toBe(`/v1/merges/${made.body.id}`);
    expect((await world.get(`/merges/${made.body.id}`)).body).toEqual(made.body);
    expect((await world.get(`/members/${from}`)).body).toMatchObject({ status: 'merged', mergedInto: into });
    expect((await world.get(`/members/${into}/balance`)).body.available).toBe(450);
    expect((await world.get(`/transactions?memberId=${into}`)).body.data[0]).toMatchObject({
      kind: 'move',
      points: 450,
    });
    expect((await world.get(`/transactions?memberId=${from}`)).body.data[0]).toMatchObject({
      kind: 'move',
      points: -450,
    });
    expect((await world.get(`/lots?memberId=${into}`)).body.data[0]).toMatchObject({ source: { type: 'order' } });
    const event = {
      id: `late-${from}`,
      type: 'order.placed',
      memberId: from,
      data: { orderId: `L-${from}`, amountMinor: 1_000 },
    };
    expect(await world.post('/events', event)).toMatchObject({ status: 201 });
    expect((await world.get(`/members/${into}`)).body.ordersCount).toBe(2);
    expect((await world.get(`/members/${into}/timeline`)).body.data.length).toBeGreaterThan(0);
    expect(await world.post(`/members/${from}/reopen`, { reason: 'a mistake' })).toMatchObject({
      status: 409,
      body: { code: 'MEMBER_STATUS' },
    });
  });

  it('are merged once by the key, and once without it', async () => {
    const { merge } = await openPair();
    const first = await merge({}, 'once');
    const again = await merge({}, 'once');
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
    expect((await merge({}, 'another')).body).toEqual(first.body);
  });

  it('are two again when it is undone within a day', async () => {
    const { from, into, merge } = await openPair();
    const { body } = await merge();
    const undone = await world.post(`/merges/${body.id}/undo`);
    expect(undone).toMatchObject({ status: 200, body: { status: 'undone', leftBehind: [] } });
    expect((await world.post(`/merges/${body.id}/undo`)).body).toEqual(undone.body);
    expect((await world.get(`/members/${from}`)).body).toMatchObject({ status: 'active', ordersCount: 1 });
    expect((await world.get(`/members/${into}/balance`)).body.available).toBe(0);
    const next = await openPair();
    const other = await next.merge();
    world.clock.at(other.body.undoableUntil);
    expect(await world.post(`/merges/${other.body.id}/undo`)).toMatchObject({
      status: 409,
      body: { code: 'MERGE_STATUS' },
    });
  });

  it.each([
    ['without a reason', { reason: '' }, 422, 'REQUEST_INVALID'],
    ['of nobody', { fromMemberId: 'nobody' }, 404, 'MEMBER_NOT_FOUND'],
    ['into nobody', { intoMemberId: 'nobody' }, 404, 'MEMBER_NOT_FOUND'],
  ])('%s are not merged', async (_, more, status, code) => {
    const { merge } = await openPair();
    expect(await merge(more)).toMatchObject({ status, body: { code } });
  });

  it('tells the feed that a membership was merged', async () => {
    const { from, merge } = await openPair();
    await merge();
    const told = await world.database.notificationOutbox.findMany({
      where: { type: 'member.status_changed' },
      orderBy: { id: 'desc' },
      take: 1,
    });
    const { id } = await world.database.member.findFirstOrThrow({
      where: { programmeId: world.programmeId, externalId: from },
    });
    expect(told).toMatchObject([{ memberId: id, previous: { status: 'active' }, object: { status: 'merged' } }]);
  });
});
