import { describe, expect, it } from 'vitest';
import { knownEventTypes } from '../../modules/intake/rules/event-types.ts';
import { freshDatabase } from '../support/database.ts';
import { openShopWithAnna } from '../support/shop.ts';

// A word that is nearly right is stored, answered with a tick, and brings nothing: nobody notices for weeks.
const { database } = await freshDatabase();
const occurredAt = '2026-05-05T10:00:00Z';

async function tell(type: string, changes = {}) {
  const shop = await openShopWithAnna(database, changes);
  const [answer] = await shop.send(shop.event(type, {}, { occurredAt }));
  return answer;
}

describe('an event of a type that is nearly one there is', () => {
  it.each([
    ['order.placd', 'order.placed'],
    ['oder.placed', 'order.placed'],
    ['orders.placed', 'order.placed'],
    ['order.refunded', 'order.returned'],
    ['order.created', 'order.placed'],
    ['order.canceled', 'order.cancelled'],
    ['order.updated', 'order.amended'],
    ['order.edited', 'order.amended'],
    ['order.ammended', 'order.amended'],
    ['member.join', 'member.joined'],
    ['member.created', 'member.joined'],
    ['memebr.updated', 'member.updated'],
    ['checkins.done', 'checkin.done'],
  ])('%s is refused: did you mean %s?', async (type, meant) => {
    expect(await tell(type)).toMatchObject({
      ...{ kind: 'refused', code: 'EVENT_INVALID', field: 'type' },
      fix: expect.stringMatching(`did you mean "${meant}"\\?`),
    });
  });

  it.each(['points.redeemed', 'order.shipped', 'consent.withdrawn', 'coupon.used', 'tier.changed'])(
    '%s begins like the product’s own and is none of them: refused',
    async (type) => {
      expect(await tell(type)).toMatchObject({
        kind: 'refused',
        message: `"${type}" is no event there is, and what begins with "${type.split('.')[0]}." is the product's`,
      });
    },
  );
});

describe('an event of a type of the shop’s own', () => {
  it('says so when nothing asks for it', async () => {
    expect(await tell('warranty.registered')).toMatchObject({
      kind: 'accepted',
      result: {
        note: 'no task of the programme and no campaign asks for warranty.registered: it is kept and brings nothing',
      },
    });
  });

  it('says nothing when a task of the programme pays for it', async () => {
    const tasks = [{ eventType: 'warranty.registered', points: 20, once: 'ever' as const }];
    expect(await tell('warranty.registered', { tasks })).toMatchObject({ kind: 'accepted', result: { points: 20 } });
  });

  it('is taken under a word of the product’s when the programme file names it', async () => {
    expect(await tell('order.delivered')).toMatchObject({ kind: 'refused' });
    expect(await tell('order.delivered', { events: ['order.delivered'] })).toMatchObject({ kind: 'accepted' });
  });
});

describe('the types the product knows', () => {
  it.each(knownEventTypes.filter((type) => !type.startsWith('checkin.rep')))(
    '%s is not refused for its type',
    async (type) => {
      const answer = await tell(type);
      expect(answer).not.toMatchObject({ kind: 'refused', field: 'type' });
    },
  );
});
