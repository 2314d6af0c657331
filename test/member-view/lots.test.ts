import { beforeAll, describe, expect, it } from 'vitest';
import { readLots } from '../../modules/member-view/rows-points.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { now, openShopWithAnna } from '../support/shop.ts';

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase());
});

describe('What points were earned by', () => {
  it('is the order by its number, and an event by what happened, never by its id', async () => {
    const tasks = [{ eventType: 'review.posted', points: 20, once: 'event' as const }];
    const shop = await openShopWithAnna(database, { tasks, pendingDays: 0 });
    await shop.send(shop.order('A-17', 5_000), shop.event('review.posted', { stars: 5 }));
    const { id } = await shop.member();
    const lots = await readLots(database, shop.programmeId, id, now);
    expect(lots.map(({ cause }) => cause)).toEqual(
      expect.arrayContaining([
        { key: 'points.source', params: { type: 'order', id: 'A-17' } },
        { key: 'event.other', params: { type: 'review.posted' } },
      ]),
    );
  });
});
