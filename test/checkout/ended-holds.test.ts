import { describe, expect, it } from 'vitest';
import { adjustPoints } from '../../modules/adjustments/adjust.ts';
import { spendablePoints } from '../../modules/ledger/rows-balances.ts';
import { listLots } from '../../modules/member-view/lots.ts';
import { readBalanceNow, readMembersNow } from '../../modules/member-view/members-now.ts';
import { readMemberView } from '../../modules/member-view/view.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import { listNotifications } from '../../modules/webhooks/notifications.ts';
import { publishNotifications } from '../../modules/webhooks/publish.ts';
import { freshDatabase } from '../support/database.ts';
import { openCheckout } from '../support/checkout.ts';

// The sweep comes once an hour; a hold lasts half an hour. Nothing here sweeps before it says so.
const { database } = await freshDatabase();

/** Anna held 400 of her 450 points for a basket that she left; everywhere that her points are read. */
async function leftBasket(changes: Parameters<typeof openCheckout>[1] = {}) {
  const shop = await openCheckout(database, changes);
  const { programmeId, clock } = shop;
  const { redemption } = await shop.hold();
  const everywhere = async () => {
    const now = clock.now();
    const programme = await loadProgramme(database, programmeId);
    const { id } = await database.member.findFirstOrThrow({ where: { programmeId, externalId: 'anna-1' } });
    const view = await readMemberView(database, programme, 'anna-1', { limit: 50, now });
    const points = ({ available, held, debt }: { available: number; held: number; debt: number }) => [
      available,
      held,
      debt,
    ];
    const lots = await listLots(database, programmeId, { memberId: 'anna-1', now, limit: 10 });
    const seen = {
      balance: points((await readBalanceNow(database, programmeId, 'anna-1', now))!),
      member: points((await readMembersNow(database, programmeId, ['anna-1'], now))[0]!.balance),
      view: points(view.balance),
      quote: points((await shop.quote()).balance),
      redemption: points((await shop.show(redemption.id)).balance),
    };
    const [first, ...others] = new Set(Object.values(seen).map((each) => each.join(' ')));
    expect(others, JSON.stringify(seen)).toEqual([]);
    expect(view.lots.map(({ left, held }) => [left, held])).toEqual(
      lots.filter(({ left, held }) => left + held > 0).map(({ left, held }) => [left, held]),
    );
    return {
      points: first,
      mail: await spendablePoints(database, { programmeId, memberId: id }, now),
      lots: view.lots.map(({ left, held }) => [left, held]),
      holds: view.upcoming.filter(({ kind }) => kind === 'hold').map((each) => each.points),
    };
  };
  return { ...shop, id: redemption.id, everywhere };
}

describe('Anna left her basket, and its half hour is over', () => {
  it('her points are hers again at that instant, wherever she looks, whether or not the sweep came', async () => {
    const { clock, everywhere, sweep } = await leftBasket();
    clock.at('2026-12-08T10:29:59.999Z');
    expect(await everywhere()).toEqual({ points: '50 400 0', mail: 50, lots: [[50, 400]], holds: [400] });
    const free = { points: '450 0 0', mail: 450, lots: [[450, 0]], holds: [] };
    clock.at('2026-12-08T10:30:00Z');
    expect(await everywhere()).toEqual(free);
    await sweep();
    expect(await everywhere()).toEqual(free);
  });

  it('she fills another one with all of them', async () => {
    const { clock, hold, everywhere, programmeId } = await leftBasket();
    clock.at('2026-12-08T10:31:00Z');
    expect((await hold({ orderId: '1003', points: 450 })).redemption).toMatchObject({ status: 'held', points: 450 });
    expect(await everywhere()).toEqual({ points: '0 450 0', mail: 0, lots: [[0, 450]], holds: [450] });
    expect(await verifyInvariants(database, programmeId)).toEqual([]);
  });

  it('the answer to her next order says what she has', async () => {
    const { clock, order, everywhere } = await leftBasket();
    clock.at('2026-12-08T10:31:00Z');
    await order('1003', 10_000);
    expect(await everywhere()).toMatchObject({ points: '550 0 0', mail: 550 });
  });

  it.each(['DEBT', 'CLAMP'] as const)(
    'the order that her points are from comes back: they pay for it, and nothing is owed or written off (%s)',
    async (clawback) => {
      const { clock, back, balance, everywhere, programmeId } = await leftBasket({ clawback });
      clock.at('2026-12-08T10:31:00Z');
      await back('1001');
      expect(await balance()).toEqual({ available: 0, held: 0, debt: 0 });
      expect(await everywhere()).toEqual({ points: '0 0 0', mail: 0, lots: [], holds: [] });
      expect(await verifyInvariants(database, programmeId)).toEqual([]);
    },
  );

  it('what she owes is paid with them first, as it is when the sweep comes', async () => {
    const { clock, back, everywhere, sweep } = await leftBasket();
    // While they were held, the order came back: 50 were there to be taken, 400 are owed.
    await back('1001');
    expect(await everywhere()).toMatchObject({ points: '0 400 400', mail: 0 });
    clock.at('2026-12-08T10:31:00Z');
    const paid = { points: '0 0 0', mail: 0, lots: [], holds: [] };
    expect(await everywhere()).toEqual(paid);
    await sweep();
    expect(await everywhere()).toEqual(paid);
  });

  it('a correction takes them, too', async () => {
    const { clock, deps, programmeId, balance } = await leftBasket();
    clock.at('2026-12-08T10:31:00Z');
    const wanted = { memberId: 'anna-1', points: -450, reason: 'given by mistake' };
    await adjustPoints(deps, programmeId, { ...wanted, actor: 'test', key: 'k', requestId: null } as never);
    expect(await balance()).toEqual({ available: 0, held: 0, debt: 0 });
  });
});

describe('The shop hears', () => {
  const feed = async (programmeId: number) => {
    await publishNotifications(database);
    const types = ['redemption.captured', 'redemption.expired'] as const;
    const { data } = await listNotifications({ database }, programmeId, { limit: 50, after: 0, types: [...types] });
    return data.map(({ type, data: { memberId, object, previous } }) => ({ type, memberId, object, previous }));
  };

  it('that points were used, once, with the order: by the order, by a call, at once, late', async () => {
    const { hold, order, capture, clock, sweep, programmeId } = await openCheckout(database);
    // Made for no order: it is the order that names it.
    const first = (await hold({ orderId: undefined as never, points: 100 })).redemption.id;
    await order('1002', 3_000, { redemptionId: first }, { id: 'o2' });
    await order('1002', 3_000, { redemptionId: first }, { id: 'o2' });
    const second = (await hold({ orderId: '1003', points: 50 })).redemption.id;
    await capture(second, 30);
    const third = (await hold({ orderId: '1004', points: 20, capture: true })).redemption.id;
    const fourth = (await hold({ orderId: '1005', points: 10 })).redemption.id;
    clock.at('2026-12-08T11:00:00Z');
    await sweep();
    await capture(fourth);
    const told = await feed(programmeId);
    expect(told.map(({ type, object }) => [type, object.id, object.orderId, object.capturedPoints])).toEqual([
      ['redemption.captured', first, '1002', 100],
      ['redemption.captured', second, '1003', 30],
      ['redemption.captured', third, '1004', 20],
      ['redemption.expired', fourth, '1005', 0],
      ['redemption.captured', fourth, '1005', 10],
    ]);
    expect(told[0]).toEqual({
      ...{ type: 'redemption.captured', memberId: 'anna-1', previous: { status: 'held' } },
      object: {
        ...{ id: first, memberId: 'anna-1', orderId: '1002', status: 'captured', points: 100, amountMinor: 100 },
        ...{ currency: 'GBP', capturedPoints: 100, refundedPoints: 0 },
        ...{ expiresAt: '2026-12-08T10:30:00.000Z', createdAt: '2026-12-08T10:00:00.000Z' },
      },
    });
  });

  it('that a hold has run out, from whoever finds it so first; nothing of one that was let go, and nothing of what is rolled back', async () => {
    const { hold, release, clock, programmeId } = await openCheckout(database);
    await release((await hold({ points: 10 })).redemption.id);
    const { id } = (await hold({ points: 400 })).redemption;
    clock.at('2026-12-08T10:31:00Z');
    await hold({ orderId: '1003', points: 1_000 }).catch(() => undefined);
    expect(await feed(programmeId)).toEqual([]);
    await hold({ orderId: '1003', points: 450 });
    expect(await feed(programmeId)).toMatchObject([
      { type: 'redemption.expired', object: { id, status: 'expired', capturedPoints: 0 } },
    ]);
  });
});
