import { beforeAll, describe, expect, it } from 'vitest';
import { readCampaignReport } from '../../modules/campaigns/report.ts';
import { mergeMembers } from '../../modules/merges/merge.ts';
import type { Database } from '../../platform/database.ts';
import { drawnWay } from '../../workflows/lifecycles/journey/kinds/split.ts';
import { splitPlace } from '../../workflows/lifecycles/journey/lot.ts';
import { freshDatabase } from '../support/database.ts';
import { journey, type JourneyShop, openJourneyShop } from '../support/journey-world.ts';

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase());
});

const dayMs = 86_400_000;
const names = (count: number) => Array.from({ length: count }, (_, place) => `m${place}`);

/** Everybody abandons a cart of an own key, and comes in. */
async function enter(shop: JourneyShop, members: readonly string[]): Promise<void> {
  for (const member of members) await shop.happens(member, 'cart.abandoned', { cartId: member, amountMinor: 2_000 });
  await shop.settle();
}

const inDays = (shop: JourneyShop, days: number) =>
  shop.clock.at(new Date(shop.clock.now().getTime() + days * dayMs).toISOString());

describe('The report of a journey', () => {
  it('counts its goal: what happened, with what is asked of it, within the days', async () => {
    const shop = await openJourneyShop(database);
    const file = journey({
      entry: [{ event: 'cart.abandoned', key: 'cartId' }],
      goal: { event: 'cart.abandoned', where: { amount: { atLeast: 50 } } },
      conversionDays: 10,
    });
    await shop.launch(file);
    await shop.join('anna', 'ben', 'cleo', 'dan');
    await enter(shop, ['anna', 'ben', 'cleo', 'dan']);
    inDays(shop, 3);
    await shop.happens('anna', 'cart.abandoned', { cartId: 'later', amountMinor: 5_000 });
    // Not enough, and too late.
    await shop.happens('ben', 'cart.abandoned', { cartId: 'small', amountMinor: 4_999 });
    inDays(shop, 8);
    await shop.happens('cleo', 'cart.abandoned', { cartId: 'late', amountMinor: 9_000 });
    const { conversion } = await readCampaignReport(database, shop.programmeId, file.campaign, shop.clock.now());
    expect(conversion).toMatchObject({ goal: 'cart.abandoned', days: 10, given: { members: 4, converted: 1 } });
    expect(conversion.sentence).toContain('reached the goal');
  });

  it('counts only what has the key that the member came in with, where the goal says so', async () => {
    const shop = await openJourneyShop(database);
    const file = journey({
      entry: [{ event: 'cart.abandoned', key: 'cartId' }],
      goal: { event: 'workout.done', same: 'cartId' },
      conversionDays: 10,
    });
    await shop.launch(file);
    await shop.join('anna', 'ben');
    await enter(shop, ['anna', 'ben']);
    inDays(shop, 1);
    await shop.happens('anna', 'workout.done', { cartId: 'anna' });
    await shop.happens('ben', 'workout.done', { cartId: 'another' });
    inDays(shop, 10);
    const { conversion } = await readCampaignReport(database, shop.programmeId, file.campaign, shop.clock.now());
    expect(conversion.given).toMatchObject({ members: 2, converted: 1 });
  });

  it('tells each way of a split by the lot of those who entered, with what they ordered', async () => {
    const shop = await openJourneyShop(database);
    const ways = [
      { path: 'short', share: 50 },
      { path: 'long', share: 50 },
    ];
    const file = journey({
      conversionDays: 10,
      steps: [
        { id: 'offer', split: ways, winner: { by: 'goal', afterMembers: 100, then: 'tell' } },
        { wait: '2 days' },
      ],
    });
    const id = await shop.launch(file);
    const all = names(30);
    await shop.join(...all);
    await enter(shop, all);
    inDays(shop, 2);
    for (const member of all.slice(0, 12))
      await shop.happens(member, 'order.placed', { orderId: `o-${member}`, amountMinor: 1_000 });
    await shop.happens('m0', 'order.returned', { orderId: 'o-m0', amountMinor: 400 });
    inDays(shop, 9);
    await shop.join('young');
    await enter(shop, ['young']);
    const { splits } = await readCampaignReport(database, shop.programmeId, file.campaign, shop.clock.now());
    const wayOf = (memberId: bigint) =>
      drawnWay(ways, splitPlace({ campaign: file.campaign, step: 'offer', lot: String(memberId) }));
    const drawn = (await shop.enrolments(id)).map(({ member, memberId }) => ({ member, path: wayOf(memberId) }));
    const expected = ways.map(({ path }) => {
      const own = drawn.filter((each) => each.path === path && each.member !== 'young');
      const bought = own.filter(({ member }) => all.slice(0, 12).includes(member));
      const back = bought.some(({ member }) => member === 'm0') ? 400 : 0;
      return {
        ...{ path, share: 50, members: own.length, converted: bought.length, orders: bought.length },
        revenueMinor: bought.length * 1_000 - back,
        stillOpen: drawn.filter((each) => each.path === path && each.member === 'young').length,
      };
    });
    expect(splits).toMatchObject([{ step: 'offer', ways: expected, verdict: 'too early' }]);
    expect(splits[0]?.leftToGo).toBe(100 - Math.min(...expected.map(({ members }) => members)));
  });

  it('begins anew when the shares are others', async () => {
    const shop = await openJourneyShop(database);
    const of = (share: number) =>
      journey({
        ...{ campaign: 'shares', conversionDays: 10 },
        steps: [
          {
            id: 'offer',
            split: [
              { path: 'short', share },
              { path: 'long', share: 100 - share },
            ],
          },
          { wait: '2 days' },
        ],
      });
    await shop.launch(of(50));
    await shop.join('anna', 'ben');
    await enter(shop, ['anna']);
    await shop.edit(of(60));
    await enter(shop, ['ben']);
    inDays(shop, 11);
    const { splits } = await readCampaignReport(database, shop.programmeId, 'shares', shop.clock.now());
    expect(splits[0]?.ways.reduce((sum, { members }) => sum + members, 0)).toBe(1);
  });

  it('counts a member whose accounts became one by the way that was drawn for the other account', async () => {
    const shop = await openJourneyShop(database);
    const ways = [
      { path: 'short', share: 50 },
      { path: 'long', share: 50 },
    ];
    const file = journey({ conversionDays: 10, steps: [{ id: 'offer', split: ways }, { wait: '2 days' }] });
    const id = await shop.launch(file);
    const all = names(12);
    await shop.join('survivor', ...all);
    await enter(shop, all);
    const wayOf = (lot: string) => drawnWay(ways, splitPlace({ campaign: file.campaign, step: 'offer', lot }));
    const survivor = String((await shop.member('survivor')).id);
    const drawn = (await shop.enrolments(id)).map(({ member, memberId }) => ({ member, lot: String(memberId) }));
    // Of the other way than the account that stays would be.
    const other = drawn.find(({ lot }) => wayOf(lot) !== wayOf(survivor));
    if (other === undefined) throw new Error('a lot of a dozen went one way');
    await mergeMembers(shop.deps, shop.programmeId, {
      ...{ fromMemberId: other.member, intoMemberId: 'survivor', reason: 'one person', actor: 'test' },
    });
    const [merged] = (await shop.enrolments(id)).filter(({ member }) => member === 'survivor');
    expect(merged?.input).toMatchObject({ lotOf: other.lot });
    inDays(shop, 11);
    const { splits } = await readCampaignReport(database, shop.programmeId, file.campaign, shop.clock.now());
    const countOf = (path: string) => drawn.filter(({ lot }) => wayOf(lot) === path).length;
    expect(splits[0]?.ways.map(({ members }) => members)).toEqual(ways.map(({ path }) => countOf(path)));
  });
});
