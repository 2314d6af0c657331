import { describe, expect, it } from 'vitest';
import { issueCoupons } from '../../modules/coupons/issue.ts';
import { ingestEvents } from '../../modules/intake/ingest.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { loadProgramme, saveProgramme } from '../../modules/programme/rows.ts';
import { freshDatabase } from '../support/database.ts';
import { openCheckout } from '../support/checkout.ts';
import { reference } from '../support/shop.ts';

const { database } = await freshDatabase();

describe('A checkout, from quote to return', () => {
  it('ends at the first balance, in the first lot', async () => {
    const { quote, hold, order, back, show, balance, lots, programmeId } = await openCheckout(database);
    const quoted = await quote({ points: 400 });
    const { id } = (await hold({ amountMinor: 4_000 })).redemption;
    const paid = await order('1002', 3_600, { redemptionId: id, quoteId: quoted.id });
    expect(paid).toMatchObject({
      ...{ kind: 'accepted', points: 36 },
      result: {
        quote: { honoured: true },
        redemption: { id, status: 'captured', capturedPoints: 400, refundedPoints: 0 },
      },
    });
    expect(await balance()).toEqual({ available: 86, held: 0, debt: 0 });
    expect(await show(id)).toMatchObject({ status: 'captured', orderId: '1002', capturedPoints: 400 });

    expect(await back('1002', 1_800)).toMatchObject({
      points: -18,
      result: { redemption: { id, status: 'captured', refundedPoints: 200 } },
    });
    expect(await balance()).toEqual({ available: 268, held: 0, debt: 0 });
    expect(await back('1002')).toMatchObject({ points: -18, result: { redemption: { status: 'refunded' } } });
    expect(await balance()).toEqual({ available: 450, held: 0, debt: 0 });
    expect(await lots()).toMatchObject([{ left: 450, expiresAt: new Date('2027-12-08T23:59:59.999Z') }, { left: 0 }]);
    expect(await verifyInvariants(database, programmeId)).toEqual([]);
  });

  it('is taken once, however often its events are sent', async () => {
    const { hold, deps, programmeId, clock, balance } = await openCheckout(database);
    const { id } = (await hold()).redemption;
    const base = { memberId: 'anna-1', occurredAt: clock.now() };
    const data = { orderId: '1002', amountMinor: 3_600, redemptionId: id };
    const placed = { ...base, id: 'order-1002', type: 'order.placed', data };
    const half = { ...base, id: 'return-1', type: 'order.returned', data: { orderId: '1002', amountMinor: 1_800 } };
    const [first, second, third, fourth] = await ingestEvents(deps, programmeId, [placed, placed, half, half]);
    expect([first?.kind, second?.kind, third?.kind, fourth?.kind]).toEqual([
      ...['accepted', 'duplicate', 'accepted', 'duplicate'],
    ]);
    expect(second).toMatchObject({ result: { redemption: { status: 'captured', capturedPoints: 400 } } });
    await ingestEvents(deps, programmeId, [placed, half]);
    expect(await balance()).toEqual({ available: 268, held: 0, debt: 0 });
  });

  it('of an order that points alone have paid gives them all back', async () => {
    const whole = { numerator: 1, denominator: 1 };
    const redemption = { points: 100, perMinor: 100, maxShare: whole, minPoints: 1, stepPoints: 1, holdMinutes: 30 };
    const { hold, order, back, balance, quote } = await openCheckout(database, { redemption });
    expect(await quote({ amountMinor: 400, points: 400 })).toMatchObject({
      redeemable: { points: 400, limitedBy: null },
      payableMinor: 0,
    });
    const { id } = (await hold({ amountMinor: 400 })).redemption;
    await order('1002', 0, { redemptionId: id });
    expect(await balance()).toEqual({ available: 50, held: 0, debt: 0 });
    await back('1002');
    await back('1002');
    expect(await balance()).toEqual({ available: 450, held: 0, debt: 0 });
  });
});

describe('An order that names a redemption', () => {
  it('is refused with nothing booked when that is not there, or not its own', async () => {
    const { hold, order, send, balance } = await openCheckout(database);
    await send('member.joined', {}, { memberId: 'ben' });
    const { id } = (await hold()).redemption;
    expect(await order('1002', 3_600, { redemptionId: 'red_0000000000000000' })).toMatchObject({
      ...{ kind: 'refused', code: 'REDEMPTION_NOT_FOUND', field: 'data.redemptionId' },
    });
    expect(await order('1002', 3_600, { redemptionId: id }, { memberId: 'ben' })).toMatchObject({
      code: 'REDEMPTION_NOT_FOUND',
    });
    expect(await order('1003', 3_600, { redemptionId: id })).toMatchObject({ code: 'REDEMPTION_STATUS' });
    expect(await order('1002', 3_600, { redemptionID: id })).toMatchObject({
      ...{ kind: 'refused', field: 'data.redemptionID', fix: 'write "redemptionId"' },
    });
    expect(await balance()).toEqual({ available: 50, held: 400, debt: 0 });
    expect(await database.salesOrder.count({ where: { orderId: '1003' } })).toBe(0);
  });

  it('takes up one that was made for no order, and one that was captured before', async () => {
    const { hold, order, back, show, balance, deps, programmeId } = await openCheckout(database);
    const made = await hold({ points: 100 });
    const { createRedemption } = await import('../../modules/checkout/create-redemption.ts');
    const loose = { memberId: 'anna-1', points: 200, capture: true };
    const { redemption } = await createRedemption(deps, programmeId, loose, { actor: 'test' });
    await order('1005', 1_000, { redemptionId: redemption.id });
    expect(await show(redemption.id)).toMatchObject({ orderId: '1005', capturedPoints: 200 });
    await back('1005');
    expect(await show(redemption.id)).toMatchObject({ status: 'refunded' });
    await order('1002', 1_000, { redemptionId: made.redemption.id });
    expect(await balance()).toEqual({ available: 360, held: 0, debt: 0 });
  });

  it('late, of its own time before the end: from the hold; after it: from what the member has', async () => {
    for (const [occurredAt, swept] of [
      ['2026-12-08T10:20:00Z', false],
      ['2026-12-08T10:20:00Z', true],
      ['2026-12-08T10:50:00Z', false],
      ['2026-12-08T10:50:00Z', true],
    ] as const) {
      const { hold, order, clock, sweep, balance, programmeId, back, lots } = await openCheckout(database);
      const { id } = (await hold()).redemption;
      clock.at('2026-12-08T11:00:00Z');
      if (swept) await sweep();
      const answer = await order('1002', 3_600, { redemptionId: id }, { occurredAt });
      expect(answer).toMatchObject({ kind: 'accepted', result: { redemption: { status: 'captured' } } });
      expect(await balance()).toEqual({ available: 86, held: 0, debt: 0 });
      await back('1002');
      expect(await lots()).toMatchObject([{ left: 450, held: 0 }, { left: 0 }]);
      expect(await verifyInvariants(database, programmeId)).toEqual([]);
    }
  });

  it('when the points are gone elsewhere is booked all the same, with a warning and a case for a person', async () => {
    const { hold, order, clock, balance, programmeId, show } = await openCheckout(database);
    const { id } = (await hold()).redemption;
    clock.at('2026-12-08T11:00:00Z');
    await hold({ orderId: '1003', points: 300, capture: true });
    const answer = await order('1002', 3_600, { redemptionId: id });
    const detail = '400 points were not captured: the hold had run out, and they are gone';
    expect(answer).toMatchObject({
      kind: 'accepted',
      points: 36,
      result: {
        redemption: { id, status: 'expired', capturedPoints: 0 },
        warnings: [{ code: 'POINTS_INSUFFICIENT', field: 'data.redemptionId', detail }],
      },
    });
    expect(await balance()).toEqual({ available: 186, held: 0, debt: 0 });
    expect(await show(id)).toMatchObject({ status: 'expired' });
    const cases = await database.reviewCase.findMany({ where: { programmeId } });
    expect(cases).toMatchObject([
      { subject: 'redemption', reasons: [detail], facts: { redemptionId: id, orderId: '1002', points: 400 } },
    ]);
  });

  it('that was let go before is booked with a warning', async () => {
    const { hold, order, release } = await openCheckout(database);
    const { id } = (await hold()).redemption;
    await release(id);
    expect(await order('1002', 3_600, { redemptionId: id })).toMatchObject({
      kind: 'accepted',
      result: {
        warnings: [{ code: 'REDEMPTION_STATUS', detail: '400 points were not captured: the hold had been released' }],
      },
    });
  });

  it('in a batch sees what the events before it have brought', async () => {
    const { hold, deps, programmeId, clock, balance } = await openCheckout(database);
    const { id } = (await hold({ points: 450 })).redemption;
    clock.at('2026-12-08T11:00:00Z');
    await hold({ orderId: '1003', points: 100, capture: true });
    const base = { memberId: 'anna-1', occurredAt: clock.now(), type: 'order.placed' };
    const answers = await ingestEvents(deps, programmeId, [
      { ...base, id: 'a', data: { orderId: '1004', amountMinor: 10_000 } },
      { ...base, id: 'b', data: { orderId: '1002', amountMinor: 5_000, redemptionId: id } },
    ]);
    expect(answers[1]).toMatchObject({ result: { redemption: { status: 'captured', capturedPoints: 450 } } });
    // The third order is the first that silver counts for.
    expect(await balance()).toEqual({ available: 60, held: 0, debt: 0 });
  });
});

describe('An order that does not name its hold', () => {
  it('is booked with a warning that names it; the points stay held till the end', async () => {
    const { hold, order, balance } = await openCheckout(database);
    const { id } = (await hold()).redemption;
    expect(await order('1002', 3_600)).toMatchObject({
      kind: 'accepted',
      result: {
        points: 36,
        warnings: [
          {
            code: 'REDEMPTION_EXISTS',
            detail: `400 points stay on hold for this order, which does not name them: ${id}`,
          },
        ],
      },
    });
    expect(await balance()).toEqual({ available: 86, held: 400, debt: 0 });
  });
});

describe('Points used on an order that comes back', () => {
  it('pay what the same return takes, so that nobody is written off or in debt for points on their way back', async () => {
    for (const clawback of ['DEBT', 'CLAMP'] as const) {
      const { hold, order, back, balance, programmeId } = await openCheckout(database, { clawback });
      const { id } = (await hold({ points: 450 })).redemption;
      await order('1002', 10_000, { redemptionId: id });
      await hold({ orderId: '7', points: 100, capture: true });
      for (let n = 0; n < 4; n += 1) await back('1002', 2_500);
      expect(await balance()).toEqual({ available: 350, held: 0, debt: 0 });
      expect(await verifyInvariants(database, programmeId)).toEqual([]);
    }
  });

  it('in one batch come to what they come to one by one', async () => {
    const { hold, order, deps, programmeId, clock, balance } = await openCheckout(database, { clawback: 'CLAMP' });
    const { id } = (await hold({ points: 450 })).redemption;
    await order('1002', 10_000, { redemptionId: id });
    await hold({ orderId: '7', points: 100, capture: true });
    const data = { orderId: '1002', amountMinor: 2_500 };
    const base = { memberId: 'anna-1', occurredAt: clock.now(), type: 'order.returned', data };
    await ingestEvents(
      deps,
      programmeId,
      [1, 2, 3, 4].map((n) => ({ ...base, id: `back-${n}` })),
    );
    expect(await balance()).toEqual({ available: 350, held: 0, debt: 0 });
    expect(await verifyInvariants(database, programmeId)).toEqual([]);
  });

  it('and what was given back by hand before counts', async () => {
    const { hold, order, back, refund, balance, show } = await openCheckout(database);
    const { id } = (await hold()).redemption;
    await order('1002', 3_600, { redemptionId: id });
    await refund(id, 250);
    await back('1002', 1_800);
    expect(await show(id)).toMatchObject({ refundedPoints: 250 });
    await back('1002');
    expect(await show(id)).toMatchObject({ status: 'refunded', refundedPoints: 400 });
    expect(await balance()).toEqual({ available: 450, held: 0, debt: 0 });
  });

  it('come back by a return that names no order, too', async () => {
    const { hold, order, send, balance } = await openCheckout(database);
    const { id } = (await hold()).redemption;
    await order('1002', 3_600, { redemptionId: id });
    await send('order.returned', { amountMinor: 3_600 });
    expect(await balance()).toEqual({ available: 450, held: 0, debt: 0 });
  });
});

describe('An order that names a quote', () => {
  it('is reckoned by it until its end, whatever the day or the rules are by then', async () => {
    const { quote, order, clock, programmeId, deps } = await openCheckout(database);
    clock.at('2026-12-18T23:59:50Z');
    const { id, earn } = await quote();
    expect(earn.points).toBe(80);
    clock.at('2026-12-19T00:00:20Z');
    const { definition } = await loadProgramme(deps.database, programmeId);
    const earning = { ...definition.earning, perMinor: 1_000 };
    const occurredAt = '2026-12-19T00:00:05Z';
    expect(await order('1', 4_000, { quoteId: id }, { occurredAt })).toMatchObject({
      points: 80,
      result: { quote: { honoured: true } },
    });
    expect(await order('2', 4_000, {}, { occurredAt })).toMatchObject({ points: 40 });
    await saveProgramme(database, { ...definition, earning });
    expect(await order('3', 4_000, { quoteId: id }, { occurredAt })).toMatchObject({ points: 80 });
    expect(await order('4', 2_550, { quoteId: id }, { occurredAt })).toMatchObject({ points: 51 });
    expect(await order('5', 4_000, {}, { occurredAt })).toMatchObject({ points: 4 });
  });

  it('is taken by its own terms when the quote does not fit it, and says why', async () => {
    const { quote, order, send, clock } = await openCheckout(database, { tiers: reference.tiers.slice(0, 1) });
    await send('member.joined', {}, { memberId: 'ben' });
    const other = await openCheckout(database);
    const { id } = await quote();
    const tampered = id.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    const cases: [string, string, object?, object?][] = [
      [tampered, 'the quote was changed, or is none of ours'],
      ['quo_anything.at.all', 'the quote was changed, or is none of ours'],
      [(await quote({ memberId: 'ben' })).id, 'the quote was made for another member'],
      [(await other.quote()).id, 'the quote is of another programme'],
      [id, 'the quote was made for at most GBP 40.00', { amountMinor: 4_001 }],
      [id, 'the order was placed before the quote was made', {}, { occurredAt: '2026-12-08T09:50:00Z' }],
      [id, 'the quote was good until 2026-12-08T10:30:00.000Z', {}, { occurredAt: '2026-12-08T10:30:00.001Z' }],
    ];
    clock.at('2026-12-08T10:31:00Z');
    for (const [place, [quoteId, reason, data, more]] of cases.entries()) {
      const occurredAt = '2026-12-08T10:05:00Z';
      const answer = await order(`q${place}`, 4_000, { quoteId, ...data }, { occurredAt, ...more });
      expect(answer).toMatchObject({ kind: 'accepted', points: 40, result: { quote: { honoured: false, reason } } });
    }
  });

  it('with a coupon is reckoned with it: the goods count for its least amount, not what is left to pay', async () => {
    const { quote, order, hold, programmeId } = await openCheckout(database);
    const member = await database.member.findFirstOrThrow({ where: { programmeId } });
    const benefit = { kind: 'points', multiplier: { numerator: 2, denominator: 1 } } as const;
    const offer = { name: 'Double', benefit, minOrderMinor: 4_000, validDays: 10 };
    const asked = { memberId: String(member.id), key: 'k', at: new Date('2026-12-08T09:30:00Z'), offer };
    const [made] = await issueCoupons(database, { programmeId, zone: 'Europe/London' }, [
      { ...asked, actor: 'test', reason: 'a test' },
    ]);
    const coupon = made?.ok ? made.code : '';
    const { id, earn } = await quote({ coupon, points: 400 });
    expect(earn.points).toBe(72);
    const { redemption } = await hold({ amountMinor: 4_000 });
    const data = { coupon, redemptionId: redemption.id };
    expect(await order('1002', 3_600, data)).toMatchObject({ code: 'COUPON_BELOW_MINIMUM' });
    expect(await order('1002', 3_600, { ...data, quoteId: id })).toMatchObject({
      ...{ points: 72, result: { quote: { honoured: true }, coupon } },
    });
    const { quoteId } = { quoteId: (await quote()).id };
    expect(await order('1006', 3_600, { quoteId, coupon: 'AAAA-BBBB-CCCC' })).toMatchObject({
      code: 'COUPON_NOT_FOUND',
    });
  });
});

describe('An order that is cancelled or amended', () => {
  it('lets go of what was only held for it, once; one that nobody knows is not found', async () => {
    const { hold, send, show, balance } = await openCheckout(database);
    const { id } = (await hold()).redemption;
    expect(await send('order.cancelled', { orderId: '1002' })).toMatchObject({
      kind: 'accepted',
      result: { points: 0, redemption: { id, status: 'released', capturedPoints: 0 } },
    });
    expect(await show(id)).toMatchObject({ status: 'released' });
    expect(await balance()).toEqual({ available: 450, held: 0, debt: 0 });
    expect(await send('order.cancelled', { orderId: '1002' })).toMatchObject({ kind: 'duplicate' });
    expect(await send('order.cancelled', { orderId: '9999' })).toMatchObject({ code: 'ORDER_NOT_FOUND' });
    expect(await balance()).toEqual({ available: 450, held: 0, debt: 0 });
  });

  it('stays cancelled when word of it comes last; placed again after that, it stands', async () => {
    const { hold, order, send, clock, balance, programmeId } = await openCheckout(database);
    const { id } = (await hold()).redemption;
    clock.at('2026-12-08T10:05:00Z');
    await send('order.cancelled', { orderId: '1002' });
    const placed = { occurredAt: '2026-12-08T10:01:00Z', id: 'o2' };
    const late = { code: 'ORDER_CONFLICT', message: expect.stringContaining('"1002" was cancelled') as string };
    expect(await order('1002', 3_600, { redemptionId: id }, placed)).toMatchObject(late);
    expect(await order('1002', 3_600, {}, placed)).toMatchObject(late);
    expect(await balance()).toEqual({ available: 450, held: 0, debt: 0 });
    const again = { occurredAt: '2026-12-08T10:05:00.001Z', id: 'o3' };
    clock.at('2026-12-08T10:06:00Z');
    expect(await order('1002', 3_600, {}, again)).toMatchObject({ kind: 'accepted', points: 36 });
    expect(await verifyInvariants(database, programmeId)).toEqual([]);
  });

  it('is cancelled, too, when its hold had run out before anybody said so', async () => {
    const { hold, order, send, clock, balance } = await openCheckout(database);
    await hold();
    clock.at('2026-12-08T10:45:00Z');
    expect(await send('order.cancelled', { orderId: '1002' })).toMatchObject({
      kind: 'accepted',
      result: { points: 0, note: 'nothing is held for the order any more' },
    });
    expect(await send('order.cancelled', { orderId: '1002' })).toMatchObject({ kind: 'duplicate' });
    expect(await order('1002', 3_600, {}, { occurredAt: '2026-12-08T10:01:00Z' })).toMatchObject({
      code: 'ORDER_CONFLICT',
    });
    expect(await balance()).toMatchObject({ available: 50 + 400 - 400, held: 400 });
  });

  it('gives all points back that it was paid with, once', async () => {
    const { hold, order, send, balance, lots } = await openCheckout(database);
    const { id } = (await hold()).redemption;
    await order('1002', 3_600, { redemptionId: id });
    expect(await send('order.cancelled', { orderId: '1002' })).toMatchObject({
      points: -36,
      result: { redemption: { status: 'refunded', refundedPoints: 400 } },
    });
    expect(await send('order.cancelled', { orderId: '1002' })).toMatchObject({ kind: 'duplicate' });
    expect(await balance()).toEqual({ available: 450, held: 0, debt: 0 });
    expect(await lots()).toMatchObject([{ left: 450 }, { left: 0 }]);
  });

  it('gives back in proportion to what it was placed with; what is back stays back', async () => {
    const { hold, order, send, back, balance, programmeId } = await openCheckout(database);
    const { id } = (await hold()).redemption;
    await order('1002', 3_600, { redemptionId: id });
    await send('order.amended', { orderId: '1002', amountMinor: 2_700 });
    expect(await balance()).toEqual({ available: 177, held: 0, debt: 0 });
    await send('order.amended', { orderId: '1002', amountMinor: 3_600 });
    expect(await balance()).toEqual({ available: 186, held: 0, debt: 0 });
    await back('1002');
    expect(await balance()).toEqual({ available: 450, held: 0, debt: 0 });
    expect(await verifyInvariants(database, programmeId)).toEqual([]);
  });
});
