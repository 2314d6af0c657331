import { beforeAll, describe, expect, it } from 'vitest';
import { storeCampaign } from '../support/campaigns.ts';
import { type CampaignReport, readCampaignReport } from '../../modules/campaigns/report.ts';
import { addMembers, campaignDefinition, type EngineWorld, openWorld } from '../support/engine.ts';
import { runCli, runJson } from '../support/run-cli.ts';

const dayMs = 86_400_000;
const conversionDays = 20;

let world: EngineWorld;
let orders = 0;
beforeAll(async () => {
  world = await openWorld({ reentry: { kind: 'afterDays', days: 0 } });
  await changeTo({ holdOut: 0.2, conversionDays });
  await world.database.$executeRaw`
    UPDATE programme SET definition = definition || '{"asset": "points"}' WHERE id = ${world.programmeId}::smallint`;
});

const daysAgo = (days: number) => new Date(Date.now() - days * dayMs);

async function changeTo(more: { holdOut: number; conversionDays: number }): Promise<void> {
  await storeCampaign(world.database, {
    ...world.campaign,
    definition: { ...campaignDefinition({ reentry: { kind: 'afterDays', days: 0 } }), ...more },
    lifecycle: { trigger: { kind: 'event', pattern: { type: 'member.joined' } }, listensTo: ['order.placed'] },
  });
}

interface Group {
  readonly members: number;
  readonly heldOut?: boolean;
  readonly enteredDaysAgo?: number;
  /** Days after entering on which each of the first members orders. */
  readonly orderedAfterDays?: readonly number[];
  readonly status?: string;
  readonly reason?: string;
  readonly returned?: boolean;
}

/** Members who have been through the campaign some time ago, under its latest version. */
async function been(group: Group): Promise<bigint[]> {
  const { members, heldOut = false, enteredDaysAgo = 60, orderedAfterDays = [], status = 'done' } = group;
  const ids = await addMembers(
    world,
    Array.from({ length: members }, () => null),
  );
  await enter(ids, { ...group, heldOut, status, enteredDaysAgo });
  for (const [place, days] of orderedAfterDays.entries()) {
    await world.database.salesOrder.create({
      data: {
        ...{ programmeId: world.programmeId, memberId: ids[place]!, orderId: `O-${(orders += 1)}` },
        ...{ amountMinor: 1_000n, currency: 'GBP', placedAt: daysAgo(enteredDaysAgo - days) },
        returnedMinor: group.returned ? 1_000n : 0n,
      },
    });
  }
  return ids;
}

async function enter(memberIds: readonly bigint[], group: Group, occurrence = 1): Promise<void> {
  const { heldOut = false, enteredDaysAgo = 60, status = 'done', reason = 'no order within 45 days' } = group;
  const { id } = await world.database.campaignVersion.findFirstOrThrow({
    where: { campaignId: world.campaignId },
    orderBy: { version: 'desc' },
  });
  await world.database.enrolment.createMany({
    data: memberIds.map((memberId) => ({
      ...{ programmeId: world.programmeId, campaignId: world.campaignId, campaignVersionId: id, memberId, occurrence },
      ...{ shadow: heldOut, status, enrolledAt: daysAgo(enteredDaysAgo) },
      ...(status === 'active' ? {} : { reason, endedAt: daysAgo(enteredDaysAgo - 10) }),
    })),
  });
}

const report = (): Promise<CampaignReport> => readCampaignReport(world.database, world.programmeId, 'test', new Date());

describe('The report of a campaign', () => {
  it('says that nothing can be compared before anybody has entered', async () => {
    const { conversion, outcomes } = await report();
    expect(outcomes).toEqual([]);
    expect(conversion).toMatchObject({ days: conversionDays, comparison: null });
  });

  it('compares who ordered in time with who would have anyway', async () => {
    const half = Array.from({ length: 50 }, () => 10);
    await been({ members: 100, orderedAfterDays: half, status: 'exited', reason: 'came back after the coupon' });
    await been({ members: 50, heldOut: true, orderedAfterDays: [1, 2, 3, 19.9, 20.1] });
    await been({ members: 7, enteredDaysAgo: 15, orderedAfterDays: [1], status: 'active' });
    const { conversion, outcomes } = await report();
    expect(conversion.given).toMatchObject({ members: 100, converted: 50, rate: 0.5 });
    expect(conversion.heldOut).toMatchObject({ members: 50, converted: 4, rate: 0.08 });
    expect(conversion.stillOpen).toBe(7);
    expect(conversion.comparison).toMatchObject({ verdict: 'added' });
    expect(conversion.sentence).toMatch(/^The campaign really added orders: 42\.0 of 100 members/);
    expect(outcomes).toEqual([
      { status: 'exited', reason: 'came back after the coupon', enrolments: 100, heldOut: 0 },
      { status: 'done', reason: 'no order within … days', enrolments: 50, heldOut: 50 },
      { status: 'active', reason: '', enrolments: 7, heldOut: 0 },
    ]);
  });

  it('counts an order before entering for nothing, and one that was returned whole', async () => {
    const before = (await report()).conversion.given;
    await been({ members: 3, orderedAfterDays: [-1, -0.01] });
    await been({ members: 2, orderedAfterDays: [3, 4], returned: true });
    const { given } = (await report()).conversion;
    expect(given.members).toBe(before.members + 5);
    expect(given.converted).toBe(before.converted);
  });

  it('counts every member once, by the first time', async () => {
    const before = (await report()).conversion.given;
    const [member] = await been({ members: 1, enteredDaysAgo: 100 });
    await enter([member!], { members: 1, enteredDaysAgo: 50 }, 2);
    await world.database.salesOrder.create({
      data: {
        ...{ programmeId: world.programmeId, memberId: member!, orderId: 'second-time', amountMinor: 1_000n },
        ...{ currency: 'GBP', placedAt: daysAgo(45) },
      },
    });
    const { given } = (await report()).conversion;
    expect(given).toMatchObject({ members: before.members + 1, converted: before.converted });
  });

  it('says what was sent, given and not given, and why', async () => {
    const [member] = await been({ members: 1 });
    const { id: enrolmentId } = await world.database.enrolment.findFirstOrThrow({ where: { memberId: member! } });
    const step = (name: string, kind: string, outcome: object) => ({
      ...{ programmeId: world.programmeId, key: `${enrolmentId}/${name}`, enrolmentId, memberId: member! },
      ...{ name, kind, outcome, storyAt: new Date(), performedAt: new Date() },
    });
    await world.database.step.createMany({
      data: [
        step('points', 'grant', { kind: 'applied', data: { points: 120 } }),
        step('more-points', 'grant', { kind: 'refused', code: 'X', reason: 'no' }),
        step('reminder-message', 'message', { kind: 'refused', code: 'NO', reason: 'has not agreed to marketing' }),
      ],
    });
    const { points, messages } = await report();
    expect(points).toEqual([{ step: 'points', grants: 1, points: 120, takenBack: 0 }]);
    expect(messages).toEqual([
      { message: 'reminder-message', fate: 'refused', reason: 'has not agreed to marketing', count: 1 },
    ]);
  });

  it('is printed for people and for programs', async () => {
    const { stdout, code } = await runCli(world.url, ['campaign', 'report', 'test']);
    expect(code).toBe(0);
    expect(stdout).toContain('exited    100         0  came back after the coupon');
    expect(stdout).toMatch(/Held out +50 +4 +8\.0% +3\.2% to 18\.8%/);
    expect(stdout).toContain('The campaign really added orders');
    expect(stdout).toContain('7 more are still in their 20 days.');
    expect(stdout).toContain('120 points in 1 grant for “points”');
    const json = await runJson<CampaignReport>(world.url, ['campaign', 'report', 'test']);
    expect(json.conversion.heldOut).toMatchObject({ members: 50, converted: 4 });
  });

  it('starts to compare anew when another share is held out', async () => {
    await changeTo({ holdOut: 0.3, conversionDays });
    expect((await report()).conversion.given.members).toBe(0);
    await been({ members: 4 });
    expect((await report()).conversion.given.members).toBe(4);
  });

  it('names the campaigns there are when it is asked about another', async () => {
    await expect(readCampaignReport(world.database, world.programmeId, 'other', new Date())).rejects.toThrow(/other/);
  });
});

describe('A reason in a report', () => {
  it.each([
    ['550 5.1.1 no such user 4711', '550 5.1.1 no such user …'],
    ['bounced: 550-5.7.26 blocked, see 12,345', 'bounced: 550-5.7.26 blocked, see …'],
    ['attempt 3: 451 4.7.1 wait for 300 seconds', 'attempt …: 451 4.7.1 wait for … seconds'],
    ['554 65.1.1.2 is listed', '554 ….….….… is listed'],
    ['2 marketing mails in 7 days already', '… marketing mails in … days already'],
    ['no order within 30 days of joining', 'no order within … days of joining'],
    ['', ''],
  ])('keeps the codes of a mail server and no other figure: %s', async (reason, grouped) => {
    const [row] = await world.database.$queryRaw<{ said: string }[]>`SELECT without_figures(${reason}) AS said`;
    expect(row?.said).toBe(grouped);
  });
});
