import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomesOf } from '../../activities/outcomes.ts';
import type { CouponOffer } from '../../modules/coupons/rules.ts';
import { listCoupons } from '../../modules/coupons/list.ts';
import type { GiftCondition } from '../../modules/gifts/rules.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { spend } from '../../modules/ledger/redeem.ts';
import { inTransaction } from '../../platform/database.ts';
import type { Outcome } from '../../workflows/engine/story.ts';
import type { Step } from '../../workflows/steps.ts';
import { freshDatabase } from '../support/database.ts';
import { now, openShopWithAnna, reference } from '../support/shop.ts';

const { database } = await freshDatabase();

const fiveOff: CouponOffer = {
  ...{ name: '5 off', benefit: { kind: 'amountOff', amountMinor: 500 }, validDays: 60 },
};

/** Anna's shop, and what campaigns give there. */
async function open(changes: Parameters<typeof openShopWithAnna>[1] = {}) {
  const shop = await openShopWithAnna(database, changes);
  const { programmeId } = shop;
  const memberId = String((await shop.member()).id);
  let steps = 0;
  const give = async (step: Step, at = new Date('2026-05-05T10:00:00Z')): Promise<Outcome | undefined> => {
    const key = `${programmeId}/${step.name}/${++steps}`;
    const request = { key, enrolmentId: '1', memberId, at: at.getTime(), step };
    const context = { programmeId, campaignId: 1, campaignVersionId: 1, now };
    const [outcome] = await inTransaction(database, (tx) => outcomesOf(tx, context, [request]));
    return outcome;
  };
  const points = (count: number, dependsOn: GiftCondition, at?: Date) =>
    give({ kind: 'grant', name: 'bonus', points: count, reason: 'First order', dependsOn }, at);
  const coupon = (dependsOn: GiftCondition) =>
    give({ kind: 'coupon', name: 'coupon', offer: fiveOff, reason: 'First order', dependsOn });
  const coupons = async () =>
    (await listCoupons(database, { programmeId, now, member: 'anna', limit: 10 })).map(({ status }) => status);
  const left = async () => {
    const { available, debt } = await shop.balance();
    return available - debt;
  };
  return { ...shop, memberId: BigInt(memberId), points, coupon, coupons, left };
}

const forOrder = (orderId: string): GiftCondition => ({ kind: 'order', orderId });
const nextOrder: GiftCondition = { kind: 'nextOrder' };

describe('An order that comes back takes back what campaigns gave for it', () => {
  it('its bonus, with its own points', async () => {
    const { send, order, back, points, balance, member } = await open();
    await send(order('1', 10_000));
    await points(200, forOrder('1'));
    expect(await balance()).toMatchObject({ available: 300 });
    await send(back({ orderId: '1' }));
    expect(await balance()).toEqual({ available: 0, pending: 0, debt: 0 });
    const { id: memberId } = await member();
    const [txn] = await database.ledgerTxn.findMany({ where: { memberId, kind: 'CLAWBACK' }, orderBy: { id: 'asc' } });
    const taken = await database.ledgerTxn.findMany({ where: { memberId, kind: 'CLAWBACK', amount: 200 } });
    expect(txn).toBeDefined();
    expect(taken).toMatchObject([{ reason: 'the order was returned', sourceType: 'enrolment', actor: 'campaign:1' }]);
  });

  it('and when it is cancelled: its bonus, its coupon, and points that were to bring it', async () => {
    const { send, event, order, points, coupon, coupons, balance, memberId } = await open();
    await points(50, nextOrder, new Date('2026-05-03T10:00:00Z'));
    await send(order('1', 10_000));
    await points(200, forOrder('1'));
    await coupon(forOrder('1'));
    await send(event('order.cancelled', { orderId: '1' }));
    expect(await balance()).toEqual({ available: 0, pending: 0, debt: 0 });
    expect(await coupons()).toEqual(['cancelled']);
    const taken = await database.ledgerTxn.findMany({ where: { memberId, kind: 'CLAWBACK', amount: 200 } });
    expect(taken).toMatchObject([{ reason: 'the order was cancelled', sourceType: 'enrolment', actor: 'campaign:1' }]);
    // What is amended to nothing still stands.
    await send(order('2', 10_000));
    await points(200, forOrder('2'));
    await send(event('order.amended', { orderId: '2', amountMinor: 0 }));
    expect(await balance()).toMatchObject({ available: 200 });
  });

  it('also when the bonus has been spent: then it is owed', async () => {
    const { send, order, back, points, balance, programmeId, memberId } = await open();
    await send(order('1', 10_000));
    await points(200, forOrder('1'));
    const request = { key: 'spend:1', at: now, source: { type: 'test', id: '1' }, actor: 'test', points: 250 };
    await spend(database, [{ programmeId, memberId, ...request }]);
    await send(back({ orderId: '1' }));
    expect(await balance()).toEqual({ available: 0, pending: 0, debt: 250 });
  });

  it('but not for a part that comes back, and once however often it is told', async () => {
    const { send, order, back, points, left } = await open();
    await send(order('1', 10_000), order('2', 10_000));
    await points(200, forOrder('1'));
    await send(back({ orderId: '1', amountMinor: 9_900 }));
    expect(await left()).toBe(301);
    const rest = back({ orderId: '1' });
    await send(rest);
    await send(rest);
    expect(await left()).toBe(100);
  });

  it('a coupon that is not used; one that is used stays', async () => {
    const { send, order, back, coupon, coupons } = await open();
    await send(order('1', 10_000));
    const used = await coupon(forOrder('1'));
    await coupon(forOrder('1'));
    const code = used?.kind === 'applied' ? (used.data?.code ?? null) : null;
    await send(
      order('2', 10_000, { data: { orderId: '2', amountMinor: 10_000, coupon: code } }),
      back({ orderId: '1' }),
    );
    expect((await coupons()).sort()).toEqual(['cancelled', 'redeemed']);
  });

  it('points that were to bring an order, once none of those that came is kept', async () => {
    const { send, order, back, points, left } = await open();
    await send(order('before', 10_000, { occurredAt: '2026-05-02T10:00:00Z' }));
    await points(50, nextOrder, new Date('2026-05-03T10:00:00Z'));
    await send(order('1', 1_000), order('2', 1_000));
    await send(back({ orderId: 'before' }), back({ orderId: '1' }));
    expect(await left()).toBe(60);
    await send(back({ orderId: '2' }));
    expect(await left()).toBe(0);
  });

  it('and gives nothing any more for an order that has come back before the campaign hears of it', async () => {
    const { send, order, back, points, left } = await open();
    await send(order('1', 10_000), order('free', 0), back({ orderId: '1' }));
    expect(await points(200, forOrder('1'))).toMatchObject({ kind: 'refused', code: 'ORDER_RETURNED' });
    expect(await points(200, forOrder('free'))).toMatchObject({ kind: 'refused', code: 'ORDER_RETURNED' });
    expect(await left()).toBe(0);
  });

  it('law: whatever comes back in whatever order, a member has what the kept orders brought, and no more', async () => {
    const deeds = fc.array(
      fc.record({ order: fc.nat({ max: 3 }), kind: fc.constantFrom('buy', 'bonus', 'part', 'whole', 'lure') }),
      { minLength: 4, maxLength: 16 },
    );
    await fc.assert(
      fc.asyncProperty(deeds, async (story) => {
        // Of one tier: a fourth order would bring more than the others.
        const shop = await open({ tiers: reference.tiers.slice(0, 1) });
        const kept = new Map<string, number>();
        const bonuses: string[] = [];
        const lures: string[][] = [];
        let hour = 0;
        for (const { order: n, kind } of story) {
          const orderId = `o${n}`;
          const at = new Date(Date.UTC(2026, 4, 3, (hour += 1)));
          const occurredAt = at.toISOString();
          const left = kept.get(orderId);
          if (kind === 'buy' && left === undefined) {
            await shop.send(shop.order(orderId, 1_000, { occurredAt }));
            kept.set(orderId, 1_000);
            for (const lured of lures) lured.push(orderId);
          } else if (kind === 'bonus') {
            const came = await shop.points(7, forOrder(orderId), at);
            expect(came?.kind).toBe((left ?? 0) > 0 ? 'applied' : 'refused');
            if (came?.kind === 'applied') bonuses.push(orderId);
          } else if (kind === 'lure') {
            await shop.points(3, nextOrder, at);
            lures.push([]);
          } else if (left !== undefined && left > 100) {
            await shop.send(shop.back({ orderId, amountMinor: kind === 'part' ? 100 : left }, { occurredAt }));
            kept.set(orderId, kind === 'part' ? left - 100 : 0);
          }
        }
        const isKept = (orderId: string) => (kept.get(orderId) ?? 0) > 0;
        // What was taken back stays so, though another order may come.
        const points = [...kept.values()].reduce((sum, minor) => sum + minor / 100, 0);
        const bonus = 7 * bonuses.filter(isKept).length;
        const standing = await database.gift.count({
          where: { programmeId: shop.programmeId, forNextOrder: true, takenBackAt: null },
        });
        const mustStand = lures.filter((lured) => lured.length === 0 || lured.some(isKept)).length;
        expect(standing).toBeLessThanOrEqual(mustStand);
        if (lures.every((lured) => lured.every((orderId) => isKept(orderId)))) expect(standing).toBe(lures.length);
        expect(await shop.left()).toBe(points + bonus + 3 * standing);
        expect(await verifyInvariants(database, shop.programmeId)).toEqual([]);
      }),
      {
        numRuns: 25,
        // Four orders that are kept at once: drawn once in 300.
        examples: [[[2, 1, 0, 3, 0].map((order) => ({ order, kind: 'buy' as const }))]],
      },
    );
  });
});

describe('An order under the number of one that has come back', () => {
  it('is refused with a way, never answered with points that nobody gives', async () => {
    const { send, order, back, left } = await open();
    await send(order('1', 10_000), back({ orderId: '1' }));
    const [again] = await send(order('1', 10_000));
    expect(again).toMatchObject({
      kind: 'refused',
      code: 'ORDER_CONFLICT',
      field: 'data.orderId',
      fix: 'send a new order under a number of its own',
    });
    const [anew] = await send(order('1-b', 10_000));
    expect(anew).toMatchObject({ kind: 'accepted', points: 100 });
    expect(await left()).toBe(100);
  });

  it('is the order itself when it comes with its own event, however late', async () => {
    const { send, order, back } = await open();
    const placed = order('1', 10_000);
    await send(placed, back({ orderId: '1' }));
    expect(await send(placed)).toMatchObject([{ kind: 'duplicate', points: 100 }]);
  });
});
