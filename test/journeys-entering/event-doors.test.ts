import { beforeAll, describe, expect, it } from 'vitest';
import { pauseCampaign } from '../../modules/campaigns/pause.ts';
import { resumeCampaign } from '../../modules/campaigns/resume.ts';
import { decideDue } from '../../modules/journeys/bring-in.ts';
import { mergeMembers } from '../../modules/merges/merge.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { journey, type JourneyShop, openJourneyShop } from '../support/journey-world.ts';

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 20 }));
});

const cart = (cartId: string, amountMinor = 5_000) => ({ cartId, amountMinor });
const keyed = (rest: object = {}) => journey({ entry: [{ event: 'cart.abandoned', key: 'cartId' }], ...rest });
const reasons = async (shop: JourneyShop, campaignId: number) =>
  (await shop.entries(campaignId)).map(({ reason, decidedAt }) =>
    decidedAt === null ? 'waits' : (reason ?? 'enters'),
  );

describe('A door by an event', () => {
  it('takes in whom it brings, from its own time, with its key and the fields that the journey asks for', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna');
    const file = keyed({
      steps: [{ id: 'stay', waitFor: [{ path: 'ordered', event: 'order.placed', same: 'cartId' }], atMost: '2 days' }],
    });
    const id = await shop.launch(file, ['order.placed']);
    shop.clock.at('2026-11-02T10:00:00Z');
    await shop.happens('anna', 'cart.abandoned', cart('A'), '2026-11-02T09:30:00Z');
    await shop.settle();
    expect(await shop.enrolments(id)).toMatchObject([
      {
        ...{ member: 'anna', occurrence: 1, status: 'active', shadow: false },
        input: { enteredAt: Date.parse('2026-11-02T09:30:00Z'), entry: { cartId: 'A' }, key: 'A' },
        ...{ enrolledAt: new Date('2026-11-02T10:00:00Z'), enteredAt: new Date('2026-11-02T09:30:00Z') },
      },
    ]);
    expect(await shop.entries(id)).toMatchObject([{ decidedAt: expect.any(Date) as Date, reason: null }]);
    // It waits for a cohort like any other enrolment.
    expect(await database.enrolmentQueue.count()).toBe(1);
  });

  it('is opened by what passes its tests, and forgets what does not', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna', 'ben');
    const file = journey({ entry: [{ event: 'cart.abandoned', where: { amount: { atLeast: 20 } } }] });
    const id = await shop.launch(file);
    await shop.happens('anna', 'cart.abandoned', cart('A', 1_999));
    await shop.happens('ben', 'cart.abandoned', cart('B', 2_000));
    await shop.settle();
    expect((await shop.enrolments(id)).map(({ member }) => member)).toEqual(['ben']);
    expect(await shop.entries(id)).toHaveLength(1);
  });

  it('brings nobody in by what happened before the launch, nor by what was heard of more than a day late', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna', 'ben', 'cleo');
    const id = await shop.launch(keyed());
    shop.clock.at('2026-11-05T09:00:00Z');
    await shop.happens('anna', 'cart.abandoned', cart('A'), '2026-11-02T08:59:59Z');
    await shop.happens('ben', 'cart.abandoned', cart('B'), '2026-11-04T08:59:59Z');
    await shop.happens('cleo', 'cart.abandoned', cart('C'), '2026-11-04T09:00:00Z');
    await shop.settle();
    expect((await shop.enrolments(id)).map(({ member }) => member)).toEqual(['cleo']);
  });

  it('takes one that was heard of in time, however long a pause lies between', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna', 'ben');
    const file = keyed();
    const id = await shop.launch(file);
    await shop.pause(file.campaign);
    await shop.happens('anna', 'cart.abandoned', cart('A'));
    await shop.settle();
    expect(await shop.enrolments(id)).toEqual([]);
    expect(await reasons(shop, id)).toEqual(['waits']);
    shop.clock.at('2026-11-12T09:00:00Z');
    await shop.resume(file.campaign);
    await shop.settle();
    expect(await shop.enrolments(id)).toMatchObject([
      { enrolledAt: new Date('2026-11-12T09:00:00Z'), enteredAt: new Date('2026-11-02T09:00:00Z') },
    ]);
  });

  it('lets go of those who came in a pause, where that is asked for', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna', 'ben');
    const file = keyed();
    const id = await shop.launch(file);
    await shop.happens('anna', 'cart.abandoned', cart('A'));
    const by = { actor: 'test' };
    const programme = { id: shop.programmeId };
    shop.clock.at('2026-11-02T10:00:00Z');
    await pauseCampaign(shop.deps, programme, file.campaign, by);
    await shop.happens('ben', 'cart.abandoned', cart('B'));
    expect(await resumeCampaign(shop.deps, programme, file.campaign, { ...by, leaveOutJoiners: true })).toMatchObject({
      leftOut: 1,
    });
    await shop.settle();
    expect(await reasons(shop, id)).toEqual(['enters', 'came while the campaign was paused']);
  });

  it('takes in once by one event, though it is told twice', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna');
    const id = await shop.launch(journey({ reentry: { afterDays: 0 } }));
    const event = shop.event('cart.abandoned', cart('A'), { occurredAt: shop.clock.now() });
    await shop.send(event);
    await shop.settle();
    await database.enrolment.updateMany({
      where: { campaignId: id },
      data: { status: 'done', endedAt: shop.clock.now() },
    });
    await shop.send(event);
    await shop.settle();
    expect(await shop.enrolments(id)).toHaveLength(1);
  });

  it('tells a new enrolment what has happened since its entering, but for what brought it in', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna');
    const id = await shop.launch(keyed(), ['order.placed', 'cart.abandoned']);
    shop.clock.at('2026-11-02T12:00:00Z');
    const at = (time: string) => `2026-11-02T${time}:00Z`;
    await shop.send(shop.order('before', 100, { occurredAt: at('10:59') }));
    await shop.send(shop.order('after', 100, { occurredAt: at('11:01') }));
    await shop.happens('anna', 'cart.abandoned', cart('A'), at('11:00'));
    await shop.happens('anna', 'workout.done', {}, at('11:02'));
    await shop.settle();
    await shop.send(shop.order('later', 100, { occurredAt: at('11:30') }));
    const [enrolment] = await shop.enrolments(id);
    const signals = await database.signalOutbox.findMany({
      where: { enrolmentId: enrolment?.id ?? 0n },
      orderBy: { eventId: 'asc' },
    });
    const events = await database.event.findMany({
      where: { id: { in: signals.flatMap(({ eventId }) => eventId ?? []) } },
      orderBy: { id: 'asc' },
    });
    expect(events.map(({ data }) => (data as { orderId?: string }).orderId)).toEqual(['after', 'later']);
  });

  it('opens several of one journey by one event, each with its key', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna');
    const file = journey({
      entry: [
        { event: 'cart.abandoned', key: 'cartId' },
        { event: 'cart.abandoned', where: { amount: { atLeast: 10 } }, key: 'amount' },
      ],
    });
    const id = await shop.launch(file);
    await shop.happens('anna', 'cart.abandoned', cart('A'));
    await shop.settle();
    expect((await shop.enrolments(id)).map(({ input }) => (input as { key: string }).key)).toEqual(['A', '50']);
  });
});

describe('Who comes in', () => {
  it('is asked for in the audience at the moment of entering, also after a pause', async () => {
    const shop = await openJourneyShop(database);
    const file = journey({ audience: { orders: { atMost: 0 } } });
    const id = await shop.launch(file);
    await shop.join('anna', 'ben');
    await shop.pause(file.campaign);
    for (const member of ['anna', 'ben']) await shop.happens(member, 'cart.abandoned', cart('A'));
    await shop.send(shop.order('o', 100, { occurredAt: shop.clock.now() }));
    await shop.resume(file.campaign);
    await shop.settle();
    expect((await shop.enrolments(id)).map(({ member }) => member)).toEqual(['ben']);
    expect(await reasons(shop, id)).toEqual(['is not in the audience', 'enters']);
  });

  it('is who an account has become', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna', 'twin');
    const file = keyed();
    const id = await shop.launch(file, ['order.placed']);
    await shop.pause(file.campaign);
    await shop.happens('twin', 'cart.abandoned', cart('A'));
    await shop.happens('twin', 'cart.abandoned', cart('B'));
    await shop.send(shop.order('o', 100, { memberId: 'twin', occurredAt: shop.clock.now() }));
    await mergeMembers(shop.deps, shop.programmeId, {
      fromMemberId: 'twin',
      intoMemberId: 'anna',
      reason: 'one person',
      actor: 'test',
    });
    await shop.resume(file.campaign);
    await shop.settle();
    const enrolments = await shop.enrolments(id);
    expect(enrolments.map(({ member, occurrence }) => [member, occurrence])).toEqual([
      ['anna', 1],
      ['anna', 2],
    ]);
    // The order of the account that is gone is hers.
    expect(
      await database.signalOutbox.count({ where: { enrolmentId: { in: enrolments.map(({ id: one }) => one) } } }),
    ).toBe(2);
  });

  it('has an active membership', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna');
    const id = await shop.launch(journey({}));
    await shop.happens('anna', 'cart.abandoned', cart('A'));
    await database.member.updateMany({ where: { programmeId: shop.programmeId }, data: { status: 'SUSPENDED' } });
    await shop.settle();
    expect(await reasons(shop, id)).toEqual(['has no active membership']);
  });

  it('may be held out: the story runs, and nothing is given', async () => {
    const shop = await openJourneyShop(database);
    const names = Array.from({ length: 40 }, (_, place) => `m${place}`);
    await shop.join(...names);
    const id = await shop.launch(journey({ holdOut: 0.5 }));
    for (const name of names) await shop.happens(name, 'cart.abandoned', cart('A'));
    await shop.settle();
    const enrolments = await shop.enrolments(id);
    const held = enrolments.filter(({ shadow }) => shadow).length;
    expect(enrolments).toHaveLength(40);
    expect(held).toBeGreaterThan(8);
    expect(held).toBeLessThan(32);
  });

  it('comes in while the campaign runs, and not before or behind', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna', 'ben', 'cleo');
    const id = await shop.launch(journey({ runs: { from: '2026-11-03', until: '2026-11-04' } }));
    const days = [
      ['anna', '02'],
      ['ben', '04'],
      ['cleo', '05'],
    ] as const;
    for (const [member, day] of days) {
      shop.clock.at(`2026-11-${day}T12:00:00Z`);
      await shop.happens(member, 'cart.abandoned', cart('A'));
      await shop.settle();
    }
    expect(await reasons(shop, id)).toEqual(['the campaign has not begun', 'enters', 'the campaign is over']);
  });
});

describe('A newer enrolment', () => {
  it('ends the older one and tells its cohort, where the journey says restart', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna');
    const id = await shop.launch(keyed({ whileInside: 'restart' }));
    await shop.happens('anna', 'cart.abandoned', cart('A'));
    await shop.settle();
    const [older] = await shop.enrolments(id);
    await database.enrolment.update({ where: { id: older?.id ?? 0n }, data: { cohortId: 1n } });
    shop.clock.at('2026-11-02T10:00:00Z');
    await shop.happens('anna', 'cart.abandoned', cart('B'));
    await shop.settle();
    expect(await shop.enrolments(id)).toMatchObject([
      { status: 'exited', reason: 'a newer one began', endedAt: new Date('2026-11-02T10:00:00Z') },
      { status: 'active', input: { key: 'B' }, occurrence: 2 },
    ]);
    expect(
      await database.signalOutbox.findMany({ where: { enrolmentId: older?.id ?? 0n, signal: { not: null } } }),
    ).toMatchObject([{ signal: 'cancelled' }]);
  });

  it('sees what became of the one before, of the same batch of events', async () => {
    const shop = await openJourneyShop(database);
    await shop.join('anna');
    const id = await shop.launch(keyed({ insideMax: 2 }));
    const at = { occurredAt: shop.clock.now() };
    await shop.send(...['A', 'A', 'B', 'C'].map((one) => shop.event('cart.abandoned', cart(one), at)));
    await shop.settle();
    expect(await reasons(shop, id)).toEqual([
      'enters',
      'is inside with this key already',
      'enters',
      'is inside as often as may be',
    ]);
  });
});

describe('Two relays at once', () => {
  it('take in everybody once', async () => {
    const shop = await openJourneyShop(database);
    const names = Array.from({ length: 60 }, (_, place) => `m${place}`);
    await shop.join(...names);
    const id = await shop.launch(journey({ insideMax: 1, entry: [{ event: 'cart.abandoned', key: 'cartId' }] }));
    const at = { occurredAt: shop.clock.now() };
    for (const memberId of names)
      await shop.send(...['A', 'B', 'C'].map((one) => shop.event('cart.abandoned', cart(one), { ...at, memberId })));
    await Promise.all([1, 2, 3, 4].map(() => decideDue(shop.deps, () => true)));
    await shop.settle();
    const enrolments = await shop.enrolments(id);
    expect(new Set(enrolments.map(({ member }) => member)).size).toBe(60);
    expect(enrolments).toHaveLength(60);
    expect(await database.journeyEntry.count({ where: { campaignId: id, decidedAt: null } })).toBe(0);
  });
});
