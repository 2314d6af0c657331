import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openV1World, type V1World } from '../../support/v1-world.ts';

let world: V1World;
let stranger: string;
const members = ['anna', 'bo', 'cy', 'dee'];

beforeAll(async () => {
  world = await openV1World();
  stranger = await world.newKey({ programmeId: await world.newProgramme() });
  const folder = 'playbooks/onboarding-gift/messages';
  const names = (await readdir(folder)).filter((name) => name.endsWith('.liquid'));
  const templates = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(`${folder}/${name}`, 'utf8')] as const)),
  );
  const settings = { giftPoints: 100, duplicates: 'refuse' };
  const campaign = { name: 'Welcome gift', lifecycle: 'onboarding-gift', settings, templates };
  await world.call('PUT', '/campaigns/flowing', { body: campaign });
  await world.post('/campaigns/flowing/launch');
  for (const id of members) await world.post('/members', { id, email: `${id}@example.com` });
  await came('anna', 'gift', 'grant');
  await came('anna', 'welcome', 'message');
  await came('bo', 'gift', 'grant');
  await came('cy', 'gift', 'grant');
  await came('cy', 'welcome', 'message', 'refused');
  await world.database.$executeRaw`
    UPDATE enrolment SET status = 'done', ended_at = '2026-12-08T09:00:00Z', reason = 'ordered' WHERE id = ${await enrolmentOf('cy')}`;
  await world.database.$executeRaw`
    UPDATE enrolment SET waits_for = '[]', waits_until = '2026-12-11T09:00:00Z' WHERE id = ${await enrolmentOf('anna')}`;
});
afterAll(() => world.close());

async function enrolmentOf(member: string): Promise<bigint> {
  const found = await world.database.member.findFirstOrThrow({ where: { externalId: member } });
  return (await world.database.enrolment.findFirstOrThrow({ where: { memberId: found.id } })).id;
}

async function came(member: string, name: string, kind: string, outcome = 'applied') {
  const enrolmentId = await enrolmentOf(member);
  const { memberId, programmeId } = await world.database.enrolment.findUniqueOrThrow({ where: { id: enrolmentId } });
  const at = world.clock.now();
  const key = `${enrolmentId}/${name}#1`;
  await world.database.step.create({
    data: {
      programmeId,
      key,
      enrolmentId,
      memberId,
      name,
      kind,
      outcome: { kind: outcome },
      storyAt: at,
      performedAt: at,
    },
  });
}

describe('Where everybody in a campaign is', () => {
  it('adds up at each step: who came is here, has ended there, or went on', async () => {
    const { status, body } = await world.get('/campaigns/flowing/flow');
    expect(status).toBe(200);
    expect(body.entry).toEqual({ came: 4, here: 1, ended: 0, wentOn: 3 });
    expect(body.steps.slice(0, 2)).toEqual([
      { name: 'gift', kind: 'grant', came: 3, here: 1, ended: 0, wentOn: 2, done: 3, notDone: 0 },
      {
        ...{ name: 'welcome', kind: 'message', template: 'welcome', came: 2, here: 1, ended: 1, wentOn: 0 },
        ...{ done: 1, notDone: 1 },
      },
    ]);
    for (const { came: all, here, ended, wentOn } of [body.entry, ...body.steps])
      expect(here + ended + wentOn).toBe(all);
    const here = body.steps.reduce((sum: number, step: { here: number }) => sum + step.here, body.entry.here);
    expect(here).toBe((await world.get('/campaigns/flowing')).body.counts.active);
    expect(body).toMatchObject({
      heldOut: { came: 0 },
      versions: [{ version: 1, entered: 4, inside: 3 }],
      messages: expect.arrayContaining([{ template: 'welcome', locales: ['en', 'zh-CN'] }]),
      nextStep: { at: '2026-12-11T09:00:00.000Z', members: 1 },
      joinedInPause: null,
    });
  });

  it('names who is at a step and until when, those first whose wait ends first', async () => {
    const { body } = await world.get('/campaigns/flowing/waiting?limit=2');
    expect(body.data).toMatchObject([
      { memberId: 'anna', step: 'welcome', until: '2026-12-11T09:00:00.000Z', heldOut: false },
      { memberId: 'bo', step: 'gift', until: null },
    ]);
    const next = await world.get(`/campaigns/flowing/waiting?limit=2&cursor=${body.nextCursor}`);
    expect(next.body).toMatchObject({ data: [{ memberId: 'dee', step: null }], nextCursor: null });
    const at = async (query: string) =>
      (await world.get(`/campaigns/flowing/waiting?${query}`)).body.data.map(
        (row: { memberId: string }) => row.memberId,
      );
    expect(await at('step=gift')).toEqual(['bo']);
    expect(await at('step=entry')).toEqual(['dee']);
    expect(await at('heldOut=true')).toEqual([]);
  });

  it('counts who comes during a pause, and lets them go on resume when asked to', async () => {
    await world.post('/campaigns/flowing/pause');
    await world.post('/members', { id: 'eve', email: 'eve@example.com' });
    expect((await world.get('/campaigns/flowing/flow')).body.joinedInPause).toBe(4);
    await world.post('/campaigns/flowing/resume');
    world.clock.at('2026-12-08T10:00:00Z');
    await world.post('/campaigns/flowing/pause');
    await world.post('/members', { id: 'fay', email: 'fay@example.com' });
    expect((await world.get('/campaigns/flowing/flow')).body.joinedInPause).toBe(1);
    await world.post('/campaigns/flowing/resume?leaveOutJoiners=true');
    const [fay] = (await world.get('/enrolments?memberId=fay')).body.data;
    expect(fay).toMatchObject({ status: 'cancelled', reason: 'came while the campaign was paused' });
  });

  it('is nobody else’s business', async () => {
    for (const path of ['/campaigns/flowing/flow', '/campaigns/flowing/waiting']) {
      expect(await world.get(path, { key: stranger })).toMatchObject({
        status: 404,
        body: { code: 'CAMPAIGN_NOT_FOUND' },
      });
    }
  });
});
