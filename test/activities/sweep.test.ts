import { beforeAll, describe, expect, it } from 'vitest';
import { lapsesAt } from '../../modules/programme/rules-inactivity.ts';
import { earn } from '../../modules/ledger/earn.ts';
import { spend } from '../../modules/ledger/redeem.ts';
import { createSweepActivities } from '../../activities/sweep.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { pauseCampaign } from '../../modules/campaigns/pause.ts';
import { storeCampaign, launchVersion } from '../support/campaigns.ts';
import { enrolExpiring } from '../../modules/enrolments/entries/expiring-points.ts';
import { addMembers, campaignDefinition, type EngineWorld, openWorld } from '../support/engine.ts';

const dayMs = 86_400_000;
const settings = { ladderDays: [30, 7, 3, 1], gatherDays: 7 };

let world: EngineWorld;
let campaignId: number;
let keys = 0;
beforeAll(async () => {
  world = await openWorld();
  const campaign = { ...world.campaign, code: 'countdown' };
  const definition = { ...campaignDefinition({ settings }), code: 'countdown', lifecycle: 'points-expiry' as const };
  ({ campaignId } = await storeCampaign(world.database, {
    ...campaign,
    definition,
    lifecycle: { trigger: { kind: 'sweep' }, listensTo: ['order.placed'] },
  }));
  await launchVersion(world.database, campaign);
});

/** Points of a member that expire some days from now. */
async function give(memberId: bigint, points: number, expireInDays: number): Promise<number> {
  const expiresAt = new Date(Date.now() + expireInDays * dayMs);
  const [answer] = await earn(world.database, [
    {
      programmeId: world.programmeId,
      memberId,
      key: `test:${(keys += 1)}`,
      at: new Date(Date.now() - 300 * dayMs),
      source: { type: 'test', id: '1' },
      actor: 'test',
      points,
      expiresAt,
    },
  ]);
  if (!answer?.ok) throw new Error(answer?.message);
  return expiresAt.getTime();
}

const metrics = createMetrics();
const sweeps = () => createSweepActivities({ database: world.database, clock: world.clock, metrics });

/** All pages of the enrolling sweep; answers how many were enrolled. */
async function enrolAll(): Promise<number> {
  let count = 0;
  for (let after: string | null = '0'; after !== null;) {
    const page = await sweeps().enrolDuePage({ programmeId: world.programmeId, campaignId, afterMemberId: after });
    count += page.count;
    after = page.nextAfterMemberId;
  }
  return count;
}

const enrolmentsOf = (memberId: bigint) =>
  world.database.enrolment.findMany({ where: { memberId, campaignId }, orderBy: { occurrence: 'asc' } });

describe('A sweep enrols members whose points are about to expire', () => {
  it('takes whom the first rung is near for, some days ahead of it, and nobody else', async () => {
    const [soon, ahead, later, never] = await addMembers(world, [null, null, null, null]);
    await give(soon!, 10, 20);
    await give(ahead!, 10, 32);
    await give(later!, 10, 40);
    await give(never!, 10, 20);
    await spend(world.database, [
      {
        programmeId: world.programmeId,
        memberId: never!,
        key: 'spent',
        at: new Date(),
        source: { type: 'test', id: '1' },
        actor: 'test',
        points: 10,
      },
    ]);
    expect(await enrolAll()).toBe(2);
    expect(await enrolAll()).toBe(0);
    expect(await enrolmentsOf(soon!)).toHaveLength(1);
    expect(await enrolmentsOf(ahead!)).toHaveLength(1);
    expect(await enrolmentsOf(later!)).toHaveLength(0);
    expect(await enrolmentsOf(never!)).toHaveLength(0);
  });

  it('gives a member one countdown at a time; when it has ended, later lots get the next one', async () => {
    const [memberId] = await addMembers(world, [null]);
    const firstAt = await give(memberId!, 10, 10);
    const sameAt = await give(memberId!, 10, 17);
    const ownAt = await give(memberId!, 10, 18);
    await enrolAll();
    const [one] = await enrolmentsOf(memberId!);
    expect(one).toMatchObject({ occurrence: 1, input: { windowFromAt: firstAt } });
    const { windowUntilAt } = one!.input as { windowUntilAt: number };
    expect(windowUntilAt).toBeGreaterThan(sameAt);
    expect(windowUntilAt).toBeLessThan(ownAt);

    expect(await enrolAll()).toBe(0);
    await world.database.enrolment.update({
      where: { id: one!.id },
      data: { status: 'done', reason: 'spent', endedAt: new Date() },
    });
    expect(await enrolAll()).toBe(1);
    const [, two] = await enrolmentsOf(memberId!);
    expect(two).toMatchObject({ occurrence: 2, status: 'active', input: { windowFromAt: ownAt } });
    expect(await enrolAll()).toBe(0);
  });

  it('enrols once when two sweeps run at the same time, page by page', async () => {
    const memberIds = await addMembers(
      world,
      Array.from({ length: 1_200 }, () => null),
    );
    await earn(
      world.database,
      memberIds.map((memberId) => ({
        programmeId: world.programmeId,
        memberId,
        key: `many:${memberId}`,
        at: new Date(),
        source: { type: 'test', id: '1' },
        actor: 'test',
        points: 5,
        expiresAt: new Date(Date.now() + 15 * dayMs),
      })),
    );
    const counts = await Promise.all([enrolAll(), enrolAll(), enrolAll()]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1_200);
  });

  it('is refused for a campaign that events start', async () => {
    const page = { programmeId: world.programmeId, campaignId: world.campaignId, afterMemberId: '0' };
    await expect(sweeps().enrolDuePage(page)).rejects.toThrow(
      "a row's lifecycle: no sweep finds members for a campaign of this kind",
    );
  });

  it('enrols nobody for a campaign that is paused, and does not name it', async () => {
    expect(await sweeps().sweptCampaigns({ programmeId: world.programmeId })).toEqual([campaignId]);
    const [memberId] = await addMembers(world, [null]);
    await give(memberId!, 10, 10);
    await pauseCampaign(world, { id: world.programmeId }, 'countdown', { actor: 'test' });
    expect(await sweeps().sweptCampaigns({ programmeId: world.programmeId })).toEqual([]);
    expect(await enrolAll()).toBe(0);
  });
});

describe('A sweep settles what is due', () => {
  it('expires lots page by page and seals the journal', async () => {
    const [memberId] = await addMembers(world, [null]);
    const before = await world.database.ledgerTxn.count({ where: { kind: 'EXPIRE' } });
    await give(memberId!, 10, -1);
    for (let after: string | null = '0'; after !== null;) {
      ({ nextAfterMemberId: after } = await sweeps().expireLotsPage({
        programmeId: world.programmeId,
        afterMemberId: after,
      }));
    }
    expect(await world.database.ledgerTxn.count({ where: { kind: 'EXPIRE' } })).toBe(before + 1);
    expect((await sweeps().sealLedger()).sealed).toBeGreaterThan(0);
  });
});

describe('A sweep enrols members whose points are about to lapse without activity', () => {
  const now = new Date('2026-06-01T12:00:00Z');
  const rule = { inactivityDays: 60 };
  let idle: EngineWorld;
  let countdownId: number;
  beforeAll(async () => {
    idle = await openWorld();
    const campaign = { ...idle.campaign, code: 'countdown' };
    const definition = { ...campaignDefinition({ settings }), code: 'countdown', lifecycle: 'points-expiry' as const };
    const lifecycle = { trigger: { kind: 'sweep' as const }, listensTo: [] };
    ({ campaignId: countdownId } = await storeCampaign(idle.database, { ...campaign, definition, lifecycle }));
    await launchVersion(idle.database, campaign);
    const expiry = { kind: 'never', ...rule };
    await idle.database.programme.update({
      where: { id: idle.programmeId },
      data: { definition: { zone: 'Europe/London', expiry } },
    });
  });
  const earnDaysAgo = async (memberId: bigint, days: number, expiresAt: Date | null = null) => {
    const at = new Date(now.getTime() - days * dayMs);
    const source = { type: 'order', id: '1' };
    const request = { programmeId: idle.programmeId, memberId, key: `e:${(keys += 1)}`, at, source, actor: 'test' };
    expect(await earn(idle.database, [{ ...request, points: 10, expiresAt }])).toMatchObject([{ ok: true }]);
    return lapsesAt(rule, { activeAt: at, availableAt: at }, 'Europe/London')!;
  };

  it('in pages that look at a few members each, and nobody who has been active since or has nothing left', async () => {
    const memberIds = await addMembers(idle, Array<null>(7).fill(null));
    const [near, far, renewed, own, , empty, last] = memberIds;
    const nearAt = await earnDaysAgo(near!, 30);
    await earnDaysAgo(far!, 10);
    await earnDaysAgo(renewed!, 40);
    await earnDaysAgo(renewed!, 5);
    const ownAt = new Date(now.getTime() + 10 * dayMs);
    await earnDaysAgo(own!, 40);
    await earnDaysAgo(own!, 40, ownAt);
    await earnDaysAgo(empty!, 90, new Date(now.getTime() - dayMs));
    const lastAt = await earnDaysAgo(last!, 50);

    const limits = { membersMax: 2, scannedMax: 2, aheadDays: 33, gatherDays: 7 };
    let [enrolled, pages, afterMemberId]: [number, number, string | null] = [0, 0, '0'];
    while (afterMemberId !== null) {
      const page = { campaignId: countdownId, now, ...limits, afterMemberId };
      const taken: Awaited<ReturnType<typeof enrolExpiring>> = await enrolExpiring(idle.database, page);
      enrolled += taken.count;
      pages += 1;
      afterMemberId = taken.nextAfterMemberId;
    }
    expect([enrolled, pages]).toEqual([3, 4]);
    const rows = await idle.database.enrolment.findMany({
      where: { campaignId: countdownId },
      orderBy: { memberId: 'asc' },
    });
    expect(rows.map(({ memberId, input }) => [memberId, (input as { windowFromAt: number }).windowFromAt])).toEqual([
      [near, nearAt.getTime()],
      [own, ownAt.getTime()],
      [last, lastAt.getTime()],
    ]);
  });
});
