import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantOfLocalTime } from '../../values/calendar.ts';
import { verifyInvariants } from '../../modules/invariants/verify.ts';
import { readCampaignReport } from '../../modules/campaigns/report.ts';
import { type EventAnswer, ingestEvents } from '../../modules/intake/ingest.ts';
import { readMemberView } from '../../modules/member-view/view.ts';
import { saveProgramme } from '../../modules/programme/rows.ts';
import { freshDatabase } from '../support/database.ts';
import { lotOf, namesByLot } from '../support/lots.ts';
import { reference } from '../support/shop.ts';
import { runCli } from '../support/run-cli.ts';
import { openSteppedWorld, type SteppedWorld } from '../support/stepped-world.ts';
import { changedPlaybook, openStoryWorld, type StoryWorld } from '../support/story-world.ts';
import { testClock } from '../support/test-clock.ts';

const campaignSeed = 'campaign/reference/check-in-streak';
const names = (share: number, heldOut: boolean, count: number) => namesByLot(campaignSeed, share, heldOut, count);

describe('A week of check-ins with half of the members held out, on the real servers', () => {
  let on: SteppedWorld;
  let world: StoryWorld;
  // Friday: on Sunday, day 2 of the story, the clocks of London go forward.
  const startAt = new Date('2026-03-27T09:00:00Z');
  const [given, tokyo, ...crowdGiven] = names(0.5, false, 42) as [string, string, ...string[]];
  const [held, heldTokyo, ...crowdHeld] = names(0.5, true, 42) as [string, string, ...string[]];
  const players = [given, tokyo, held, heldTokyo];
  const answers = new Map<string, EventAnswer>();

  beforeAll(async () => {
    on = await openSteppedWorld('check-ins', startAt, { quietHours: null });
    world = on.world;
    await world.launch('check-in-streak', {
      ...{ holdOut: 0.5, conversionDays: 1 },
      'settings.remindAt': '13:00',
      'settings.milestoneDays': [3],
      'settings.milestoneCoupon': { name: '5 off', amountOff: 5, validDays: 30 },
      'settings.endAfterDays': 2,
    });
    await on.startWorker();
  });
  afterAll(() => on.stop());

  it('is lived through by who gets what the campaign gives, and by who gets nothing', async () => {
    const { programme, clock, happen } = world;
    for (const name of players) {
      const zone = [tokyo, heldTokyo].includes(name) ? 'Asia/Tokyo' : 'Europe/London';
      await happen(name, 'member.joined', { email: `${name}@members.example`, consent: { email: true }, zone });
    }
    const crowd = [...crowdGiven, ...crowdHeld];
    const event = (memberId: string, type: string, data = {}) => ({
      ...{ id: randomUUID(), type, memberId, occurredAt: clock.now().toISOString(), data },
    });
    const checkIns = crowd.flatMap((name) => [event(name, 'member.joined'), event(name, 'checkin.done')]);
    await ingestEvents(world, programme.id, checkIns);
    for (const day of [0, 1, 2]) {
      await on.liveTo(day);
      for (const name of players) answers.set(name, await happen(name, 'checkin.done'));
      if (day > 0) continue;
      const orders = [...crowdGiven.slice(0, 30), ...crowdHeld.slice(0, 10)];
      await on.liveTo(0.1);
      const placed = orders.map((name) => event(name, 'order.placed', { orderId: `O-${name}`, amountMinor: 2_000 }));
      await ingestEvents(world, programme.id, placed);
    }
    await on.passUntil(
      () => world.database.enrolment.count({ where: { status: 'active' } }),
      (active) => active === 0,
    );
  });

  it('counted the streak of everybody, and paid those who were not held out', async () => {
    expect(answers.get(given)).toMatchObject({ points: 6, result: { streak: 3, next: { day: 4, points: 6 } } });
    expect(answers.get(held)).toMatchObject({ result: { heldOut: true, streak: 3, businessDay: '2026-03-29' } });
    expect(answers.get(held)).not.toHaveProperty('points');
    expect(await world.availableOf(given)).toBe(5 + 5 + 6);
    expect(await world.availableOf(tokyo)).toBe(5 + 5 + 6);
    for (const name of [held, heldTokyo]) expect(await world.availableOf(name)).toBe(0);
    // What an order earns is the programme's, and everybody's.
    expect(await world.availableOf(crowdHeld[0]!)).toBe(20);
    expect(await world.availableOf(crowdGiven[0]!)).toBe(20 + 5);
  });

  it('sent its mails and gave its coupon to nobody who was held out', async () => {
    const mails = [
      '3 days in a row: 6 points today',
      'Your streak of 3 days ends at midnight',
      'Bring your streak of 3 days back',
    ];
    expect(world.mailsTo(given)).toEqual(mails);
    // In Tokyo it was six in the evening when they checked in, and one o'clock had passed.
    expect(world.mailsTo(tokyo)).toEqual(['Your streak of 2 days ends at midnight', ...mails]);
    for (const name of [held, heldTokyo]) {
      expect(world.mailsTo(name)).toEqual([]);
      const { id: memberId } = await world.memberOf(name);
      expect(await world.database.message.count({ where: { memberId } })).toBe(0);
      expect(await world.database.ledgerCoupon.count({ where: { memberId } })).toBe(0);
      expect(await world.database.ledgerTxn.count({ where: { memberId } })).toBe(0);
    }
  });

  it('ran the same story for both, to the same end', async () => {
    const stepsOf = async (name: string) => {
      const { id: enrolmentId, status, reason, shadow } = (await world.enrolmentOf(name))!;
      const steps = await world.database.step.findMany({ where: { enrolmentId }, orderBy: { id: 'asc' } });
      return { shadow, end: [status, reason], steps: steps.map(({ key }) => key.split('/')[1]) };
    };
    for (const [one, other] of [
      [given, held],
      [tokyo, heldTokyo],
    ] as const) {
      const [told, silent] = [await stepsOf(one), await stepsOf(other)];
      expect(told).toMatchObject({ shadow: false, end: ['done', 'no check-in for 2 days after a streak of 3 days'] });
      expect(silent).toEqual({ ...told, shadow: true });
    }
  });

  it('compares the two groups in its report', async () => {
    const { database, programme, clock } = world;
    const report = await readCampaignReport(database, programme.id, 'check-in-streak', clock.now());
    expect(report.conversion.given).toMatchObject({ members: 42, converted: 30 });
    expect(report.conversion.heldOut).toMatchObject({ members: 42, converted: 10 });
    expect(report.conversion.comparison).toMatchObject({ verdict: 'added' });
    expect(report.conversion.sentence).toMatch(/^The campaign really added orders/);
    expect(report.outcomes).toMatchObject([
      { reason: 'no check-in for … days after a streak of … day', enrolments: 80, heldOut: 40 },
      { reason: 'no check-in for … days after a streak of … days', enrolments: 4, heldOut: 2 },
    ]);
    expect(report.coupons).toMatchObject([{ name: '5 off', given: 2 }]);
  });

  it('says so in the view of the member', async () => {
    const { database, programme, clock } = world;
    const view = await readMemberView(database, programme, held, { limit: 50, now: clock.now() });
    expect(view.streak).toMatchObject({ heldOut: true, best: 3, cards: 0 });
    const checkIn = view.timeline.find(({ title }) => title === 'Checked in for 2026-03-27');
    expect(checkIn?.details).toContain('the day counts; held out, to measure what the campaign adds');
    expect(checkIn?.points).toBeFalsy();
  });

  it('left a ledger that adds up', async () => {
    expect(await verifyInvariants(world.database)).toEqual([]);
  });
});

describe('Who is held out of check-ins', () => {
  const clock = testClock('2026-03-02T09:00:00Z');
  let world: StoryWorld;
  beforeAll(async () => {
    world = await openStoryWorld({ startAt: clock.now(), clock });
    await world.launch('check-in-streak', { holdOut: 0.3 });
  });
  afterAll(() => world.stop());

  /** Members check in, all in one batch; answers whom the answers call held out. */
  async function heldOutAmong(members: readonly string[], { joining = false } = {}): Promise<string[]> {
    const event = (memberId: string, type: string) => ({
      ...{ id: randomUUID(), type, memberId, occurredAt: clock.now().toISOString(), data: {} },
    });
    const joins = joining ? members.map((name) => event(name, 'member.joined')) : [];
    const checkIns = members.map((name) => event(name, 'checkin.done'));
    const answers = await ingestEvents(world, world.programme.id, [...joins, ...checkIns]);
    const told = answers.slice(joins.length);
    expect(told.every(({ kind }) => kind === 'accepted')).toBe(true);
    expect(told.every((answer) => 'result' in answer && 'points' in answer !== 'heldOut' in answer.result)).toBe(true);
    return members.filter((_, place) => 'heldOut' in (told[place] as { result: object }).result);
  }
  const shadowsAmong = async (members: readonly string[]) => {
    const rows = await world.database.$queryRaw<{ name: string }[]>`
      SELECT m.external_id AS name FROM enrolment en JOIN member m ON m.id = en.member_id
      WHERE m.external_id = ANY (${members as string[]}::text[]) AND en.shadow AND en.status = 'active'`;
    const shadows = new Set(rows.map(({ name }) => name));
    return members.filter((name) => shadows.has(name));
  };
  const endAll = () =>
    world.database.$executeRaw`UPDATE enrolment SET status = 'done', reason = 'over', ended_at = enrolled_at
      WHERE status = 'active'`;
  const paidTo = async (members: readonly string[]) => {
    const where = { externalId: { in: [...members] } };
    const ids = (await world.database.member.findMany({ where })).map(({ id }) => id);
    return world.database.ledgerTxn.count({ where: { memberId: { in: ids } } });
  };
  /** Names that have had a turn. */
  const used = new Set<string>();
  const crowd = (topic: string) => Array.from({ length: 200 }, (_, place) => `${topic}-${place}`);

  it('is the same before they enter the campaign, by the very check-in that brings them in, and after', async () => {
    const members = crowd('new');
    const held = await heldOutAmong(members, { joining: true });
    expect(held).toEqual(members.filter((name) => lotOf(campaignSeed, name) < 0.3));
    expect(held).toEqual(await shadowsAmong(members));
    clock.at('2026-03-03T09:00:00Z');
    expect(await heldOutAmong(members)).toEqual(held);
    expect(await paidTo(held)).toBe(0);
    expect(await paidTo(members)).toBe(2 * (members.length - held.length));
  });

  it('stays so for who is in the campaign when the share changes, and goes by the new share for who comes after', async () => {
    const members = crowd('early');
    const held = await heldOutAmong(members, { joining: true });
    await world.apply('check-in-streak', { holdOut: 0 });
    clock.at('2026-03-04T09:00:00Z');
    expect(await heldOutAmong(members)).toEqual(held);
    expect(await heldOutAmong(crowd('late'), { joining: true })).toEqual([]);
    await endAll();
    clock.at('2026-03-05T09:00:00Z');
    expect(await heldOutAmong(members)).toEqual([]);
    expect(await shadowsAmong(members)).toEqual([]);
    await endAll();
  });

  it('may be decided for the whole programme', async () => {
    await saveProgramme(world.database, { ...reference, holdOut: 0.3 });
    const members = crowd('whole');
    const held = await heldOutAmong(members, { joining: true });
    expect(held).toEqual(members.filter((name) => lotOf('programme/reference', name) < 0.3));
    expect(held).toEqual(await shadowsAmong(members));
    expect(await paidTo(held)).toBe(0);
    await saveProgramme(world.database, reference);
    await endAll();
  });

  it.each([
    ['Europe/London', 'a day of 23 hours', '2026-03-29'],
    ['America/New_York', 'a day of 25 hours', '2026-11-01'],
    ['Australia/Lord_Howe', 'a day half an hour longer', '2026-04-05'],
    ['Africa/Cairo', 'a day without a midnight', '2026-04-24'],
  ])('changes nothing about days: in %s over %s', async (zone, _, changeDay) => {
    await world.apply('check-in-streak', { holdOut: 0.5 });
    const pair = [names(0.5, true, 40), names(0.5, false, 40)].map((of) => of.find((name) => !used.has(name))!);
    pair.forEach((name) => used.add(name));
    const dayBefore = new Date(Date.parse(changeDay) - 86_400_000).toISOString().slice(0, 10);
    const dayAfter = new Date(Date.parse(changeDay) + 86_400_000).toISOString().slice(0, 10);
    const told: unknown[][] = [[], []];
    for (const local of [`${dayBefore}T23:50`, `${changeDay}T03:30`, `${changeDay}T23:50`, `${dayAfter}T00:10`]) {
      clock.at(instantOfLocalTime(local, zone)!.toISOString());
      for (const [place, name] of pair.entries()) {
        if (local.startsWith(dayBefore)) await world.happen(name, 'member.joined', { zone });
        const answer = await world.send(name, 'checkin.done');
        const { streak, businessDay } = (answer as { result: Record<string, unknown> }).result;
        told[place]!.push([answer.kind, businessDay, streak]);
      }
    }
    expect(told[0]).toEqual([
      ['accepted', dayBefore, 1],
      ['accepted', changeDay, 2],
      ['duplicate', changeDay, 2],
      ['accepted', dayAfter, 3],
    ]);
    expect(told[1]).toEqual(told[0]);
    const ends = pair.map(async (name) => {
      const { id: memberId } = await world.memberOf(name);
      const where = { memberId, type: 'checkin.done' };
      const events = await world.database.event.findMany({ where, orderBy: { id: 'asc' } });
      return events.map(({ data }) => {
        const { losesAt, remindAt } = data as { losesAt: number; remindAt: number };
        return [losesAt, remindAt];
      });
    });
    expect(await ends[0]).toEqual(await ends[1]);
    expect(await Promise.all(pair.map((name) => world.availableOf(name)))).toEqual([0, 5 + 5 + 6]);
  });

  it('leaves a ledger that adds up', async () => {
    expect(await verifyInvariants(world.database)).toEqual([]);
  });
});

describe('Holding out of check-ins on the command line', () => {
  it('is a line in the campaign file, and is told to who sends a check-in and to who looks at the member', async () => {
    const { url, database } = await freshDatabase();
    await saveProgramme(database, reference);
    const folder = await changedPlaybook('check-in-streak', { holdOut: 0.5 });
    expect(await runCli(url, ['campaign', 'launch', folder])).toMatchObject({ code: 0 });
    const [held, given] = [names(0.5, true, 1)[0]!, names(0.5, false, 1)[0]!];
    const said: Record<string, string> = {};
    for (const name of [held, given]) {
      expect(await runCli(url, ['event', 'send', 'member.joined', name])).toMatchObject({ code: 0 });
      said[name] = (await runCli(url, ['event', 'send', 'checkin.done', name])).stdout;
    }
    expect(said[given]).toMatch(/checkin\.done of member-\d+, 5 points \(day 1 of the streak; day 2 brings 5\)/);
    expect(said[held]).toMatch(
      /checkin\.done of member-\d+ \(the day counts; held out, to measure what the campaign adds\)/,
    );
    const { stdout } = await runCli(url, ['member', 'show', held]);
    expect(stdout).toMatch(/streak of 1 day, to keep by the end of .+ · held out: check-ins bring nothing/);
    expect(stdout).not.toMatch(/repair card/);
    await rm(folder, { recursive: true });
  });
});
