import { describe, expect, it } from 'vitest';
import { issueCoupons } from '../../modules/coupons/issue.ts';
import type { CouponBenefit } from '../../modules/coupons/rules.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { spend } from '../../modules/ledger/redeem.ts';
import { expireDue } from '../../modules/ledger/sweep.ts';
import type { Programme } from '../../modules/programme/rules.ts';
import { freshDatabase } from '../support/database.ts';
import { now, openShopWithAnna } from '../support/shop.ts';

const { database } = await freshDatabase();

/** Anna's shop, and what becomes of her orders: placed on 5 May, changed on the day that is said. */
async function openDesk(changes: Partial<Programme> = {}) {
  const shop = await openShopWithAnna(database, changes);
  const { event, send, member, programmeId } = shop;
  const on = (day: number) => ({ occurredAt: `2026-05-${String(day).padStart(2, '0')}T10:00:00Z` });
  const amended = (orderId: string, amountMinor: number, day = 8) =>
    event('order.amended', { orderId, amountMinor }, on(day));
  const cancelled = (orderId: string, day = 9) => event('order.cancelled', { orderId }, on(day));
  const stored = (orderId: string) =>
    database.salesOrder.findUniqueOrThrow({ where: { programmeId_orderId: { programmeId, orderId } } });
  const giveCoupon = async (benefit: CouponBenefit, validDays = 30) => {
    const { id } = await member();
    const [coupon] = await issueCoupons(database, { programmeId, zone: 'Europe/London' }, [
      {
        ...{
          memberId: String(id),
          key: 'coupon',
          at: new Date('2026-05-01T10:00:00Z'),
          actor: 'test',
          reason: 'a test',
        },
        offer: { name: 'A coupon', benefit, validDays },
      },
    ]);
    if (!coupon?.ok) throw new Error('no coupon');
    return coupon.code;
  };
  const couponStatus = async () => (await database.ledgerCoupon.findFirstOrThrow({ where: { programmeId } })).status;
  const spendPoints = async (points: number) => {
    const { id: memberId } = await member();
    const source = { type: 'test', id: '1' };
    await spend(database, [{ programmeId, memberId, key: `spend:${points}`, at: now, source, actor: 'test', points }]);
  };
  const check = async () => expect(await verifyInvariants(database, programmeId)).toEqual([]);
  return { ...shop, send, on, amended, cancelled, stored, giveCoupon, couponStatus, spendPoints, check };
}

const pointsOf = (answers: readonly object[]) =>
  answers.map((answer) => ('points' in answer ? answer.points : 'code' in answer ? answer.code : undefined));

describe('an order that is cancelled', () => {
  it('counts as if it had never been placed: points, tier and figures go', async () => {
    const { send, order, cancelled, balance, member, stored, on, check } = await openDesk();
    await send(order('1000', 1_000, on(2)), order('1001', 50_000));
    const [answer] = await send(cancelled('1001'));
    expect(answer).toMatchObject({ kind: 'accepted', points: -600, result: { points: -600, tier: 'base' } });
    expect(await balance()).toEqual({ available: 10, pending: 0, debt: 0 });
    expect(await member()).toMatchObject({
      ...{ ordersCount: 1, spentMinor: 1_000n, tier: 'base' },
      lastOrderAt: new Date('2026-05-02T10:00:00Z'),
    });
    expect(await stored('1001')).toMatchObject({
      cancelledAt: new Date('2026-05-09T10:00:00Z'),
      returnedMinor: 50_000n,
    });
    await check();
  });

  it('makes the next order the first when it was the only one', async () => {
    const { send, order, cancelled, member, on } = await openDesk();
    await send(order('1001', 5_000), cancelled('1001'), order('1002', 5_000, on(12)));
    expect(
      await database.event.findMany({
        where: { type: 'order.placed', memberId: (await member()).id },
        orderBy: { id: 'asc' },
      }),
    ).toMatchObject([{ data: { orderId: '1001', first: true } }, { data: { orderId: '1002', first: true } }]);
  });

  it('has its points taken back as a debt when they are spent, and the next order repays it first', async () => {
    const { send, order, cancelled, balance, spendPoints, on } = await openDesk();
    await send(order('1001', 10_000));
    await spendPoints(80);
    await send(cancelled('1001'));
    expect(await balance()).toEqual({ available: 0, pending: 0, debt: 80 });
    await send(order('1002', 10_000, on(12)));
    expect(await balance()).toEqual({ available: 20, pending: 0, debt: 0 });
  });

  it('takes back what a part return has left', async () => {
    const { send, order, back, cancelled, balance } = await openDesk();
    const answers = await send(
      order('1001', 40_000),
      back({ orderId: '1001', amountMinor: 20_000 }),
      cancelled('1001'),
    );
    expect(pointsOf(answers)).toEqual([450, -250, -200]);
    expect(await balance()).toMatchObject({ available: 0 });
  });

  it('gives its coupon back, unless the coupon has ended', async () => {
    const shop = await openDesk();
    const code = await shop.giveCoupon({ kind: 'points', multiplier: { numerator: 2, denominator: 1 } });
    const placed = shop.event('order.placed', { orderId: '1001', amountMinor: 1_000, coupon: code });
    expect(pointsOf(await shop.send(placed, shop.cancelled('1001')))).toEqual([20, -20]);
    expect(await shop.couponStatus()).toBe('issued');
    const [move] = await database.ledgerCouponMove.findMany({
      where: { programmeId: shop.programmeId, kind: 'REFUND' },
    });
    expect(move).toMatchObject({ reason: 'the order was cancelled' });
    await shop.send(shop.event('order.placed', { orderId: '1002', amountMinor: 1_000, coupon: code }, shop.on(12)));
    expect(await shop.couponStatus()).toBe('redeemed');

    const late = await openDesk();
    const ended = await late.giveCoupon({ kind: 'amountOff', amountMinor: 100 }, 7);
    await late.send(
      late.event('order.placed', { orderId: '1001', amountMinor: 1_000, coupon: ended }),
      late.cancelled('1001'),
    );
    expect(await late.couponStatus()).toBe('redeemed');
  });

  it('is cancelled once: a second event says the same, under its own id or another, and moves nothing', async () => {
    const { send, order, cancelled, balance, rows } = await openDesk();
    const first = cancelled('1001');
    const answers = await send(order('1001', 40_000), first, first, cancelled('1001', 10));
    expect(answers.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'duplicate', 'duplicate']);
    expect(pointsOf(answers)).toEqual([450, -450, -450, 0]);
    expect(await send(cancelled('1001', 10))).toMatchObject([{ kind: 'duplicate', points: 0 }]);
    expect(await balance()).toMatchObject({ available: 0 });
    expect(await rows()).toMatchObject({ events: 3, txns: 2 });
  });

  it('that nobody knows, or that is another’s, is refused', async () => {
    const { send, event, order, cancelled, on } = await openDesk();
    await send(event('member.joined', {}, { memberId: 'ben' }), order('B-1', 1_000, { memberId: 'ben' }));
    const fix = 'send order.placed for it first, then this event again';
    const refusal = { kind: 'refused', code: 'ORDER_NOT_FOUND', field: 'data.orderId', fix };
    expect(await send(cancelled('1001'), cancelled('B-1'))).toMatchObject([refusal, refusal]);
    expect(await send(event('order.cancelled', { orderId: 'x' }, { memberId: 'nobody', ...on(9) }))).toMatchObject([
      { kind: 'parked' },
    ]);
  });

  it('is over: nothing is placed, returned or amended under its number any more', async () => {
    const { send, order, back, cancelled, amended, balance, stored, member } = await openDesk();
    await send(order('1001', 40_000), cancelled('1001'));
    expect(await send(order('1001', 40_000))).toMatchObject([
      {
        ...{ kind: 'refused', code: 'ORDER_CONFLICT', field: 'data.orderId' },
        message: 'order "1001" was cancelled: nothing is given for it again',
        fix: 'send a new order under a number of its own',
      },
    ]);
    const nothingLeft = { kind: 'refused', code: 'RETURN_TOO_LARGE', message: expect.stringMatching(/was cancelled/) };
    expect(await send(back({ orderId: '1001', amountMinor: 100 }), back({ orderId: '1001' }))).toMatchObject([
      nothingLeft,
      nothingLeft,
    ]);
    expect(await send(amended('1001', 90_000))).toMatchObject([
      { kind: 'accepted', result: { points: 0, note: 'the order was cancelled: nothing is given for it' } },
    ]);
    expect(await stored('1001')).toMatchObject({ amountMinor: 90_000n, returnedMinor: 90_000n });
    expect(await balance()).toMatchObject({ available: 0 });
    expect(await member()).toMatchObject({ ordersCount: 0, spentMinor: 0n });
  });
});

describe('an order that is amended', () => {
  it('to more earns as the whole of it would have, by its steps', async () => {
    const { send, order, amended, balance, member, stored, check } = await openDesk();
    const answers = await send(order('1001', 20_000), amended('1001', 40_000));
    expect(pointsOf(answers)).toEqual([200, 250]);
    expect(await balance()).toMatchObject({ available: 450 });
    expect(await member()).toMatchObject({ ordersCount: 1, spentMinor: 40_000n });
    expect(await stored('1001')).toMatchObject({ amountMinor: 40_000n, placedMinor: 20_000n, points: 200n });
    await check();
  });

  it('keeps its own terms: the tier and the day it was placed with, whatever the member is by now', async () => {
    const { send, order, amended, on } = await openDesk();
    // 18 May is member day; 500.00 make silver.
    const placed = order('1001', 10_000, on(18));
    const answers = await send(placed, order('1002', 60_000, on(19)), amended('1001', 20_000, 19));
    expect(pointsOf(answers)).toEqual([200, 750, 200]);
  });

  it('has what it adds in a lot with the dates of the order', async () => {
    const { send, order, amended, programmeId, on } = await openDesk({ pendingDays: 14 });
    await send(order('1001', 10_000, { occurredAt: '2026-02-03T10:00:00Z' }), amended('1001', 20_000));
    await send(order('1002', 10_000, on(18)), amended('1002', 20_000, 19));
    const lots = await database.ledgerLot.findMany({ where: { programmeId }, orderBy: { id: 'asc' } });
    const day = (at: Date) => at.toISOString().slice(0, 10);
    expect(lots.map((lot) => [lot.state, Number(lot.earned), day(lot.availableAt), day(lot.expiresAt)])).toEqual([
      ['ACTIVE', 100, '2026-02-03', '2027-02-17'],
      ['ACTIVE', 100, '2026-02-03', '2027-02-17'],
      ['PENDING', 200, '2026-06-01', '2027-06-01'],
      ['PENDING', 200, '2026-06-01', '2027-06-01'],
    ]);
  });

  it('of long ago adds points that have ended with its own', async () => {
    const { send, order, amended, balance, programmeId } = await openDesk({ expiry: { kind: 'rolling', months: 1 } });
    await send(order('1001', 10_000, { occurredAt: '2026-03-02T10:00:00Z' }), amended('1001', 30_000));
    expect(await balance()).toMatchObject({ available: 300 });
    await expireDue(database, { programmeId, now });
    expect(await balance()).toMatchObject({ available: 0 });
  });

  it('to less has its points taken back, of what was added last first', async () => {
    const { send, order, amended, balance, stored, check } = await openDesk();
    const answers = await send(order('1001', 20_000), amended('1001', 40_000, 8), amended('1001', 10_000, 9));
    expect(pointsOf(answers)).toEqual([200, 250, -350]);
    expect(await balance()).toMatchObject({ available: 100 });
    expect((await stored('1001')).raiseKeys).toEqual([]);
    expect(pointsOf(await send(amended('1001', 30_000, 10)))).toEqual([200]);
    expect(await balance()).toMatchObject({ available: 300 });
    await check();
  });

  it('stands as the latest amendment says, whichever comes first; of one instant the later id counts', async () => {
    const { send, order, event, balance, on } = await openDesk();
    const answers = await send(order('1001', 20_000));
    const at = (id: string, amountMinor: number, day: number) =>
      event('order.amended', { orderId: '1001', amountMinor }, { ...on(day), id });
    expect(pointsOf(await send(at('a10', 30_000, 9), at('a2', 90_000, 8), at('a9', 80_000, 9)))).toEqual([100, 0, 0]);
    expect(pointsOf(answers)).toEqual([200]);
    const [late] = await send(at('a3', 70_000, 6));
    expect(late).toMatchObject({
      ...{ kind: 'accepted', points: 0 },
      result: { note: 'something newer is known of the order: it stays as it is' },
    });
    expect(await balance()).toMatchObject({ available: 300 });
    expect(pointsOf(await send(at('a11', 10_000, 9), at('a11', 10_000, 9)))).toEqual([-200, -200]);
    expect(await balance()).toMatchObject({ available: 100 });
  });

  it('counts with what came back of it, before or after', async () => {
    const { send, order, back, amended, balance, member, stored, check } = await openDesk();
    await send(order('1001', 40_000), back({ orderId: '1001', amountMinor: 10_000 }));
    expect(pointsOf(await send(amended('1001', 50_000, 11)))).toEqual([150]);
    expect(await balance()).toMatchObject({ available: 450 });
    // Less than came back: nothing of it is kept.
    expect(await send(amended('1001', 5_000, 12))).toMatchObject([{ points: -450 }]);
    expect(await member()).toMatchObject({ ordersCount: 0, spentMinor: 0n });
    expect(await stored('1001')).toMatchObject({ amountMinor: 5_000n, returnedMinor: 10_000n });
    // A return of before that comes late was a part of what it came to then.
    expect(await send(back({ orderId: '1001', amountMinor: 10_000 }))).toMatchObject([{ kind: 'accepted', points: 0 }]);
    expect(await send(back({ orderId: '1001', amountMinor: 1 }, { occurredAt: '2026-05-13T10:00:00Z' }))).toMatchObject(
      [{ code: 'RETURN_TOO_LARGE' }],
    );
    await check();
  });

  it('may have been of nothing, or of too little for a point', async () => {
    const { send, order, amended, balance, member } = await openDesk();
    await send(order('free', 0), order('small', 50));
    const answers = await send(amended('free', 40_000), amended('small', 150));
    expect(pointsOf(answers)).toEqual([450, 1]);
    expect(await member()).toMatchObject({ ordersCount: 2 });
    expect(pointsOf(await send(amended('free', 0, 9)))).toEqual([-450]);
    expect(await balance()).toMatchObject({ available: 1 });
    expect(await member()).toMatchObject({ ordersCount: 1 });
  });

  it('keeps its coupon, and what the coupon multiplies', async () => {
    const shop = await openDesk();
    const code = await shop.giveCoupon({ kind: 'points', multiplier: { numerator: 3, denominator: 2 } });
    const placed = shop.event('order.placed', { orderId: '1001', amountMinor: 1_050, coupon: code });
    expect(pointsOf(await shop.send(placed, shop.amended('1001', 2_050), shop.amended('1001', 0, 9)))).toEqual([
      15, 15, -30,
    ]);
    expect(await shop.couponStatus()).toBe('redeemed');
    expect(pointsOf(await shop.send(shop.amended('1001', 1_050, 10)))).toEqual([15]);
  });

  it('of which points had expired is not charged for them, and gives no more than it is worth', async () => {
    const { send, order, amended, balance, programmeId, check } = await openDesk({
      expiry: { kind: 'rolling', months: 1 },
    });
    await send(order('1001', 10_000, { occurredAt: '2026-03-02T10:00:00Z' }));
    await expireDue(database, { programmeId, now });
    expect(await send(amended('1001', 5_000))).toMatchObject([
      { result: { points: 0, note: '50 of its points had expired unused' } },
    ]);
    expect(pointsOf(await send(amended('1001', 10_000, 9), amended('1001', 12_000, 10)))).toEqual([0, 20]);
    expect(await balance()).toMatchObject({ available: 20, debt: 0 });
    await check();
  });

  it('is refused before its order, and taken when it is sent again after it', async () => {
    const { send, order, amended } = await openDesk();
    const change = amended('1001', 20_000);
    expect(await send(change)).toMatchObject([{ kind: 'refused', code: 'ORDER_NOT_FOUND' }]);
    expect(pointsOf(await send(order('1001', 10_000), change, change))).toEqual([100, 100, 100]);
  });

  it('waits with its order for a member nobody knows, and is taken up behind it', async () => {
    const { send, event, balance, on } = await openDesk();
    const of = (type: string, data: object, day: number) =>
      event(type, { orderId: 'C-1', ...data }, { memberId: 'cleo', ...on(day) });
    // By another clock the change comes before the order.
    const early = [of('order.amended', { amountMinor: 20_000 }, 6), of('order.placed', { amountMinor: 10_000 }, 6)];
    expect(await send(...early, of('order.cancelled', { orderId: 'C-2' }, 6))).toMatchObject([
      { kind: 'parked' },
      { kind: 'parked' },
      { kind: 'parked' },
    ]);
    await send(event('member.joined', {}, { memberId: 'cleo', ...on(5) }));
    expect(await balance('cleo')).toMatchObject({ available: 200 });
  });

  it('says what is wrong with it', async () => {
    const { send, event, order } = await openDesk();
    await send(order('1001', 10_000));
    const answers = await send(
      event('order.amended', { orderId: '1001' }),
      event('order.amended', { orderId: '1001', amountMinor: -1 }),
      event('order.amended', { orderId: '1001', amountMinor: 1, currency: 'EUR' }),
      event('order.amended', { orderId: '1001', amountMinor: 1, coupon: 'X' }),
      event('order.cancelled', { orderId: '1001', reason: 'none' }),
    );
    expect(answers).toMatchObject([
      { code: 'AMOUNT_INVALID', field: 'data.amountMinor' },
      { code: 'AMOUNT_INVALID', field: 'data.amountMinor' },
      { code: 'CURRENCY_MISMATCH', field: 'data.currency' },
      { code: 'EVENT_INVALID', field: 'data.coupon' },
      { code: 'EVENT_INVALID', field: 'data.reason' },
    ]);
  });

  it('shows stories what it comes to now, and what the shop says of it', async () => {
    const { send, event, order, programmeId } = await openDesk();
    const attributes = { channel: 'till' };
    await send(order('1001', 10_000), event('order.amended', { orderId: '1001', amountMinor: 12_000, attributes }));
    const [row] = await database.event.findMany({ where: { programmeId, type: 'order.amended' } });
    expect(row?.data).toEqual({ orderId: '1001', amountMinor: 12_000, currency: 'GBP', points: 20, channel: 'till' });
  });
});

describe('the same order again', () => {
  it('is a duplicate under another event id, also once it was amended', async () => {
    const { send, order, amended } = await openDesk();
    await send(order('1001', 40_000), amended('1001', 50_000));
    expect(await send(order('1001', 40_000))).toMatchObject([{ kind: 'duplicate', points: 450 }]);
  });

  it('with another amount is a conflict, whose fix names order.amended', async () => {
    const { send, order } = await openDesk();
    await send(order('1001', 40_000));
    expect(await send(order('1001', 50_000))).toMatchObject([
      { kind: 'refused', code: 'ORDER_CONFLICT', fix: expect.stringMatching(/order\.amended/) },
    ]);
  });

  it('that came back whole is a conflict', async () => {
    const { send, order, back } = await openDesk();
    await send(order('1001', 40_000), back({ orderId: '1001' }));
    expect(await send(order('1001', 40_000))).toMatchObject([
      { kind: 'refused', code: 'ORDER_CONFLICT', message: expect.stringMatching(/has come back whole/) },
    ]);
  });
});
