import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { readCampaignReport } from '../../modules/campaigns/report.ts';
import { type Inviting, startInviting } from '../support/inviting.ts';
import { openSteppedWorld, type SteppedWorld } from '../support/stepped-world.ts';
import type { StoryWorld } from '../support/story-world.ts';

const startAt = new Date('2026-03-02T09:15:00Z');
const friends = ['fay', 'gus', 'hal'];

let on: SteppedWorld;
let world: StoryWorld;
let rita: Inviting;
beforeAll(async () => {
  on = await openSteppedWorld('coupons', startAt);
  world = on.world;
  await world.happen('rita', 'member.joined', { email: 'rita@members.example' });
  rita = await startInviting(on, 'rita');
  await world.launch('referral-reward', {
    ...{ 'settings.paysOn': 'first-order', 'settings.returnWindowDays': 2, 'settings.takeBackDays': 8 },
    ...{ 'settings.friendPoints': 0, 'settings.referrerPoints': 0 },
    'settings.friendCoupon': { name: '5 off for a friend', amountOff: 5, validDays: 60 },
    'settings.referrerCoupon': { name: '10% off for inviting', percentOff: 10, validDays: 60 },
  });
  await on.startWorker();
});
afterAll(() => on.stop());

/** The coupons that a friend's invitation brought: the friend's own, and rita's. */
async function couponsOf(friend: string) {
  const { id: enrolmentId } = (await world.enrolmentOf(friend))!;
  const coupons = await world.database.ledgerCoupon.findMany({ where: { enrolmentId }, orderBy: { id: 'asc' } });
  const [friendId, ritaId] = [(await world.memberOf(friend)).id, (await world.memberOf('rita')).id];
  const of = (memberId: bigint) => coupons.filter((coupon) => coupon.memberId === memberId);
  expect([of(friendId).length, of(ritaId).length, coupons.length]).toEqual([1, 1, 2]);
  return { friend: of(friendId)[0]!, rita: of(ritaId)[0]! };
}
const order = (memberId: string, orderId: string, coupon?: string) =>
  world.send(memberId, 'order.placed', { orderId, amountMinor: 4_000, ...(coupon === undefined ? {} : { coupon }) });

describe('A referral that rewards both sides with a coupon', () => {
  it('is lived through on the real servers', async () => {
    for (const friend of friends) await rita.invite(friend);
    await on.liveTo(1);
    for (const friend of friends) await order(friend, `${friend}-1`);
    for (const friend of friends) await rita.comesTo(friend, 'paid');
    // Fay uses her own coupon, and rita the one that hal brought; then gus and hal send their orders back.
    expect(await order('fay', 'fay-2', (await couponsOf('fay')).friend.code)).toMatchObject({ kind: 'accepted' });
    expect(await order('rita', 'rita-1', (await couponsOf('hal')).rita.code)).toMatchObject({ kind: 'accepted' });
    for (const friend of ['gus', 'hal']) {
      await world.happen(friend, 'order.returned', { orderId: `${friend}-1` });
      await rita.comesTo(friend, 'returned');
    }
    await on.passUntil(
      () => world.database.enrolment.count({ where: { status: 'active' } }),
      (active) => active === 0,
    );
  });

  it('gives each a coupon once the order has been kept through its return window, and no points', async () => {
    for (const friend of friends) {
      const { friend: own, rita: hers } = await couponsOf(friend);
      expect([own.name, hers.name]).toEqual(['5 off for a friend', '10% off for inviting']);
      const { placedAt } = await world.database.salesOrder.findFirstOrThrow({ where: { orderId: `${friend}-1` } });
      const windowMs = 2 * 86_400_000;
      expect(own.issuedAt.getTime() - placedAt.getTime()).toBeGreaterThanOrEqual(windowMs);
      expect(hers.issuedAt.getTime() - placedAt.getTime()).toBeGreaterThanOrEqual(windowMs);
    }
    expect(await world.database.ledgerTxn.count({ where: { sourceType: 'enrolment' } })).toBe(0);
  });

  it('writes to both, with the coupon in place of points', async () => {
    expect(world.mailsTo('fay')).toContain('5 off for a friend for you: your friend’s invitation');
    const told = world.mailsTo('rita');
    expect(told.filter((subject) => subject === '10% off for inviting for bringing a friend')).toHaveLength(3);
    const { rita: hers } = await couponsOf('fay');
    expect((await rita.invitation('fay'))?.reward).toMatchObject({
      ...{ points: 0, coupon: '10% off for inviting', couponCode: hers.code },
    });
  });

  it('lets each be used like any other', async () => {
    const { friend: own, rita: hers } = await couponsOf('fay');
    expect(own).toMatchObject({ status: 'redeemed', orderId: 'fay-2' });
    expect(hers).toMatchObject({ status: 'issued', orderId: null });
    expect(await world.enrolmentOf('fay')).toMatchObject({ status: 'done', reason: 'both were rewarded' });
  });

  it('takes both back when the order comes back, and they are good for nothing then', async () => {
    const { friend: own, rita: hers } = await couponsOf('gus');
    expect([own.status, hers.status]).toEqual(['cancelled', 'cancelled']);
    expect(await order('gus', 'gus-2', own.code)).toMatchObject({ kind: 'refused', code: 'COUPON_CANCELLED' });
    expect(world.mailsTo('rita')).toContain('About your invitation: a reward was taken back');
  });

  it('leaves a coupon that was used where it was used, and says so', async () => {
    const { friend: own, rita: hers } = await couponsOf('hal');
    expect(own.status).toBe('cancelled');
    expect(hers).toMatchObject({ status: 'redeemed', orderId: 'rita-1' });
    const { id: enrolmentId, reason } = (await world.enrolmentOf('hal'))!;
    expect(reason).toBe('the order was returned, and the rewards were taken back');
    const back = await world.database.step.findFirstOrThrow({
      where: { enrolmentId, key: { contains: '/referrer-coupon-back/' } },
    });
    expect(back.outcome).toMatchObject({ kind: 'refused', code: 'COUPON_USED' });
  });

  it('counts them in its report, and leaves a ledger that adds up', async () => {
    const { database, programme, clock } = world;
    const report = await readCampaignReport(database, programme.id, 'referral-reward', clock.now());
    expect(report.coupons.toSorted((a, b) => a.name.localeCompare(b.name))).toMatchObject([
      { name: '10% off for inviting', given: 3, open: 1, redeemed: 1, cancelled: 1 },
      { name: '5 off for a friend', given: 3, open: 0, redeemed: 1, cancelled: 2 },
    ]);
    expect(await verifyInvariants(database)).toEqual([]);
  });
});
