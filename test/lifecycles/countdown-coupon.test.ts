import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { earn } from '../../modules/ledger/earn.ts';
import { spend } from '../../modules/ledger/redeem.ts';
import { openSteppedWorld, type SteppedWorld } from '../support/stepped-world.ts';
import type { StoryWorld } from '../support/story-world.ts';

let on: SteppedWorld;
let world: StoryWorld;
beforeAll(async () => {
  on = await openSteppedWorld('countdown', new Date('2026-03-02T09:15:00Z'));
  world = on.world;
}, 30_000);
afterAll(() => on.stop());

const source = { type: 'test', id: '1' };
async function requestOf(member: string, key: string, at: Date) {
  const { id: memberId } = await world.memberOf(member);
  return { programmeId: world.programme.id, memberId, key: `${key}:${member}`, at, source, actor: 'test' };
}

/** A member with 300 points from last year that expire on day 12. */
async function hoarder(member: string): Promise<void> {
  await world.happen(member, 'member.joined', {
    ...{ email: `${member}@members.example`, name: member, consent: { email: true } },
  });
  const request = await requestOf(member, 'old', new Date('2025-04-01T12:00:00Z'));
  expect(await earn(world.database, [{ ...request, points: 300, expiresAt: world.dayOf(12) }])).toMatchObject([
    { ok: true },
  ]);
}

async function couponsOf(member: string) {
  const { id: memberId } = await world.memberOf(member);
  return world.database.ledgerCoupon.findMany({ where: { memberId } });
}

/** The texts of the mails a member got, oldest first. */
async function textsTo(member: string): Promise<string[]> {
  const mails = world.catcher.messages().filter(({ to }) => to.includes(`${member}@members.example`));
  const raws = await Promise.all(mails.map(({ id }) => world.catcher.raw(id)));
  return Promise.all(raws.map(async (raw) => (await simpleParser(raw ?? '')).text ?? ''));
}

describe('A countdown with a short coupon at seven days', () => {
  it('gives it with that message alone, once, to whom it can still help; it doubles the points of an order', async () => {
    await hoarder('dora');
    await hoarder('emil');
    await world.launch('points-expiry', {
      'settings.ladderDays': [7, 3],
      'settings.coupon': { name: 'Double points', pointsMultiplier: 2, validDays: 5 },
      'settings.couponDaysBefore': 7,
    });
    await spend(world.database, [{ ...(await requestOf('emil', 'spend', world.clock.now())), points: 300 }]);
    await on.startWorker();

    const [coupon] = await on.passUntil(
      () => couponsOf('dora'),
      (coupons) => coupons.length > 0,
    );
    const [first] = await on.passUntil(
      () => textsTo('dora'),
      (texts) => texts.length === 1,
    );
    expect(first).toContain('300 points');
    expect(first).toContain(coupon?.code);
    expect(coupon?.issuedAt.getTime()).toBeLessThan(world.dayOf(6).getTime());
    expect(coupon?.expiresAt.getTime()).toBeLessThan(world.dayOf(12).getTime());

    const order = { orderId: 'o-1', amountMinor: 5_000, currency: 'GBP' };
    const plain = await world.happen('emil', 'order.placed', order);
    const doubled = await world.happen('dora', 'order.placed', {
      ...order,
      orderId: 'o-2',
      coupon: coupon?.code ?? '',
    });
    expect([plain, doubled]).toMatchObject([{ points: 50 }, { points: 100 }]);
    expect(await couponsOf('dora')).toMatchObject([{ status: 'redeemed', orderId: 'o-2' }]);

    const [, second] = await on.passUntil(
      () => textsTo('dora'),
      (texts) => texts.length === 2,
    );
    expect(second).toContain('300 points');
    expect(second).not.toContain(coupon?.code);
    expect(await couponsOf('dora')).toHaveLength(1);
    expect(await couponsOf('emil')).toEqual([]);
    expect(world.mailsTo('emil')).toEqual([]);
  });
});
