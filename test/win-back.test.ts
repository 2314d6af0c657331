import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyCampaignFile } from '../cli/campaign/apply.ts';
import { addDays, atLocalHour, localDay } from '../domain/calendar.ts';
import type { JsonObject } from '../domain/json.ts';
import { verifyInvariants } from '../ledger/invariants.ts';
import { type Clock, openClock, startScaledClock } from '../runtime/clock.ts';
import { launchCampaign } from '../messaging/launch-campaign.ts';
import type { SmtpCatcher } from '../runtime/embedded/smtp-catcher.ts';
import { packageRoot } from '../runtime/package-root.ts';
import { readCampaignReport } from '../store/campaign-report.ts';
import type { Database } from '../store/database.ts';
import { readProgrammeFile } from '../store/definitions/programme-file.ts';
import { ingestEvents } from '../store/events.ts';
import { readMemberView } from '../store/member-view/view.ts';
import { loadProgramme, saveProgramme, type StoredProgramme } from '../store/programmes.ts';
import type { RunningWorker } from '../worker/worker.ts';
import { freshDatabase } from './support/database.ts';
import { until } from './support/engine.ts';
import { openCatcher, startTestWorker } from './support/engine-worker.ts';
import { uniqueTaskQueue } from './support/temporal.ts';

// Seven in the morning of 9 March: on the 29th, in the middle of the story, the clocks of London go forward.
const startAt = new Date('2026-03-09T07:00:00Z');
const dayMs = 86_400_000;
const realMsPerDay = 700;
const dayOf = (days: number) => new Date(startAt.getTime() + days * dayMs);
const playbook = (name: string) => join(packageRoot(), 'playbooks', name);

let database: Database;
let clock: Clock;
let catcher: SmtpCatcher;
let worker: RunningWorker;
let programme: StoredProgramme;

beforeAll(async () => {
  ({ database } = await freshDatabase({ poolSizeMax: 20 }));
  await startScaledClock(database, { at: startAt, scale: dayMs / realMsPerDay });
  clock = await openClock(database);
  catcher = await openCatcher();
  await saveProgramme(database, await readProgrammeFile(join(playbook('reference'), 'programme.yaml')));
  programme = await loadProgramme(database, 'reference');
});
afterAll(async () => {
  await worker.stop();
  clock.close();
  await catcher.stop();
});

async function happen(memberId: string, type: string, data: JsonObject, at = clock.now()): Promise<void> {
  const event = { id: randomUUID(), type, memberId, occurredAt: at.toISOString(), data };
  expect(await ingestEvents({ database, clock }, programme.id, [event])).toMatchObject([{ kind: 'accepted' }]);
}

const order = (memberId: string, amountMinor: number, at?: Date) =>
  happen(memberId, 'order.placed', { orderId: randomUUID(), amountMinor, currency: 'GBP' }, at);

/** A member who joined a year ago, ordered 40 days before the beginning, and reads advertisements. */
async function regular(memberId: string, amountMinor = 3_000): Promise<void> {
  const profile = { email: `${memberId}@members.example`, name: memberId, consent: { email: true } };
  await happen(memberId, 'member.joined', profile, dayOf(-300));
  await order(memberId, amountMinor, dayOf(-40));
}

const memberOf = (externalId: string) => database.member.findFirstOrThrow({ where: { externalId } });
const enrolmentOf = async (externalId: string) =>
  database.enrolment.findFirst({ where: { memberId: (await memberOf(externalId)).id } });
const mailsTo = (externalId: string) =>
  catcher
    .messages()
    .filter((mail) => mail.to.includes(`${externalId}@members.example`))
    .map(({ subject }) => subject);
const whenItIs = (day: number) =>
  until(
    async () => clock.now(),
    (now) => now >= dayOf(day),
    { withinMs: 90_000 },
  );

/** Names whom the lot keeps in, or out; known before anything runs, because it goes by the name alone. */
async function names(heldOut: boolean, count: number): Promise<string[]> {
  const rows = await database.$queryRaw<{ name: string }[]>`
    SELECT 'member-' || n AS name FROM generate_series(1, 1000) n
    WHERE (hold_out_draw('campaign/reference/win-back', 'member-' || n) < 0.1) = ${heldOut}
    ORDER BY n LIMIT ${count}::int`;
  return rows.map(({ name }) => name);
}

describe('Seven weeks of the shipped win-back campaign', () => {
  let [stays, back, best, late, quiet]: string[] = [];
  let [held, heldBack]: string[] = [];

  it('runs on the real servers while some stay away and some come back', async () => {
    [stays, back, best, late, quiet] = await names(false, 5);
    [held, heldBack] = await names(true, 2);
    for (const name of [stays, back, late, held, heldBack]) await regular(name!);
    await regular(best!, 60_000);
    // Agreed to nothing.
    await happen(quiet!, 'member.joined', { email: `${quiet}@members.example` }, dayOf(-300));
    await order(quiet!, 3_000, dayOf(-40));
    await regular('active');
    await order('active', 3_000, dayOf(-5));
    await happen('newcomer', 'member.joined', { email: 'newcomer@members.example' }, dayOf(-100));

    await applyCampaignFile({ database, clock }, programme, playbook('win-back'), { launching: true });
    const change = { programmeId: programme.id, code: 'win-back', actor: 'test', now: clock.now() };
    await launchCampaign(database, change);
    worker = await startTestWorker({ database, clock }, catcher, uniqueTaskQueue('win-back'));

    await until(
      async () => mailsTo(back!),
      (mails) => mails.length === 2,
      { withinMs: 60_000 },
    );
    // In the middle of two weeks of waiting for the next offer.
    await whenItIs(12);
    await order(back!, 4_000);
    await order(heldBack!, 4_000);
    // Placed on day 3 at a till that was offline, heard of on day 12.
    await order(late!, 4_000, dayOf(3));
    await whenItIs(47);
    await until(
      async () => [await enrolmentOf(stays!), await enrolmentOf(held!)],
      (enrolments) => enrolments.every((enrolment) => enrolment?.status === 'done'),
    );
  }, 120_000);

  it('went up the ladder with whoever stayed away', async () => {
    expect(mailsTo(stays!)).toEqual([
      expect.stringMatching(/30 points are waiting|been a while/),
      'For you: 10% off your next order',
      '100 points for your return',
    ]);
    expect(await enrolmentOf(stays!)).toMatchObject({ status: 'done', reason: 'no order within 45 days' });
  });

  it('kept to ten in the morning of the member, also after the clocks had gone forward', async () => {
    const { id: memberId } = await memberOf(stays!);
    const steps = await database.step.findMany({ where: { memberId, kind: 'message' }, orderBy: { id: 'asc' } });
    const [first, second, third] = steps.map(({ storyAt }) => storyAt);
    const zone = 'Europe/London';
    const today = localDay(first!, zone);
    expect(second).toEqual(atLocalHour(addDays(today, 7), 10, zone));
    expect(third).toEqual(atLocalHour(addDays(today, 21), 10, zone));
    expect([second!.getUTCHours(), third!.getUTCHours()]).toEqual([10, 9]);
  });

  it('stopped the moment an order came, in the middle of a wait', async () => {
    expect(mailsTo(back!)).toHaveLength(2);
    const enrolment = await enrolmentOf(back!);
    expect(enrolment).toMatchObject({ status: 'exited', reason: 'came back after the coupon' });
    expect((enrolment!.endedAt!.getTime() - startAt.getTime()) / dayMs).toBeLessThan(14);
  });

  it('went by the time of an order that was heard of late', async () => {
    expect(await enrolmentOf(late!)).toMatchObject({ status: 'exited', reason: 'came back after the reminder' });
  });

  it('gave the best customers their own ladder', async () => {
    expect(mailsTo(best!)).toContain('For you: 15 off your next order');
    expect(mailsTo(best!)).toContain('300 points for your return');
  });

  it('left alone who agreed to nothing, who ordered lately and who never ordered', async () => {
    expect(mailsTo(quiet!)).toEqual([]);
    expect(await enrolmentOf(quiet!)).toMatchObject({ status: 'suppressed' });
    const { id: memberId } = await memberOf(quiet!);
    expect(await database.step.count({ where: { memberId, kind: { in: ['coupon', 'grant'] } } })).toBe(0);
    expect(await enrolmentOf('newcomer')).toBeNull();
    // Who had ordered five days before is found when 30 days are over, and not sooner.
    const active = await enrolmentOf('active');
    expect(active?.enrolledAt.getTime()).toBeGreaterThanOrEqual(Date.UTC(2026, 3, 3) - 3_600_000);
  });

  it('gave nothing at all to who was held out, and followed them to the end', async () => {
    for (const name of [held!, heldBack!]) {
      expect(mailsTo(name)).toEqual([]);
      const { id: memberId } = await memberOf(name);
      const { id: enrolmentId } = (await enrolmentOf(name))!;
      expect(await database.message.count({ where: { memberId } })).toBe(0);
      expect(await database.ledgerTxn.count({ where: { memberId, sourceType: 'enrolment' } })).toBe(0);
      expect(await database.ledgerCoupon.count({ where: { memberId } })).toBe(0);
      expect(await database.step.count({ where: { enrolmentId } })).toBeGreaterThan(3);
    }
    expect(await enrolmentOf(held!)).toMatchObject({ shadow: true, status: 'done' });
    expect(await enrolmentOf(heldBack!)).toMatchObject({
      ...{ shadow: true, status: 'exited', reason: 'came back without an offer' },
    });
    const view = await readMemberView(database, programme, held!, { limit: 50, now: new Date() });
    expect(view.timeline.flatMap(({ details }) => details)).toContain(
      'held out: nothing is given and nothing is sent, to measure what it adds',
    );
  });

  it('says in its report what it did, and that two are too few to compare with', async () => {
    const report = await readCampaignReport(database, programme.id, 'win-back', clock.now());
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
    expect(await verifyInvariants(database)).toEqual([]);
  });
});
