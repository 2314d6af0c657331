import { beforeAll, describe, expect, it } from 'vitest';
import { perform } from '../../activities/perform.ts';
import { storeCampaign } from '../support/campaigns.ts';
import { formCohorts } from '../../modules/enrolments/rows-cohorts.ts';
import type { Step } from '../../workflows/steps.ts';
import {
  addMembers,
  campaignDefinition,
  type EngineWorld,
  join,
  openWorld,
  quietLogger,
  stepOf,
} from '../support/engine.ts';
import { lotOf } from '../support/lots.ts';

let world: EngineWorld;
beforeAll(async () => {
  world = await openWorld({ reentry: { kind: 'afterDays', days: 0 } });
});

/** From now on this share of the campaign's members is held out, and this one of the whole programme's. */
async function holdOut(campaign: number, programme = 0): Promise<number> {
  const { database, programmeId } = world;
  await storeCampaign(database, {
    ...world.campaign,
    definition: { ...campaignDefinition({ reentry: { kind: 'afterDays', days: 0 } }), holdOut: campaign },
    lifecycle: { trigger: { kind: 'event', pattern: { type: 'member.joined' } }, listensTo: ['order.placed'] },
  });
  await database.$executeRaw`
    UPDATE programme SET definition = definition || jsonb_build_object('holdOut', ${programme}::float8)
    WHERE id = ${programmeId}::smallint`;
  const { id } = await database.campaignVersion.findFirstOrThrow({
    where: { campaignId: world.campaignId },
    orderBy: { version: 'desc' },
  });
  return id;
}

const nobody = (count: number) => Array.from({ length: count }, () => null);
const shadowsOf = async (memberIds: readonly bigint[]) => {
  const rows = await world.database.enrolment.findMany({
    where: { memberId: { in: [...memberIds] } },
    orderBy: [{ memberId: 'asc' }, { occurrence: 'asc' }],
  });
  return rows.filter(({ shadow }) => shadow).map(({ memberId }) => memberId);
};
const endAll = () =>
  world.database.$executeRaw`UPDATE enrolment SET status = 'done', reason = 'over', ended_at = enrolled_at`;

describe('Who is held out', () => {
  it('is a share of the members, nobody when the share is 0', async () => {
    await holdOut(0);
    const before = await addMembers(world, nobody(100));
    await join(world, before);
    expect(await shadowsOf(before)).toEqual([]);

    await holdOut(0.2);
    const memberIds = await addMembers(world, nobody(2_000));
    await join(world, memberIds);
    // Five standard deviations around 400.
    const held = (await shadowsOf(memberIds)).length;
    expect(Math.abs(held - 400)).toBeLessThan(90);
  });

  it('is decided once and for all by who the member is: the same on a second time, and among more when the share grows', async () => {
    await holdOut(0.2);
    const memberIds = await addMembers(world, nobody(300));
    await join(world, memberIds);
    const first = await shadowsOf(memberIds);
    await endAll();
    await join(world, memberIds);
    expect(await shadowsOf(memberIds)).toEqual(first.flatMap((id) => [id, id]));

    await endAll();
    await holdOut(0.5);
    await join(world, memberIds);
    const third = new Set(await shadowsOf(memberIds));
    expect(first.every((id) => third.has(id))).toBe(true);
    expect(third.size).toBeGreaterThan(first.length);
  });

  it('can be told from the codes and the member alone, by anyone who wants to check', async () => {
    const versionId = await holdOut(0.3);
    const memberIds = await addMembers(world, nobody(200));
    await join(world, memberIds);
    const held = new Set(await shadowsOf(memberIds));
    const members = await world.database.member.findMany({ where: { id: { in: memberIds } } });
    for (const { id, externalId } of members) {
      expect(held.has(id)).toBe(lotOf('campaign/test/test', externalId) < 0.3);
      const [row] = await world.database.$queryRaw<{ held: boolean }[]>`
        SELECT is_held_out(${versionId}::int, ${id}) AS held`;
      expect(row?.held).toBe(held.has(id));
    }
  });

  it('may be decided for the whole programme: the same members in every campaign', async () => {
    await holdOut(0, 0.3);
    const memberIds = await addMembers(world, nobody(200));
    await join(world, memberIds);
    const held = await shadowsOf(memberIds);
    expect(held.length).toBeGreaterThan(30);
    const other = { ...world.campaign, code: 'other' };
    const { campaignId } = await storeCampaign(world.database, {
      ...other,
      definition: { ...campaignDefinition(), code: 'other' },
      lifecycle: { trigger: { kind: 'sweep' }, listensTo: [] },
    });
    const { id: versionId } = await world.database.campaignVersion.findFirstOrThrow({ where: { campaignId } });
    const rows = await world.database.$queryRaw<{ id: bigint }[]>`
      SELECT id FROM member WHERE id = ANY (${memberIds.map(String)}::text[]::bigint[]) AND is_held_out(${versionId}::int, id)
      ORDER BY id`;
    expect(rows.map(({ id }) => id)).toEqual(held);
    await holdOut(0, 0);
  });
});

describe('A member who is held out', () => {
  const steps: Step[] = [
    { kind: 'grant', name: 'gift', points: 100, reason: 'Gift' },
    { kind: 'message', name: 'hello', template: 'hello', channel: 'email', class: 'transactional' },
    { kind: 'ask', name: 'profile', question: { kind: 'profileComplete' } },
  ];

  /** The members' steps performed as their cohort asks for them. */
  async function performAll(memberIds: readonly bigint[], asked: readonly Step[]) {
    const { programmeId, campaignId } = world;
    const enrolments = await world.database.enrolment.findMany({
      where: { memberId: { in: [...memberIds] }, status: 'active' },
      orderBy: { id: 'asc' },
    });
    const campaignVersionId = enrolments[0]?.campaignVersionId ?? 0;
    await formCohorts(world.database, { campaignVersionId, cohortsMax: 10, now: new Date() });
    const { cohortId } = await world.database.enrolment.findFirstOrThrow({ where: { id: enrolments[0]!.id } });
    const input = {
      ...{ programmeId, campaignId, campaignVersionId, cohortId: String(cohortId), endings: [], last: false },
      steps: enrolments.flatMap((enrolment) => asked.map((step) => stepOf(enrolment, step))),
    };
    const { replies } = await perform({ database: world.database, clock: world.clock, logger: quietLogger }, input);
    return { enrolments, replies };
  }

  it('is asked about as any other, and gets neither points nor messages, with the reason on record', async () => {
    await endAll();
    await holdOut(0.5);
    const emails = Array.from({ length: 40 }, (_, place) => `held-${place}@members.example`);
    const memberIds = await addMembers(world, emails);
    await join(world, memberIds);
    const { enrolments, replies } = await performAll(memberIds, steps);
    const reason = 'held out, to measure what the campaign adds';
    enrolments.forEach(({ shadow }, place) => {
      const [gift, hello, profile] = replies.slice(place * 3).map((reply) => reply.kind === 'done' && reply.outcome);
      expect(profile).toEqual({ kind: 'applied', data: { complete: false } });
      if (shadow) expect([gift, hello]).toEqual([0, 1].map(() => ({ kind: 'skipped', reason })));
      else expect([gift, hello]).toMatchObject([{ kind: 'applied' }, { kind: 'applied' }]);
    });

    const held = enrolments.filter(({ shadow }) => shadow);
    expect(held.length).toBeGreaterThan(5);
    expect(held.length).toBeLessThan(35);
    const where = { memberId: { in: held.map(({ memberId }) => memberId) } };
    expect(await world.database.ledgerTxn.count({ where })).toBe(0);
    expect(await world.database.message.count({ where })).toBe(0);
    expect(await world.database.step.count({ where })).toBe(held.length * 3);
    const others = { memberId: { in: memberIds.filter((id) => !held.some(({ memberId }) => memberId === id)) } };
    expect(await world.database.ledgerTxn.count({ where: others })).toBe(40 - held.length);
    expect(await world.database.message.count({ where: others })).toBe(40 - held.length);
  });

  it('gets nothing by the story of somebody else either', async () => {
    await endAll();
    const versionId = await holdOut(0.5);
    const memberIds = await addMembers(world, nobody(60));
    const rows = await world.database.$queryRaw<{ id: bigint; held: boolean }[]>`
      SELECT id, is_held_out(${versionId}::int, id) AS held FROM member
      WHERE id = ANY (${memberIds.map(String)}::text[]::bigint[])`;
    const held = rows.find((row) => row.held)!.id;
    const [friend, other] = rows.filter((row) => !row.held).map(({ id }) => id);
    await join(world, [friend!]);
    const reward = (forMemberId: bigint, name: string): Step => ({
      ...{ kind: 'grant', name, points: 50, reason: 'Referral' },
      forMemberId: String(forMemberId),
    });
    const { replies } = await performAll([friend!], [reward(held, 'one'), reward(other!, 'two')]);
    expect(replies).toMatchObject([{ outcome: { kind: 'skipped' } }, { outcome: { kind: 'applied' } }]);
    expect(await world.database.ledgerTxn.count({ where: { memberId: held } })).toBe(0);
    expect(await world.database.ledgerTxn.count({ where: { memberId: other! } })).toBe(1);
  });
});
