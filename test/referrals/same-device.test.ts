import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { decideReview } from '../../modules/reviews/decide.ts';
import { until } from '../support/engine.ts';
import { type Inviting, startInviting } from '../support/inviting.ts';
import { openSteppedWorld, type SteppedWorld } from '../support/stepped-world.ts';
import type { StoryWorld } from '../support/story-world.ts';

const startAt = new Date('2026-03-02T09:15:00Z');

let on: SteppedWorld;
let world: StoryWorld;
let rita: Inviting;
beforeAll(async () => {
  on = await openSteppedWorld('same-device', startAt);
  world = on.world;
  await world.happen('rita', 'member.joined', { email: 'rita@members.example', deviceId: 'rita-phone' });
  rita = await startInviting(on, 'rita');
  await world.launch('onboarding-gift');
  await world.launch('referral-reward', { 'settings.paysOn': 'registration' });
  await on.startWorker();
});
afterAll(() => on.stop());

const join = (name: string, deviceId: string) =>
  world.happen(name, 'member.joined', { email: `${name}@members.example`, deviceId });

/** The case that is open about a member, once it is there. */
async function caseOf(name: string, subject: 'onboarding-gift' | 'referral') {
  const { id: memberId } = await world.memberOf(name);
  const found = await until(
    () => world.database.reviewCase.findFirst({ where: { memberId, subject } }),
    (opened) => opened !== null,
  );
  return found!;
}
async function decide(name: string, subject: 'onboarding-gift' | 'referral', approved: boolean, note?: string) {
  const { id } = await caseOf(name, subject);
  const decision = { caseId: String(id), approved, actor: 'kim', ...(note === undefined ? {} : { note }) };
  await decideReview(world, world.programme.id, decision);
}
const comesToHave = (name: string, points: number) =>
  until(
    () => world.availableOf(name),
    (available) => available === points,
  );
const comesToAnEnd = (name: string, campaign: string) =>
  until(
    () => world.enrolmentOf(name, campaign),
    (enrolment) => enrolment?.status !== 'active',
  );

describe('A second account on the device of an earlier member', () => {
  it('gets no welcome gift before a person has looked, who reads why', async () => {
    await join('ada', 'tablet');
    await comesToHave('ada', 100);
    await join('bea', 'tablet');
    await join('cora', 'tablet');
    for (const name of ['bea', 'cora']) {
      const { status, reasons, facts } = await caseOf(name, 'onboarding-gift');
      expect({ status, reasons }).toEqual({
        status: 'open',
        reasons: ['the same device as member ada, who has had it'],
      });
      expect(facts).toMatchObject({ giftPoints: 100 });
      expect(await world.availableOf(name)).toBe(0);
      expect(world.mailsTo(name)).toEqual([]);
    }
  });

  it('gets it when it is approved, as any other member', async () => {
    await decide('bea', 'onboarding-gift', true);
    await comesToHave('bea', 100);
    await until(
      async () => world.mailsTo('bea'),
      (mails) => mails.length > 0,
    );
    expect(world.mailsTo('bea')[0]).toMatch(/welcome/i);
    expect(await world.enrolmentOf('bea', 'onboarding-gift')).toMatchObject({ status: 'active' });
  });

  it('gets nothing when it is rejected, and the story ends with what the person wrote', async () => {
    await decide('cora', 'onboarding-gift', false, 'a second account of ada');
    expect(await comesToAnEnd('cora', 'onboarding-gift')).toMatchObject({
      ...{ status: 'skipped', reason: 'the gift was rejected on review: a second account of ada' },
    });
    expect(await world.availableOf('cora')).toBe(0);
    expect(world.mailsTo('cora')).toEqual([]);
  });
});

describe('A friend on the device of another friend', () => {
  it('is held by both campaigns, each in a case of its own', async () => {
    await rita.invite('fay', { deviceId: 'fay-phone' });
    await comesToHave('fay', 100 + 50);
    await rita.comesTo('fay', 'paid');
    for (const name of ['gus', 'hal']) {
      await rita.invite(name, { deviceId: 'fay-phone' });
      expect((await caseOf(name, 'onboarding-gift')).reasons).toEqual([
        'the same device as member fay, who has had it',
      ]);
      expect((await caseOf(name, 'referral')).reasons).toEqual([
        'the friend uses the device of the inviting member or of another friend',
      ]);
      await rita.comesTo(name, 'review');
      expect(await world.availableOf(name)).toBe(0);
    }
    expect(await world.availableOf('rita')).toBe(100);
  });

  it('is rewarded for the invitation alone when only that is approved', async () => {
    await decide('gus', 'referral', true);
    await decide('gus', 'onboarding-gift', false);
    await rita.comesTo('gus', 'paid');
    expect(await comesToAnEnd('gus', 'onboarding-gift')).toMatchObject({
      reason: 'the gift was rejected on review: the same device as member fay, who has had it',
    });
    await comesToHave('gus', 50);
    await comesToHave('rita', 200);
  });

  it('brings the member who invited nothing when the invitation is rejected', async () => {
    await decide('hal', 'referral', false);
    await decide('hal', 'onboarding-gift', true);
    await rita.comesTo('hal', 'refused');
    await comesToHave('hal', 100);
    expect((await rita.invitation('hal'))?.reasons.at(-1)).toBe('refused on review');
    expect(await comesToAnEnd('hal', 'referral-reward')).toMatchObject({ status: 'skipped' });
    expect(await world.availableOf('rita')).toBe(200);
    await until(
      async () => world.mailsTo('rita'),
      (mails) => mails.includes('About your invitation'),
    );
  });

  it('is doubted only for devices of people around the invitation, and a gift for those of anybody', async () => {
    await rita.invite('iva', { deviceId: 'tablet' });
    await rita.comesTo('iva', 'paid');
    expect((await caseOf('iva', 'onboarding-gift')).reasons[0]).toMatch(/^the same device as member (ada|bea)/);
    await comesToHave('iva', 50);
    const { id: memberId } = await world.memberOf('iva');
    expect(await world.database.reviewCase.count({ where: { memberId, subject: 'referral' } })).toBe(0);
  });

  it('leaves a ledger that adds up', async () => {
    expect(await verifyInvariants(world.database)).toEqual([]);
  });
});
