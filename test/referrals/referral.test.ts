import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { decideReview } from '../../modules/reviews/decide.ts';
import { type Inviting, startInviting } from '../support/inviting.ts';
import { openSteppedWorld, type SteppedWorld } from '../support/stepped-world.ts';
import type { StoryWorld } from '../support/story-world.ts';

const startAt = new Date('2026-03-02T09:15:00Z');

let on: SteppedWorld;
let world: StoryWorld;
let rita: Inviting;
beforeAll(async () => {
  on = await openSteppedWorld('referral', startAt);
  world = on.world;
  const profile = { email: 'rita@members.example', deviceId: 'rita-phone', ip: '203.0.113.7' };
  await world.happen('rita', 'member.joined', profile);
  rita = await startInviting(on, 'rita');
  await world.launch('referral-reward');
  await on.startWorker();
});
afterAll(() => on.stop());

const order = (memberId: string, orderId: string, amountMinor: number) =>
  world.happen(memberId, 'order.placed', { orderId, amountMinor });
const pointsFrom = async (externalId: string, source: string) => {
  const { id: memberId } = await world.memberOf(externalId);
  const txns = await world.database.ledgerTxn.findMany({ where: { memberId, reason: source } });
  return txns.reduce((sum, txn) => sum + (txn.kind === 'CLAWBACK' ? -1 : 1) * Number(txn.amount), 0);
};

describe('A member who brings friends, with the shipped campaign', () => {
  it('lives through two months on the real servers', async () => {
    await rita.invite('fay');
    await rita.invite('gus');
    await rita.invite('ivy');
    await rita.invite('alias', { email: 'Rita+2@members.example' });
    await rita.invite('dan', { deviceId: 'rita-phone' });
    await rita.comesTo('alias', 'refused');
    await rita.comesTo('dan', 'review');
    await on.liveTo(1);
    await order('fay', 'F-1', 4_000);
    await order('gus', 'G-1', 4_000);
    await order('ivy', 'I-1', 2_900);
    await rita.comesTo('gus', 'waiting');
    await world.happen('gus', 'order.returned', { orderId: 'G-1' });
    await rita.comesTo('gus', 'joined');

    const { id } = await world.database.reviewCase.findFirstOrThrow({ where: { subject: 'referral', status: 'open' } });
    await decideReview(world, world.programme.id, { caseId: String(id), approved: true, actor: 'kim' });
    await order('dan', 'D-1', 5_000);

    await rita.comesTo('fay', 'paid');
    await rita.comesTo('dan', 'paid');
    await world.happen('dan', 'order.returned', { orderId: 'D-1' });
    await rita.comesTo('dan', 'returned');
    await rita.comesTo('gus', 'refused');
    await rita.comesTo('ivy', 'refused');
    await on.passUntil(
      () => world.database.enrolment.count({ where: { status: 'active' } }),
      (active) => active === 0,
    );
  });

  it('rewards both sides of an order that was kept through its return window', async () => {
    expect(await pointsFrom('fay', 'Invited by a friend')).toBe(50);
    const { rewards } = await world.database.referral.findFirstOrThrow({
      where: { refereeId: (await world.memberOf('fay')).id },
    });
    expect(rewards).toMatchObject({ friend: { points: 50 }, referrer: { points: 100 } });
    expect(world.mailsTo('fay')).toEqual([
      expect.stringMatching(/invitation: 50 points/),
      expect.stringMatching(/50 points for you/),
    ]);
  });

  it('pays nothing for an order that came back within its window, nor for one too small', async () => {
    expect(await rita.invitation('gus')).toMatchObject({
      reasons: ['no order of the amount within 30 days of joining'],
    });
    expect(await rita.invitation('ivy')).toMatchObject({
      reasons: ['no order of the amount within 30 days of joining'],
    });
    expect(await pointsFrom('gus', 'Invited by a friend')).toBe(0);
  });

  it('rejects another spelling of her own address, and lets a person decide about her own device', async () => {
    expect((await rita.invitation('alias'))?.reasons[0]).toMatch(/another spelling/);
    expect(await world.database.reviewCase.findMany()).toMatchObject([{ status: 'approved', decidedBy: 'kim' }]);
  });

  it('takes both rewards back, once, when the order comes back after the payment', async () => {
    expect(await rita.invitation('dan')).toMatchObject({ state: 'returned', reward: { points: 100 } });
    const taken = await world.database.ledgerTxn.findMany({ where: { kind: 'CLAWBACK', sourceType: 'enrolment' } });
    expect(taken.map(({ amount }) => Number(amount)).sort()).toEqual([100, 50]);
    expect(await pointsFrom('rita', 'Invited a friend')).toBe(200);
  });

  it('keeps the referrer informed in words', () => {
    const told = world.mailsTo('rita');
    expect(told.filter((subject) => /friend has joined/.test(subject))).toHaveLength(4);
    expect(told.filter((subject) => /100 points for bringing a friend/.test(subject))).toHaveLength(2);
    expect(told.filter((subject) => /a reward was taken back/.test(subject))).toHaveLength(1);
    expect(told.filter((subject) => subject === 'About your invitation')).toHaveLength(3);
  });

  it('leaves a ledger that adds up', async () => {
    expect(await verifyInvariants(world.database)).toEqual([]);
  });
});
