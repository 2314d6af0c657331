import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { earn } from '../../modules/ledger/earn.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { spend } from '../../modules/ledger/redeem.ts';
import { decideReview } from '../../modules/reviews/decide.ts';
import { openSteppedWorld, type SteppedWorld } from '../support/stepped-world.ts';
import type { StoryWorld } from '../support/story-world.ts';

const startAt = new Date('2026-03-02T09:15:00Z');

// The shipped programme and campaigns, as a newcomer applies and launches them, three weeks of them.
let on: SteppedWorld;
let world: StoryWorld;
beforeAll(async () => {
  on = await openSteppedWorld('playbooks', startAt);
  world = on.world;
});
afterAll(() => on.stop());

/** Points of a member that came some time ago and expire on a day of this story. */
async function oldPoints(externalId: string, points: number, expiresOn: number): Promise<void> {
  const { id: memberId } = await world.memberOf(externalId);
  const [answer] = await earn(world.database, [
    {
      programmeId: world.programme.id,
      memberId,
      key: `old:${externalId}`,
      at: new Date('2025-04-01T12:00:00Z'),
      source: { type: 'test', id: '1' },
      actor: 'test',
      points,
      expiresAt: world.dayOf(expiresOn),
    },
  ]);
  expect(answer).toMatchObject({ ok: true });
}

async function redeem(externalId: string, points: number): Promise<void> {
  const { id: memberId } = await world.memberOf(externalId);
  const source = { type: 'test', id: '1' };
  const request = {
    programmeId: world.programme.id,
    memberId,
    key: randomUUID(),
    at: world.clock.now(),
    source,
    actor: 'test',
    points,
  };
  expect(await spend(world.database, [request])).toMatchObject([{ ok: true }]);
}

describe('Three weeks with the shipped campaigns', () => {
  it('runs them on the real servers while members join, shop, spend and forget', async () => {
    const profile = (email: string) => ({ email, name: email.split('@')[0], consent: { email: true } });
    await world.happen('dora', 'member.joined', profile('dora@members.example'));
    await world.happen('emil', 'member.joined', profile('emil@members.example'));
    await oldPoints('dora', 300, 12);
    await oldPoints('emil', 80, 13);
    await world.launch('onboarding-gift');
    await world.launch('points-expiry');
    await on.startWorker();

    await world.happen('anna', 'member.joined', profile('anna@members.example'));
    await world.happen('ben', 'member.joined', profile('ben@members.example'));
    await on.passUntil(
      () => world.availableOf('anna'),
      (points) => points === 100,
    );
    await world.happen('cleo', 'member.joined', profile('Anna+again@members.example'));
    await world.happen('anna', 'member.updated', { birthday: '1990-05-17' });
    await on.passUntil(
      () => world.availableOf('anna'),
      (points) => points === 150,
    );
    await world.happen('anna', 'order.placed', { orderId: 'A-1', amountMinor: 2_000, currency: 'GBP' });

    // Each has been told once, a week before, and then spends.
    await on.passUntil(
      async () => [...world.mailsTo('dora'), ...world.mailsTo('emil')],
      (told) => told.length === 2,
    );
    await redeem('dora', 180);
    await redeem('emil', 80);
    await on.liveTo(12 + 7.5 + 2);
    await on.passUntil(
      () => world.enrolmentOf('dora', 'points-expiry'),
      (enrolment) => enrolment?.status === 'done',
    );
  });

  it('gave the gift, the profile points and the bonus, and ended at the first order', async () => {
    expect(await world.enrolmentOf('anna', 'onboarding-gift')).toMatchObject({
      status: 'done',
      reason: 'placed the first order',
    });
    expect(await world.availableOf('anna')).toBe(100 + 50 + 100 + 20);
    expect(world.mailsTo('anna')[0]).toMatch(/welcome/i);
  });

  it('reminded whoever left the profile incomplete, and went on waiting for the order', async () => {
    expect(await world.enrolmentOf('ben', 'onboarding-gift')).toMatchObject({ status: 'active' });
    expect(world.mailsTo('ben')).toHaveLength(2);
  });

  it('held the second account of a person for review, and gave it what a person approved', async () => {
    const { id: memberId } = await world.memberOf('cleo');
    const held = await world.database.reviewCase.findFirstOrThrow({ where: { memberId } });
    expect(held).toMatchObject({ subject: 'onboarding-gift', status: 'open' });
    expect(held.reasons).toEqual(['the same e-mail address as member anna, who has had it']);
    expect(await world.availableOf('cleo')).toBe(0);
    expect(world.mailsTo('Anna+again@members.example')).toEqual([]);
    const decision = { caseId: String(held.id), approved: true, actor: 'test' };
    await decideReview(world, world.programme.id, decision);
    await on.passUntil(
      () => world.availableOf('cleo'),
      (points) => points === 100,
    );
  });

  it('counted down with the amount of the moment, and stopped where nothing was left', async () => {
    const dora = world.mailsTo('dora');
    const rows = await world.database.message.findMany({
      where: { memberId: (await world.memberOf('dora')).id },
      orderBy: { id: 'asc' },
    });
    expect(rows.map(({ status, reason }) => ({ status, reason }))).toEqual(
      Array.from({ length: 3 }, () => ({ status: 'sent', reason: null })),
    );
    expect(dora).toHaveLength(3);
    expect(dora[0]).toContain('300');
    expect(dora[1]).toContain('120');
    expect(await world.enrolmentOf('dora', 'points-expiry')).toMatchObject({
      reason: '120 points expired, 180 were used in time',
    });
    expect(await world.availableOf('dora')).toBe(0);
    expect(world.mailsTo('emil')).toHaveLength(1);
    expect(await world.enrolmentOf('emil', 'points-expiry')).toMatchObject({
      reason: 'nothing left to expire: spent before it could',
    });
  });

  it('left a ledger that adds up', async () => {
    expect(await verifyInvariants(world.database)).toEqual([]);
  });
});
