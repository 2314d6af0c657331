import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { decideDue } from '../../modules/journeys/bring-in.ts';
import { bookStep, readSpent } from '../../modules/journeys/budget.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import type { Cost } from '../../workflows/lifecycles/journey/kind.ts';
import { freshDatabase } from '../support/database.ts';
import { journey, type JourneyShop, openJourneyShop } from '../support/journey-world.ts';

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 20 }));
});

const nothing: Cost = { points: 0, coupons: 0, messages: 0, worth: 0 };
const come = async (shop: JourneyShop, ...names: string[]) => {
  await shop.join(...names);
  for (const name of names) await shop.happens(name, 'cart.abandoned', { cartId: 'A', amountMinor: 100 });
};
const reasons = async (shop: JourneyShop, campaignId: number) =>
  (await shop.entries(campaignId)).map(({ reason }) => reason ?? 'enters');
const over = (campaignId: number, now: Date) =>
  database.enrolment.updateMany({ where: { campaignId, status: 'active' }, data: { status: 'done', endedAt: now } });
/** Gives 30 points, and later 30 with a coupon worth 2.10, or nothing. */
const giving = (budget: object) =>
  journey({
    budget,
    coupons: { c: { name: 'C', percentOff: 5, validDays: 5, worth: 2.1 } },
    steps: [
      { id: 'first', grant: 30 },
      { id: 'pause', wait: '1 day' },
      { message: 'hello', gives: [{ grant: 30 }, { coupon: 'c' }] },
    ],
  });

describe('law 11, budget', () => {
  it('tells once of each limit that is nearly used up, and again when it was raised', async () => {
    const shop = await openJourneyShop(database);
    const file = giving({ points: 200, members: 10, alertAt: 0.6 });
    const id = await shop.launch(file);
    const told = async () =>
      (
        await database.notificationOutbox.findMany({
          where: { programmeId: shop.programmeId, type: 'campaign.budget_low' },
        })
      ).map(({ object }) => object);
    const one = { campaign: file.campaign, of: 'points', limit: 200, used: 120 };
    await come(shop, 'anna');
    await shop.settle();
    expect(await told()).toEqual([]);
    await come(shop, 'ben');
    await shop.settle();
    expect(await told()).toEqual([one]);
    await come(shop, 'cleo');
    await shop.settle();
    expect(await told()).toEqual([one]);
    await shop.edit({ ...file, budget: { ...file.budget, points: 260 } });
    await come(shop, 'dan');
    await shop.settle();
    expect(await told()).toEqual([one, { ...one, limit: 260, used: 240 }]);
    expect(await shop.enrolments(id)).toHaveLength(4);
  });

  it('tells of it when steps book what they give, in the transaction of the step', async () => {
    const shop = await openJourneyShop(database);
    const budget = { points: 100, reserve: 'onStep', alertAt: 0.8 } as const;
    const id = await shop.launch(giving(budget));
    await come(shop, 'anna');
    await shop.settle();
    const [anna] = await shop.enrolments(id);
    const book = (points: number) =>
      inTransaction(database, (tx) =>
        bookStep(tx, id, { budget, digits: 2, now: shop.clock.now() }, anna?.id ?? 0n, { ...nothing, points }),
      );
    const count = () =>
      database.notificationOutbox.count({ where: { programmeId: shop.programmeId, type: 'campaign.budget_low' } });
    await book(79);
    expect(await count()).toBe(0);
    await book(1);
    await book(1);
    expect(await count()).toBe(1);
  });

  it('reserves on entering the most a member can get, and takes nobody in for whom there is not enough', async () => {
    const shop = await openJourneyShop(database);
    const id = await shop.launch(giving({ points: 150 }));
    await come(shop, 'anna', 'ben', 'cleo');
    await shop.settle();
    expect(await reasons(shop, id)).toEqual(['enters', 'enters', 'the budget has no points left for one more']);
    expect(await readSpent(database, id)).toEqual({
      given: nothing,
      reserved: { points: 120, coupons: 2, messages: 2, worth: 420 },
      members: 2,
    });
  });

  it('counts members, and gives back what was not given when an enrolment ends, however it ends', async () => {
    const shop = await openJourneyShop(database);
    const id = await shop.launch(giving({ worth: 4.2, members: 3 }));
    await come(shop, 'anna', 'ben', 'cleo');
    await shop.settle();
    const [anna, ben] = await shop.enrolments(id);
    if (anna === undefined || ben === undefined) throw new Error('nobody came in');
    const worth = { ...nothing, coupons: 1, worth: 210 };
    const budget = { budget: { worth: 4.2, members: 3 }, digits: 2, now: shop.clock.now() };
    expect(await inTransaction(database, (tx) => bookStep(tx, id, budget, anna.id, worth))).toBeUndefined();
    for (const [one, status] of [
      [anna, 'cancelled'],
      [ben, 'exited'],
    ] as const)
      await database.enrolment.update({ where: { id: one.id }, data: { status, endedAt: shop.clock.now() } });
    expect(await readSpent(database, id)).toEqual({ given: worth, reserved: nothing, members: 2 });
    await come(shop, 'dan', 'eve');
    await shop.settle();
    expect(await reasons(shop, id)).toEqual([
      ...['enters', 'enters', 'the budget has no worth left for one more', 'enters'],
      'the budget has no members left for one more',
    ]);
  });

  it('gives back what the older one has left, to the newer one that takes its place', async () => {
    const shop = await openJourneyShop(database);
    const file = {
      ...giving({ points: 60 }),
      entry: [{ event: 'cart.abandoned', key: 'cartId' }],
      whileInside: 'restart' as const,
    };
    const id = await shop.launch(file);
    await come(shop, 'anna');
    await shop.settle();
    await shop.happens('anna', 'cart.abandoned', { cartId: 'B', amountMinor: 100 });
    await shop.settle();
    expect((await shop.enrolments(id)).map(({ status }) => status)).toEqual(['exited', 'active']);
    expect((await readSpent(database, id)).reserved.points).toBe(60);
  });

  it('with onStep reserves nothing, and a step is refused for what there is not enough of', async () => {
    const shop = await openJourneyShop(database);
    const budget = { points: 100, reserve: 'onStep' as const };
    const id = await shop.launch(giving(budget));
    await come(shop, 'anna');
    await shop.settle();
    const [anna] = await shop.enrolments(id);
    const book = (points: number) =>
      inTransaction(database, (tx) =>
        bookStep(tx, id, { budget, digits: 2, now: shop.clock.now() }, anna?.id ?? 0n, { ...nothing, points }),
      );
    expect([await book(60), await book(60), await book(40)]).toEqual([undefined, 'points', undefined]);
    expect(await readSpent(database, id)).toEqual({
      given: { ...nothing, points: 100 },
      reserved: nothing,
      members: 1,
    });
  });

  it('is never overshot, however many count against it at once', async () => {
    const asked = fc.record({
      points: fc.integer({ min: 60, max: 900 }),
      coupons: fc.integer({ min: 1, max: 14 }),
      members: fc.integer({ min: 1, max: 14 }),
    });
    await fc.assert(
      fc.asyncProperty(asked, fc.array(fc.nat(2), { minLength: 40, maxLength: 40 }), async (budget, ways) => {
        const shop = await openJourneyShop(database);
        const id = await shop.launch(giving(budget));
        const names = Array.from({ length: 16 }, (_, place) => `m${place}`);
        await come(shop, ...names);
        let booked = nothing;
        const gives = { points: 30, coupons: 1, messages: 1, worth: 210 };
        const one = async (way: number) => {
          const inside = await database.enrolment.findFirst({
            where: { campaignId: id, status: 'active' },
            orderBy: { enteredAt: 'desc' },
          });
          if (way === 0 || inside === null) return void (await decideDue(shop.deps, () => true));
          if (way === 1) {
            const { count } = await database.enrolment.updateMany({
              where: { id: inside.id, status: 'active' },
              data: { status: 'done', endedAt: shop.clock.now() },
            });
            return void count;
          }
          // A step is done once in each enrolment, while it runs.
          const isBooked = await inTransaction(database, async (tx) => {
            const { count } = await tx.enrolment.updateMany({
              where: { id: inside.id, status: 'active', reason: null },
              data: { reason: 'given' },
            });
            if (count === 0) return false;
            expect(
              await bookStep(tx, id, { budget, digits: 2, now: shop.clock.now() }, inside.id, gives),
            ).toBeUndefined();
            return true;
          });
          if (isBooked)
            booked = {
              points: booked.points + 30,
              coupons: booked.coupons + 1,
              messages: booked.messages + 1,
              worth: booked.worth + 210,
            };
        };
        const look = async () => {
          const { given, reserved, members } = await readSpent(database, id);
          expect(given.points + reserved.points).toBeLessThanOrEqual(budget.points);
          expect(given.coupons + reserved.coupons).toBeLessThanOrEqual(budget.coupons);
          expect(members).toBeLessThanOrEqual(budget.members);
        };
        for (let from = 0; from < ways.length; from += 8)
          await Promise.all([...ways.slice(from, from + 8).map(one), look()]);
        await shop.settle();
        await over(id, shop.clock.now());
        const { given, reserved, members } = await readSpent(database, id);
        expect({ given, reserved }).toEqual({ given: booked, reserved: nothing });
        expect(members).toBe((await shop.enrolments(id)).length);
        await look();
      }),
      { numRuns: 5 },
    );
  });

  it('is never overshot by steps that ask at once', async () => {
    const shop = await openJourneyShop(database);
    const budget = { points: 1_000, reserve: 'onStep' as const };
    const id = await shop.launch(giving(budget));
    await come(shop, 'anna');
    await shop.settle();
    const [anna] = await shop.enrolments(id);
    const asked = Array.from({ length: 40 }, () =>
      inTransaction(database, (tx) =>
        bookStep(tx, id, { budget, digits: 2, now: shop.clock.now() }, anna?.id ?? 0n, { ...nothing, points: 30 }),
      ),
    );
    const answers = await Promise.all(asked);
    expect(answers.filter((lacks) => lacks === undefined)).toHaveLength(33);
    expect((await readSpent(database, id)).given.points).toBe(990);
  });
});
