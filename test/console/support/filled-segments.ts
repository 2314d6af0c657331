import { expect } from 'vitest';
import { loadProgramme } from '../../../modules/programme/rows.ts';
import { reviewChanged } from '../../../modules/segments/review.ts';
import { watchSegments } from '../../../modules/segments/watch.ts';
import type { V1World } from '../../support/v1-world.ts';
import { fillShop } from './filled-shop.ts';

/** Who has spent something and is not staff. */
export const spenders = {
  name: 'Spent 50 in a month',
  about: 'For the autumn letter.',
  who: { all: [{ spent: { atLeast: 50 }, within: 'last 30 days' }, { not: { tag: 'staff' } }] },
};

/** Stores a segment that is right. */
export async function putSegment(world: V1World, code: string, body: object): Promise<void> {
  const answer = await world.call('PUT', `/segments/${code}`, { body });
  expect([code, answer.status], JSON.stringify(answer.body)).toEqual([code, 200]);
}

/** The shop with three segments, one of which is watched and has lost a member. */
export async function fillSegments(world: V1World): Promise<void> {
  await fillShop(world);
  const { database, programmeId, clock } = world;
  await world.post('/events', {
    ...{ id: 'j-fay', type: 'member.joined', memberId: 'fay' },
    data: { email: 'fay@example.com', consent: { email: true }, tags: ['staff'] },
  });
  await putSegment(world, 'spenders', spenders);
  await putSegment(world, 'no-order', { name: 'Has not ordered', who: { orders: 0 } });
  await putSegment(world, 'friends', {
    name: 'Spenders who are new',
    who: { all: [{ segment: 'spenders' }, { joined: 'this year' }] },
  });
  const programme = await loadProgramme(database, programmeId);
  await database.$transaction((tx) => watchSegments(tx, programme, ['no-order'], clock.now()));
  const data = { orderId: 'dora-1', amountMinor: 5_000, currency: 'GBP' };
  await world.post('/events', { ...{ id: 'o-dora', type: 'order.placed', memberId: 'dora' }, data });
  await reviewChanged({ database, clock }, () => true);
}
