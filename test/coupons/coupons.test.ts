import { beforeAll, describe, expect, it } from 'vitest';
import type { CouponOffer } from '../../modules/coupons/rules.ts';
import { issueCoupons } from '../../modules/coupons/issue.ts';
import { cancelCoupons, expireCoupons, redeemCoupons, refundCoupons } from '../../modules/coupons/move.ts';
import { couponStates } from '../../modules/coupons/rows-states.ts';
import { findViolations } from '../../modules/invariants/verify.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { openShopWithAnna } from '../support/shop.ts';

const fiveOff: CouponOffer = {
  name: '5 off your next order',
  benefit: { kind: 'amountOff', amountMinor: 500 },
  minOrderMinor: 2_000,
  validDays: 10,
};
const doublePoints: CouponOffer = {
  name: 'double points',
  benefit: { kind: 'points', multiplier: { numerator: 2, denominator: 1 } },
  validDays: 10,
};
const issuedAt = new Date('2026-05-02T10:00:00Z');
const inTime = new Date('2026-05-05T10:00:00Z');
const tooLate = new Date('2026-05-13T10:00:00Z');

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase());
});

/** Anna's shop, and what happens to coupons there. */
async function open() {
  const shop = await openShopWithAnna(database);
  const { programmeId } = shop;
  const anna = String((await shop.member()).id);
  let keys = 0;
  const request = (offer: CouponOffer, more: { key?: string; memberId?: string; at?: Date } = {}) => ({
    ...{ memberId: anna, key: `issue:${++keys}`, at: issuedAt, offer, actor: 'test', reason: 'a test' },
    ...more,
  });
  const issueAll = (...requests: ReturnType<typeof request>[]) =>
    issueCoupons(database, { programmeId, zone: 'Europe/London' }, requests);
  const issue = async (offer: CouponOffer, more = {}) => {
    const [coupon] = await issueAll(request(offer, more));
    if (!coupon?.ok) throw new Error('not issued');
    return coupon;
  };
  const move = { actor: 'test', at: inTime };
  const redeem = (code: string, more: object = {}) =>
    redeemCoupons(database, programmeId, [
      { ...move, code, key: `redeem:${++keys}`, orderId: `O-${keys}`, amountMinor: 2_000, ...more },
    ]);
  const refund = (code: string, at = inTime) =>
    refundCoupons(database, programmeId, [{ ...move, code, at, key: `refund:${++keys}` }]);
  const cancel = (code: string) =>
    cancelCoupons(database, programmeId, [{ ...move, code, key: `cancel:${++keys}`, reason: 'a mistake' }]);
  const sweep = (now: Date) => expireCoupons(database, { programmeId, now, afterMemberId: 0n, membersMax: 100 });
  const stateOf = async ({ couponId }: { couponId: string }, now = inTime) =>
    (await couponStates(database, { programmeId, now }, [couponId]))[0]?.status;
  const holds = () => findViolations(database, programmeId);
  return { ...shop, anna, request, issueAll, issue, redeem, refund, cancel, sweep, stateOf, holds };
}

const ok: unknown = expect.objectContaining({ ok: true });
const refusal = (code: string): unknown => expect.objectContaining({ ok: false, code });

describe('A coupon', () => {
  it('has a code nobody guesses and is good to the end of its last local day', async () => {
    const shop = await open();
    const coupon = await shop.issue(fiveOff);
    expect(coupon.code).toMatch(/^[A-HJKMNP-Z2-9]{4}(-[A-HJKMNP-Z2-9]{4}){2}$/);
    expect(coupon.expiresAt.toISOString()).toBe('2026-05-12T22:59:59.999Z');
    expect(await shop.redeem(coupon.code, { at: coupon.expiresAt })).toEqual([ok]);
  });

  it('is issued once by its key, and the key of one request is not the key of another', async () => {
    const shop = await open();
    const again = shop.request(fiveOff, { key: 'k', at: new Date('2026-05-04T10:00:00Z') });
    const [first] = await shop.issueAll(shop.request(fiveOff, { key: 'k' }));
    expect(await shop.issueAll(again)).toEqual([{ ...first, replayed: true }]);
    expect(await shop.issueAll(shop.request(doublePoints, { key: 'k' }))).toEqual([refusal('IDEMPOTENCY_KEY_REUSED')]);
    expect(await database.ledgerCoupon.count({ where: { programmeId: shop.programmeId } })).toBe(1);
  });

  it('is issued by the batch, each with a code of its own', async () => {
    const shop = await open();
    const coupons = await shop.issueAll(...Array.from({ length: 500 }, () => shop.request(doublePoints)));
    expect(new Set(coupons.map((coupon) => coupon.ok && coupon.code)).size).toBe(500);
  });

  it('is used at most once, however many try at the same moment', async () => {
    const shop = await open();
    for (let round = 0; round < 10; round++) {
      const { code } = await shop.issue(fiveOff);
      const tries = await Promise.all(Array.from({ length: 8 }, () => shop.redeem(code)));
      expect(tries.flat().filter((answer) => answer.ok)).toHaveLength(1);
      expect(tries.flat().filter((answer) => !answer.ok && answer.code === 'COUPON_USED')).toHaveLength(7);
    }
    expect(await shop.holds()).toEqual([]);
  });

  it('answers a repeated redemption as the first time, also when both come at once', async () => {
    const shop = await open();
    const { code } = await shop.issue(fiveOff);
    const same = { key: 'once', orderId: 'A-1' };
    const answers = (await Promise.all([1, 2, 3].map(() => shop.redeem(code, same)))).flat();
    expect(answers).toEqual([ok, ok, ok]);
    expect(answers.filter((answer) => answer.ok && answer.replayed)).toHaveLength(2);
    expect(await shop.redeem(code, { ...same, orderId: 'A-2' })).toEqual([refusal('IDEMPOTENCY_KEY_REUSED')]);
  });

  it('is refused with the reason', async () => {
    const shop = await open();
    const { code } = await shop.issue(fiveOff);
    expect(await shop.redeem('AAAA-AAAA-AAAA')).toEqual([refusal('COUPON_NOT_FOUND')]);
    expect(await shop.redeem(code, { memberId: '999999' })).toEqual([refusal('COUPON_NOT_YOURS')]);
    expect(await shop.redeem(code, { amountMinor: 1_999 })).toEqual([refusal('COUPON_BELOW_MINIMUM')]);
    expect(await shop.redeem(code, { at: tooLate })).toEqual([refusal('COUPON_EXPIRED')]);
    expect(await shop.refund(code)).toEqual([refusal('COUPON_NOT_USED')]);
    expect(await shop.cancel(code)).toEqual([ok]);
    expect(await shop.redeem(code)).toEqual([refusal('COUPON_CANCELLED')]);
  });

  it('can be used again after its redemption was cancelled in time', async () => {
    const shop = await open();
    const coupon = await shop.issue(fiveOff);
    await shop.redeem(coupon.code);
    expect(await shop.refund(coupon.code, tooLate)).toEqual([refusal('COUPON_EXPIRED')]);
    expect(await shop.refund(coupon.code)).toEqual([ok]);
    expect(await shop.stateOf(coupon)).toBe('issued');
    expect(await shop.redeem(coupon.code)).toEqual([ok]);
    expect(await shop.holds()).toEqual([]);
  });

  it('expires after its last day, once, and an order of that day still counts', async () => {
    const shop = await open();
    const [forgotten, used] = [await shop.issue(fiveOff), await shop.issue(fiveOff)];
    expect(await shop.sweep(forgotten.expiresAt)).toMatchObject({ coupons: 0 });
    expect(await shop.stateOf(forgotten, tooLate)).toBe('expired');
    expect(await shop.sweep(tooLate)).toMatchObject({ coupons: 2 });
    expect(await shop.sweep(tooLate)).toMatchObject({ coupons: 0 });
    expect(await shop.redeem(used.code, { at: inTime })).toEqual([ok]);
    expect(await shop.redeem(forgotten.code, { at: tooLate })).toEqual([refusal('COUPON_EXPIRED')]);
    expect(await shop.holds()).toEqual([]);
  });

  it('changes by a move only, and moves stay as they are', async () => {
    const shop = await open();
    const { couponId } = await shop.issue(fiveOff);
    const id = BigInt(couponId);
    await expect(database.ledgerCoupon.update({ where: { id }, data: { status: 'redeemed' } })).rejects.toThrow(
      /by a move/,
    );
    await expect(database.ledgerCoupon.delete({ where: { id } })).rejects.toThrow(/by a move/);
    await expect(
      database.ledgerCouponMove.updateMany({ where: { couponId: id }, data: { kind: 'CANCEL' } }),
    ).rejects.toThrow(/never changed/);
    await expect(database.ledgerCouponMove.deleteMany({ where: { couponId: id } })).rejects.toThrow(/never changed/);
    await expect(
      database.$executeRaw`INSERT INTO ledger.coupon_move (programme_id, coupon_id, kind, key, request_hash, member_id, at, actor)
        SELECT programme_id, id, 'REFUND', 'x', '', member_id, now(), 'x' FROM ledger.coupon WHERE id = ${id}`,
    ).rejects.toThrow(/COUPON_MOVE/);
  });

  it('that was tampered with is found by the ledger check', async () => {
    const shop = await open();
    const { couponId } = await shop.issue(fiveOff);
    await database.$transaction([
      database.$executeRaw`ALTER TABLE ledger.coupon DISABLE TRIGGER coupon_only_by_moves`,
      database.$executeRaw`UPDATE ledger.coupon SET status = 'redeemed', order_id = 'X' WHERE id = ${BigInt(couponId)}`,
      database.$executeRaw`ALTER TABLE ledger.coupon ENABLE TRIGGER coupon_only_by_moves`,
    ]);
    expect(await shop.holds()).toEqual([expect.objectContaining({ invariant: 'coupons-are-moves' })]);
  });
});

describe('An order with a coupon', () => {
  const withCoupon = (coupon: string) => ({ orderId: 'A-1', amountMinor: 2_000, coupon });

  it('uses it, and brings double points where the coupon says so', async () => {
    const shop = await open();
    const coupon = await shop.issue(doublePoints);
    const event = shop.event('order.placed', withCoupon(coupon.code.toLowerCase()));
    expect(await shop.send(event)).toMatchObject([{ kind: 'accepted', points: 40, result: { coupon: coupon.code } }]);
    expect(await shop.send(event)).toMatchObject([{ kind: 'duplicate', points: 40 }]);
    expect(await shop.stateOf(coupon)).toBe('redeemed');
    expect(await shop.balance()).toMatchObject({ available: 40 });
  });

  it('is refused when the coupon is unknown, used, expired, too large for it or not the member’s', async () => {
    const shop = await open();
    const [coupon, used] = [await shop.issue(fiveOff), await shop.issue(fiveOff)];
    await shop.redeem(used.code, { orderId: 'elsewhere' });
    const place = (code: string, data: object = {}, more: object = {}) =>
      shop.send(shop.event('order.placed', { ...withCoupon(code), ...data }, more));
    const refused = (code: string): unknown[] => [
      expect.objectContaining({ kind: 'refused', code, field: 'data.coupon' }),
    ];
    expect(await place('nonsense')).toEqual(refused('COUPON_NOT_FOUND'));
    expect(await place(used.code)).toEqual(refused('COUPON_USED'));
    expect(await place(coupon.code, { amountMinor: 1_999 })).toEqual(refused('COUPON_BELOW_MINIMUM'));
    expect(await place(coupon.code, {}, { occurredAt: '2026-05-13T10:00:00Z' })).toEqual(refused('COUPON_EXPIRED'));
    await shop.send(shop.event('member.joined', {}, { memberId: 'ben' }));
    expect(await place(coupon.code, {}, { memberId: 'ben' })).toEqual(refused('COUPON_NOT_YOURS'));
    expect(await shop.rows()).toMatchObject({ orders: 0 });
    expect(await shop.stateOf(coupon)).toBe('issued');
  });

  it('of two orders in one batch only the first gets it', async () => {
    const shop = await open();
    const { code } = await shop.issue(fiveOff);
    const answers = await shop.send(
      shop.event('order.placed', withCoupon(code)),
      shop.event('order.placed', { ...withCoupon(code), orderId: 'A-2' }),
    );
    expect(answers).toMatchObject([{ kind: 'accepted' }, { kind: 'refused', code: 'COUPON_USED' }]);
  });

  it('and the till at the same moment: one of the two', async () => {
    const shop = await open();
    for (let round = 0; round < 5; round++) {
      const { code } = await shop.issue(fiveOff);
      const data = { ...withCoupon(code), orderId: `R-${round}` };
      const [[event], [till]] = await Promise.all([shop.send(shop.event('order.placed', data)), shop.redeem(code)]);
      expect([event?.kind === 'accepted', till?.ok].filter(Boolean)).toHaveLength(1);
    }
    expect(await shop.holds()).toEqual([]);
  });

  it('that comes back whole gives the coupon back, a part of it does not', async () => {
    const now = new Date('2026-05-20T12:00:00Z');
    const shop = await open();
    const coupon = await shop.issue({ ...fiveOff, validDays: 30 });
    await shop.send(shop.event('order.placed', withCoupon(coupon.code)));
    await shop.send(shop.back({ orderId: 'A-1', amountMinor: 500 }));
    expect(await shop.stateOf(coupon, now)).toBe('redeemed');
    await shop.send(shop.back({ orderId: 'A-1' }));
    expect(await shop.stateOf(coupon, now)).toBe('issued');
    expect(await shop.holds()).toEqual([]);
  });

  it('that comes back after the coupon’s last day gives nothing back', async () => {
    const shop = await open();
    const coupon = await shop.issue(fiveOff);
    await shop.send(shop.event('order.placed', withCoupon(coupon.code)));
    await shop.send(shop.back({ orderId: 'A-1' }));
    expect(await shop.stateOf(coupon)).toBe('redeemed');
  });
});
