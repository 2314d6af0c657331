import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, atLocalHour, localDay } from '../../values/calendar.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { readCampaignReport } from '../../modules/campaigns/report.ts';
import { readMemberView } from '../../modules/member-view/view.ts';
import { namesByLot } from '../support/lots.ts';
import { openSteppedWorld, type SteppedWorld } from '../support/stepped-world.ts';
import type { StoryWorld } from '../support/story-world.ts';

// Seven in the morning of 9 March: on the 29th, in the middle of the story, the clocks of London go forward.
const startAt = new Date('2026-03-09T07:00:00Z');
const dayMs = 86_400_000;

let on: SteppedWorld;
let world: StoryWorld;
beforeAll(async () => {
  on = await openSteppedWorld('win-back', startAt);
  world = on.world;
});
afterAll(() => on.stop());

const order = (memberId: string, amountMinor: number, at?: Date) =>
  world.happen(memberId, 'order.placed', { orderId: randomUUID(), amountMinor, currency: 'GBP' }, at);

/** A member who joined a year ago, ordered 40 days before the beginning, and reads advertisements. */
async function regular(memberId: string, amountMinor = 3_000): Promise<void> {
  const profile = { email: `${memberId}@members.example`, name: memberId, consent: { email: true } };
  await world.happen(memberId, 'member.joined', profile, world.dayOf(-300));
  await order(memberId, amountMinor, world.dayOf(-40));
}

const names = (heldOut: boolean, count: number) => namesByLot('campaign/reference/win-back', 0.1, heldOut, count);

describe('Seven weeks of the shipped win-back campaign', () => {
  let [stays, back, best, late, quiet]: string[] = [];
  let [held, heldBack]: string[] = [];

  it('runs on the real servers while some stay away and some come back', async () => {
    [stays, back, best, late, quiet] = names(false, 5);
    [held, heldBack] = names(true, 2);
    for (const name of [stays, back, late, held, heldBack]) await regular(name!);
    await regular(best!, 60_000);
    // Agreed to nothing.
    await world.happen(quiet!, 'member.joined', { email: `${quiet}@members.example` }, world.dayOf(-300));
    await order(quiet!, 3_000, world.dayOf(-40));
    await regular('active');
    await order('active', 3_000, world.dayOf(-5));
    await world.happen('newcomer', 'member.joined', { email: 'newcomer@members.example' }, world.dayOf(-100));

    await world.launch('win-back');
    await on.startWorker();

    await on.passUntil(
      async () => world.mailsTo(back!),
      (mails) => mails.length === 2,
    );
    // In the middle of two weeks of waiting for the next offer.
    await on.liveTo(12);
    await order(back!, 4_000);
    await order(heldBack!, 4_000);
    // Placed on day 3 at a till that was offline, heard of on day 12.
    await order(late!, 4_000, world.dayOf(3));
    await on.liveTo(47);
    await on.passUntil(
      async () => [await world.enrolmentOf(stays!), await world.enrolmentOf(held!)],
      (enrolments) => enrolments.every((enrolment) => enrolment?.status === 'done'),
    );
  });

  it('went up the ladder with whoever stayed away', async () => {
    expect(world.mailsTo(stays!)).toEqual([
      expect.stringMatching(/30 points are waiting|been a while/),
      'For you: 10% off your next order',
      '100 points for your return',
    ]);
    expect(await world.enrolmentOf(stays!)).toMatchObject({ status: 'done', reason: 'no order within 45 days' });
  });

  it('kept to ten in the morning of the member, also after the clocks had gone forward', async () => {
    const { id: memberId } = await world.memberOf(stays!);
    const steps = await world.database.step.findMany({ where: { memberId, kind: 'message' }, orderBy: { id: 'asc' } });
    const [first, second, third] = steps.map(({ storyAt }) => storyAt);
    const zone = 'Europe/London';
    const today = localDay(first!, zone);
    expect(second).toEqual(atLocalHour(addDays(today, 7), 10, zone));
    expect(third).toEqual(atLocalHour(addDays(today, 21), 10, zone));
    expect([second!.getUTCHours(), third!.getUTCHours()]).toEqual([10, 9]);
  });

  it('stopped the moment an order came, in the middle of a wait', async () => {
    expect(world.mailsTo(back!)).toHaveLength(2);
    const enrolment = await world.enrolmentOf(back!);
    expect(enrolment).toMatchObject({ status: 'exited', reason: 'came back after the coupon' });
    expect((enrolment!.endedAt!.getTime() - startAt.getTime()) / dayMs).toBeLessThan(14);
  });

  it('went by the time of an order that was heard of late', async () => {
    expect(await world.enrolmentOf(late!)).toMatchObject({ status: 'exited', reason: 'came back after the reminder' });
  });

  it('gave the best customers their own ladder', async () => {
    expect(world.mailsTo(best!)).toContain('For you: 15 off your next order');
    expect(world.mailsTo(best!)).toContain('300 points for your return');
  });

  it('left alone who agreed to nothing, who ordered lately and who never ordered', async () => {
    expect(world.mailsTo(quiet!)).toEqual([]);
    expect(await world.enrolmentOf(quiet!)).toMatchObject({ status: 'suppressed' });
    const { id: memberId } = await world.memberOf(quiet!);
    expect(await world.database.step.count({ where: { memberId, kind: { in: ['coupon', 'grant'] } } })).toBe(0);
    expect(await world.enrolmentOf('newcomer')).toBeNull();
    // Who had ordered five days before is found when 30 days are over, and not sooner.
    const active = await world.enrolmentOf('active');
    expect(active?.enrolledAt.getTime()).toBeGreaterThanOrEqual(Date.UTC(2026, 3, 3) - 3_600_000);
  });

  it('gave nothing at all to who was held out, and followed them to the end', async () => {
    for (const name of [held!, heldBack!]) {
      expect(world.mailsTo(name)).toEqual([]);
      const { id: memberId } = await world.memberOf(name);
      const { id: enrolmentId } = (await world.enrolmentOf(name))!;
      expect(await world.database.message.count({ where: { memberId } })).toBe(0);
      expect(await world.database.ledgerTxn.count({ where: { memberId, sourceType: 'enrolment' } })).toBe(0);
      expect(await world.database.ledgerCoupon.count({ where: { memberId } })).toBe(0);
      expect(await world.database.step.count({ where: { enrolmentId } })).toBeGreaterThan(3);
    }
    expect(await world.enrolmentOf(held!)).toMatchObject({ shadow: true, status: 'done' });
    expect(await world.enrolmentOf(heldBack!)).toMatchObject({
      ...{ shadow: true, status: 'exited', reason: 'came back without an offer' },
    });
    const view = await readMemberView(world.database, world.programme, held!, { limit: 50, now: new Date() });
    expect(view.timeline.flatMap(({ details }) => details)).toContain(
      'held out: nothing is given and nothing is sent, to measure what it adds',
    );
  });

  it('says in its report what it did, and that two are too few to compare with', async () => {
    const report = await readCampaignReport(world.database, world.programme.id, 'win-back', world.clock.now());
    expect(report.conversion.heldOut).toMatchObject({ members: 2, converted: 1 });
    expect(report.conversion.given).toMatchObject({ members: 5, converted: 2 });
    expect(report.conversion.sentence).toMatch(/^Too early to say/);
    const reasons = report.outcomes.map(({ reason }) => reason);
    expect(reasons).toEqual(expect.arrayContaining(['came back after the coupon', 'came back after the reminder']));
    const sent = report.messages.filter(({ fate }) => fate === 'sent').map(({ message }) => message);
    expect(sent.sort()).toEqual(['win-back-coupon', 'win-back-points', 'win-back-reminder']);
    expect(report.coupons.map(({ name, given }) => [name, given])).toEqual([
      ['10% off your next order', 4],
      ['15 off your next order', 1],
    ]);
  });

  it('left a ledger that adds up', async () => {
    expect(await verifyInvariants(world.database)).toEqual([]);
  });
});
