import { describe, expect, it } from 'vitest';
import { listRedemptions } from '../../modules/checkout/list.ts';
import { expireDue } from '../../modules/ledger/sweep.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { freshDatabase } from '../support/database.ts';
import { openCheckout, refusalOf } from '../support/checkout.ts';

const { database } = await freshDatabase({ poolSizeMax: 20 });

describe('Points are held for an order', () => {
  it('in their lots, for half an hour by the programme clock, under an id that nobody guesses', async () => {
    const { hold, balance, lots } = await openCheckout(database);
    const { redemption, replayed } = await hold({ amountMinor: 4_000 });
    expect(replayed).toBe(false);
    expect(redemption.id).toMatch(/^red_[0-9a-z]{16}$/);
    expect(redemption).toMatchObject({
      ...{ memberId: 'anna-1', orderId: '1002', status: 'held', points: 400, amountMinor: 400, currency: 'GBP' },
      ...{ capturedPoints: 0, refundedPoints: 0, createdAt: new Date('2026-12-08T10:00:00Z') },
      expiresAt: new Date('2026-12-08T10:30:00Z'),
      lots: [{ points: -400, expiresAt: new Date('2027-12-08T23:59:59.999Z') }],
      balance: { available: 50, pending: 0, held: 400, debt: 0 },
    });
    expect(await balance()).toEqual({ available: 50, held: 400, debt: 0 });
    expect(await lots()).toMatchObject([{ left: 50, held: 400 }]);
  });

  it('once, however often and from how many sides the same key asks for it', async () => {
    const { hold, balance, programmeId, deps } = await openCheckout(database);
    const made = await Promise.all(Array.from({ length: 50 }, () => hold({ amountMinor: 4_000 }, 'pay-1002')));
    expect(new Set(made.map(({ redemption }) => redemption.id)).size).toBe(1);
    expect(made.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await balance()).toEqual({ available: 50, held: 400, debt: 0 });
    expect((await listRedemptions(deps, programmeId, { limit: 10 })).redemptions).toHaveLength(1);

    const other = await refusalOf(hold({ amountMinor: 4_000, points: 401 }, 'pay-1002'));
    expect(other).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await balance()).toEqual({ available: 50, held: 400, debt: 0 });
  });

  it('and whoever comes second sees what is left', async () => {
    const { hold, balance } = await openCheckout(database);
    const tabs = await Promise.allSettled([
      hold({ orderId: '1002', points: 300 }, 'tab-1'),
      hold({ orderId: '1003', points: 300 }, 'tab-2'),
    ]);
    const refused = tabs.filter((tab) => tab.status === 'rejected').map((tab) => tab.reason as unknown);
    expect(refused).toMatchObject([
      { code: 'POINTS_INSUFFICIENT', message: '150 points can be used.', fix: 'Use at most 150.' },
    ]);
    expect(await balance()).toEqual({ available: 150, held: 300, debt: 0 });
  });

  it('which has one open hold: a second one is told of the first', async () => {
    const { hold, release, balance } = await openCheckout(database);
    const { redemption } = await hold({ points: 100 }, 'one');
    const second = await refusalOf(hold({ points: 100 }, 'two'));
    expect(second).toMatchObject({ code: 'REDEMPTION_EXISTS', conflictsWith: redemption.id, field: 'orderId' });
    await release(redemption.id);
    expect((await hold({ points: 200 }, 'two')).redemption).toMatchObject({ status: 'held', points: 200 });
    expect(await balance()).toEqual({ available: 250, held: 200, debt: 0 });
  });

  it('as far as the programme lets them pay for it', async () => {
    const { hold, order, quote } = await openCheckout(database);
    await order('1000', 146_700);
    const more = await refusalOf(hold({ points: 2_001, amountMinor: 4_000 }));
    expect(more).toMatchObject({
      code: 'REDEMPTION_LIMIT',
      message: 'Points pay at most 50% of GBP 40.00.',
      fix: 'Use at most 2000 points.',
    });
    expect((await quote()).redeemable).toEqual({ points: 2_000, amountMinor: 2_000, limitedBy: 'share' });
    // What is used on the order already counts.
    await hold({ points: 1_500, amountMinor: 4_000, capture: true });
    expect(await refusalOf(hold({ points: 501, amountMinor: 4_000 }))).toMatchObject({
      code: 'REDEMPTION_LIMIT',
      message: 'Points pay at most 50% of GBP 40.00, of which GBP 15.00 are used already.',
      fix: 'Use at most 500 points.',
    });
    expect((await hold({ points: 500, amountMinor: 4_000 })).redemption.status).toBe('held');
  });

  it('in the steps of the programme, and no fewer than it says', async () => {
    const half = { numerator: 1, denominator: 2 };
    const redemption = { points: 100, perMinor: 100, maxShare: half, minPoints: 100, stepPoints: 50, holdMinutes: 5 };
    const { hold, quote } = await openCheckout(database, { redemption });
    expect(await refusalOf(hold({ points: 120 }))).toMatchObject({
      code: 'REDEMPTION_LIMIT',
      message: 'Points are used in multiples of 50.',
      fix: 'Use 100 or 150.',
    });
    expect(await refusalOf(hold({ points: 50 }))).toMatchObject({
      code: 'REDEMPTION_LIMIT',
      message: 'At least 100 points are used at once.',
    });
    expect((await quote({ amountMinor: 100 })).redeemable).toMatchObject({ points: 0, limitedBy: 'minimum' });
    expect((await hold({ points: 150 })).redemption.expiresAt).toEqual(new Date('2026-12-08T10:05:00Z'));
  });

  it('not at all where the programme does not say what they are worth, nor for a member that nobody knows', async () => {
    const off = await openCheckout(database);
    await database.programme.update({
      where: { id: off.programmeId },
      data: { definition: { ...(await definitionOf(off.programmeId)), redemption: undefined } },
    });
    expect(await refusalOf(off.hold())).toMatchObject({ code: 'REDEMPTION_OFF' });
    expect((await off.quote({ points: 100 })).redeemable).toEqual({ points: 0, amountMinor: 0, limitedBy: 'off' });

    const { hold } = await openCheckout(database);
    expect(await refusalOf(hold({ memberId: 'nobody' }))).toMatchObject({
      code: 'MEMBER_NOT_FOUND',
      field: 'memberId',
    });
  });

  it.each([
    [{ points: 0 }, 'REQUEST_INVALID', 'points'],
    [{ points: 1.5 }, 'REQUEST_INVALID', 'points'],
    [{ amountMinor: 12.5 }, 'AMOUNT_INVALID', 'amountMinor'],
    [{ orderId: 'a b' }, 'REQUEST_INVALID', 'orderId'],
    [{ expiresInSeconds: 1 }, 'REQUEST_INVALID', 'expiresInSeconds'],
    [{ point: 1 }, 'REQUEST_INVALID', 'point'],
  ])('and %o is refused by its field', async (input, code, field) => {
    const { hold } = await openCheckout(database);
    expect(await refusalOf(hold(input as object))).toMatchObject({ code, field });
  });

  const definitionOf = async (id: number) =>
    (await database.programme.findUniqueOrThrow({ where: { id } })).definition as Record<string, never>;
});

describe('A hold ends', () => {
  it('by release, and a second one changes nothing', async () => {
    const { hold, release, balance, lots } = await openCheckout(database);
    const { redemption } = await hold();
    expect(await release(redemption.id)).toMatchObject({ status: 'released', balance: { available: 450, held: 0 } });
    expect(await release(redemption.id)).toMatchObject({ status: 'released', capturedPoints: 0 });
    expect(await balance()).toEqual({ available: 450, held: 0, debt: 0 });
    expect(await lots()).toMatchObject([{ left: 450, held: 0 }]);
  });

  it('by the clock: with the sweep, and for the checkout before it', async () => {
    const { hold, show, sweep, quote, clock, balance } = await openCheckout(database);
    const { redemption } = await hold();
    clock.at('2026-12-08T10:29:59.999Z');
    expect(await show(redemption.id)).toMatchObject({ status: 'held', balance: { available: 50, held: 400 } });
    clock.at('2026-12-08T10:30:00Z');
    expect(await show(redemption.id)).toMatchObject({ status: 'expired', balance: { available: 450, held: 0 } });
    expect((await quote()).redeemable).toMatchObject({ points: 450, limitedBy: 'balance' });
    expect(await sweep()).toMatchObject({ lots: 1, points: 400 });
    expect(await show(redemption.id)).toMatchObject({ status: 'expired' });
    expect(await database.redemption.findUnique({ where: { publicId: redemption.id } })).toMatchObject({
      status: 'expired',
    });
    expect(await balance()).toEqual({ available: 450, held: 0, debt: 0 });
  });

  it('for the next hold of the same order and points, though no sweep came', async () => {
    const { hold, release, clock, balance } = await openCheckout(database);
    const first = await hold();
    clock.at('2026-12-08T10:31:00Z');
    expect((await hold()).redemption).toMatchObject({ status: 'held', balance: { available: 50, held: 400 } });
    expect(await release(first.redemption.id)).toMatchObject({ status: 'expired' });
    expect(await balance()).toEqual({ available: 50, held: 400, debt: 0 });
  });

  it('and what was held past the end of its lot is gone with the next sweep, not before', async () => {
    const { hold, release, quote, clock, balance, programmeId } = await openCheckout(database);
    clock.at('2027-12-08T23:50:00Z');
    const { redemption } = await hold({ points: 450 });
    clock.at('2027-12-09T00:10:00Z');
    await expireDue(database, { programmeId, now: clock.now() });
    expect(await balance()).toEqual({ available: 0, held: 450, debt: 0 });
    expect(await release(redemption.id)).toMatchObject({ status: 'released', balance: { available: 0, held: 0 } });
    expect((await quote()).redeemable).toMatchObject({ points: 0, limitedBy: 'balance' });
    await expireDue(database, { programmeId, now: clock.now() });
    expect(await balance()).toEqual({ available: 0, held: 0, debt: 0 });
  });

  it('with the account, when that is wound up', async () => {
    const { hold, programmeId, show } = await openCheckout(database);
    const { redemption } = await hold();
    const { memberId } = await database.redemption.findUniqueOrThrow({ where: { publicId: redemption.id } });
    await database.$queryRaw`
      SELECT ok FROM ledger.forfeit_batch(ARRAY[row(${programmeId}::smallint, ${memberId}::bigint, 'forfeit', now(), null, null, null, null,
        null, 'staff', '1', 'test', 'closed')::ledger.request])`;
    expect(await show(redemption.id)).toMatchObject({ status: 'released', balance: { available: 0, held: 0 } });
    expect(await verifyInvariants(database, programmeId)).toEqual([]);
  });
});

describe('What is held is captured', () => {
  it('once: all of it, or a part and the rest is back in its lot at once', async () => {
    const { hold, capture, release, refund, balance, lots } = await openCheckout(database);
    const { id } = (await hold()).redemption;
    expect(await capture(id, 300)).toMatchObject({
      ...{ status: 'captured', points: 400, capturedPoints: 300, refundedPoints: 0 },
      balance: { available: 150, held: 0 },
    });
    expect(await lots()).toMatchObject([{ left: 150, held: 0 }]);
    expect(await refusalOf(capture(id))).toMatchObject({ code: 'REDEMPTION_STATUS' });
    expect(await refusalOf(capture(id, 300))).toMatchObject({ code: 'REDEMPTION_STATUS' });
    expect(await refusalOf(release(id))).toMatchObject({ code: 'REDEMPTION_STATUS' });
    expect(await refusalOf(refund(id, 301))).toMatchObject({
      code: 'REFUND_TOO_LARGE',
      fix: 'Give back at most 300.',
    });
    expect(await balance()).toEqual({ available: 150, held: 0, debt: 0 });
  });

  it('and not more than it was', async () => {
    const { hold, capture } = await openCheckout(database);
    const { id } = (await hold()).redemption;
    expect(await refusalOf(capture(id, 401))).toMatchObject({ code: 'REDEMPTION_LIMIT', fix: 'Use at most 400.' });
    expect(await refusalOf(capture('red_0000000000000000'))).toMatchObject({ code: 'REDEMPTION_NOT_FOUND' });
  });

  it('late, too, while the member has the points', async () => {
    for (const swept of [true, false]) {
      const { hold, capture, sweep, clock, balance, programmeId } = await openCheckout(database);
      const { id } = (await hold()).redemption;
      clock.at('2026-12-08T11:00:00Z');
      if (swept) await sweep();
      expect(await capture(id, 350)).toMatchObject({ status: 'captured', capturedPoints: 350 });
      expect(await balance()).toEqual({ available: 100, held: 0, debt: 0 });
      expect(await verifyInvariants(database, programmeId)).toEqual([]);
    }
  });

  it('and late no more once they are gone elsewhere', async () => {
    const { hold, capture, show, clock, balance } = await openCheckout(database);
    const { id } = (await hold()).redemption;
    clock.at('2026-12-08T11:00:00Z');
    await hold({ orderId: '1003', capture: true });
    expect(await refusalOf(capture(id))).toMatchObject({
      code: 'POINTS_INSUFFICIENT',
      message: 'The hold has run out, and the points it held are gone: 50 can be used.',
    });
    expect(await show(id)).toMatchObject({ status: 'expired' });
    expect(await balance()).toEqual({ available: 50, held: 0, debt: 0 });
  });

  it('not after it was let go', async () => {
    const { hold, capture, release } = await openCheckout(database);
    const { id } = (await hold()).redemption;
    await release(id);
    expect(await refusalOf(capture(id))).toMatchObject({ code: 'REDEMPTION_STATUS' });
  });
});

describe('What was used is given back', () => {
  it('in parts or whole, to the lots it came from, with their old ends', async () => {
    const { hold, capture, refund, release, lots, balance, programmeId } = await openCheckout(database);
    const { id } = (await hold()).redemption;
    await capture(id);
    expect(await refund(id, 100)).toMatchObject({ status: 'captured', capturedPoints: 400, refundedPoints: 100 });
    expect(await refund(id)).toMatchObject({ status: 'refunded', refundedPoints: 400, balance: { available: 450 } });
    expect(await refusalOf(refund(id))).toMatchObject({ code: 'REFUND_TOO_LARGE' });
    expect(await refusalOf(release(id))).toMatchObject({ code: 'REDEMPTION_STATUS' });
    expect(await lots()).toEqual([{ left: 450, held: 0, expiresAt: new Date('2027-12-08T23:59:59.999Z') }]);
    expect(await balance()).toEqual({ available: 450, held: 0, debt: 0 });
    expect(await verifyInvariants(database, programmeId)).toEqual([]);
  });

  it('past the end of those lots, too: points never grow younger', async () => {
    const { hold, refund, clock, balance, programmeId } = await openCheckout(database);
    const { id } = (await hold({ capture: true })).redemption;
    clock.at('2028-01-01T00:00:00Z');
    expect(await refund(id)).toMatchObject({ status: 'refunded', balance: { available: 0 } });
    await expireDue(database, { programmeId, now: clock.now() });
    expect(await balance()).toEqual({ available: 0, held: 0, debt: 0 });
  });

  it('and with a reason', async () => {
    const { hold, programmeId, deps } = await openCheckout(database);
    const { refundRedemption } = await import('../../modules/checkout/refund.ts');
    const { id } = (await hold({ capture: true })).redemption;
    const call = refundRedemption(deps, programmeId, id, { reason: ' ' }, { actor: 'test' });
    expect(await refusalOf(call)).toMatchObject({ code: 'REASON_REQUIRED', field: 'reason' });
  });

  it('of nothing that was only held', async () => {
    const { hold, refund } = await openCheckout(database);
    expect(await refusalOf(refund((await hold()).redemption.id))).toMatchObject({ code: 'REDEMPTION_STATUS' });
  });
});

describe('Redemptions are listed', () => {
  it('the latest first, by member, order and state, page by page', async () => {
    const { hold, release, send, clock, programmeId, deps } = await openCheckout(database);
    await send('member.joined', {}, { memberId: 'ben' });
    await send('order.placed', { orderId: '9', amountMinor: 10_000 }, { memberId: 'ben' });
    const made = [];
    for (const orderId of ['1', '2', '3']) made.push((await hold({ orderId, points: 100 })).redemption.id);
    const ben = (await hold({ memberId: 'ben', orderId: '4', points: 10, expiresInSeconds: 86_400 })).redemption.id;
    await release(made[0] ?? '');
    const list = async (filter: object) => {
      const { redemptions, next } = await listRedemptions(deps, programmeId, { limit: 10, ...filter });
      return { ids: redemptions.map(({ id }) => id), next };
    };
    expect(await list({})).toEqual({ ids: [ben, ...made.toReversed()], next: null });
    expect((await list({ memberId: 'anna-1' })).ids).toEqual(made.toReversed());
    expect((await list({ orderId: '2' })).ids).toEqual([made[1]]);
    expect((await list({ status: ['released'] })).ids).toEqual([made[0]]);
    clock.at('2026-12-08T10:45:00Z');
    expect((await list({ status: ['held'] })).ids).toEqual([ben]);
    expect((await list({ status: ['expired', 'released'] })).ids).toEqual(made.toReversed());
    const first = await list({ limit: 3 });
    expect(first.ids).toHaveLength(3);
    expect(await list({ limit: 3, before: first.next })).toEqual({ ids: [made[0]], next: null });
  });
});

describe('A redemption that is not as the ledger has it', () => {
  it.each([
    `status = 'released'`,
    `status = 'captured', captured_points = 400`,
    `status = 'captured', captured_points = 300, refunded_points = 0`,
  ])('is found by the invariants: %s', async (change) => {
    const { hold, programmeId } = await openCheckout(database);
    const { id } = (await hold()).redemption;
    expect(await verifyInvariants(database, programmeId)).toEqual([]);
    await database.$executeRawUnsafe(`UPDATE redemption SET ${change} WHERE public_id = '${id}'`);
    const found = await verifyInvariants(database, programmeId);
    expect(found).toMatchObject([{ invariant: 'redemptions-are-points' }]);
  });
});
