import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerQuestions } from '../../activities/ask.ts';
import { applyCampaign } from '../../modules/campaigns/apply.ts';
import { cancelCampaign } from '../../modules/campaigns/cancel.ts';
import { deleteCampaign } from '../../modules/campaigns/delete.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { listCampaigns } from '../../modules/campaigns/list.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import { pauseCampaign } from '../../modules/campaigns/pause.ts';
import { resumeCampaign } from '../../modules/campaigns/resume.ts';
import { renderCampaign } from '../../cli/campaign/render.ts';
import { readCampaign } from '../../modules/campaigns/show.ts';
import { noteWaits } from '../../modules/enrolments/rows-unread.ts';
import { nextSweepAt } from '../../modules/enrolments/sweep-times.ts';
import { createOutput } from '../../platform/terminal/output.ts';
import { openStoryWorld, type StoryWorld } from '../support/story-world.ts';
import { testClock } from '../support/test-clock.ts';

const by = { actor: 'test' };
const startAt = new Date('2026-03-02T09:00:00Z');

let world: StoryWorld;
const clock = testClock(startAt.toISOString());
beforeAll(async () => {
  world = await openStoryWorld({ startAt, clock });
});
afterAll(() => world.stop());

const written = async (code: string, playbook = 'onboarding-gift') => {
  const campaign = await loadCampaign(`playbooks/${playbook}`);
  return { ...campaign, value: { ...campaign.value, campaign: code } };
};
const statusOf = async (code: string) =>
  (await world.database.campaign.findFirst({ where: { code }, select: { status: true } }))?.status;
const codes = async () => (await listCampaigns(world.database, world.programme.id)).map(({ code }) => code);
const joined = (member: string) => world.happen(member, 'member.joined', { email: `${member}@members.example` });

describe('A draft that is not wanted any more', () => {
  it.each([
    ['cancelled', cancelCampaign],
    ['deleted', deleteCampaign],
  ])('frees its code when it is %s, for a campaign of any kind', async (how, end) => {
    const code = `draft-${how}`;
    await applyCampaign(world, world.programme, await written(code), by);
    await end(world, world.programme, code, by);
    expect(await codes()).not.toContain(code);
    await expect(launchCampaign(world, world.programme, code, by)).rejects.toMatchObject({
      code: 'CAMPAIGN_NOT_FOUND',
    });

    const again = await written(code, 'win-back');
    expect(await applyCampaign(world, world.programme, again, by)).toMatchObject({ change: 'created', status: null });
    expect(await launchCampaign(world, world.programme, code, by)).toMatchObject({ lifecycle: 'win-back' });
    expect(await codes()).toContain(code);
    await cancelCampaign(world, world.programme, code, by);
    await expect(applyCampaign(world, world.programme, again, by)).rejects.toMatchObject({ code: 'CAMPAIGN_STATUS' });
  });

  it('is launched anew from the very same file', async () => {
    await applyCampaign(world, world.programme, await written('same'), by);
    await cancelCampaign(world, world.programme, 'same', by);
    expect(await launchCampaign(world, world.programme, await written('same'), by)).toMatchObject({ status: 'live' });
    await cancelCampaign(world, world.programme, 'same', by);
  });

  it('is deleted only as long as it is a draft', async () => {
    await launchCampaign(world, world.programme, await written('ran'), by);
    await expect(deleteCampaign(world, world.programme, 'ran', by)).rejects.toMatchObject({
      code: 'CAMPAIGN_STATUS',
      fix: expect.stringContaining('`perennial campaign cancel ran`') as string,
    });
    await cancelCampaign(world, world.programme, 'ran', by);
    await expect(deleteCampaign(world, world.programme, 'ran', by)).rejects.toMatchObject({ code: 'CAMPAIGN_STATUS' });
    expect(await statusOf('ran')).toBe('ended');
  });
});

describe('A new version of a campaign that runs', () => {
  it('says how many are inside, who keep the version they came with', async () => {
    await launchCampaign(world, world.programme, await written('counted'), by);
    await joined('inside-1');
    await joined('inside-2');
    const campaign = await written('counted');
    const changed = { ...campaign, value: { ...campaign.value, name: 'Another name' } };
    for (const dryRun of [true, false])
      expect(await applyCampaign(world, world.programme, changed, { ...by, dryRun })).toMatchObject({
        ...{ change: 'new version', status: 'live', version: 2, inside: 2 },
      });
    await cancelCampaign(world, world.programme, 'counted', by);
  });
});

describe('Who joins while the welcome is paused', () => {
  const enter = async (code: string, member: string) => {
    clock.at(new Date(clock.now().getTime() + 60_000).toISOString());
    await joined(member);
    return world.enrolmentOf(member, code);
  };
  const pausedWith = async (code: string) => {
    await launchCampaign(world, world.programme, await written(code), by);
    const before = await enter(code, `${code}-before`);
    clock.at(new Date(clock.now().getTime() + 60_000).toISOString());
    await pauseCampaign(world, world.programme, code, by);
    return { before, during: await enter(code, `${code}-during`) };
  };

  it('waits with the others, and goes on with them when it is resumed', async () => {
    const { during } = await pausedWith('held');
    expect(during).toMatchObject({ status: 'active', enteredAt: clock.now() });
    expect(await resumeCampaign(world, world.programme, 'held', by)).not.toHaveProperty('leftOut');
    expect(await world.enrolmentOf('held-during', 'held')).toMatchObject({ status: 'active' });
    await cancelCampaign(world, world.programme, 'held', by);
  });

  it('leaves it, and nobody else does, when the joiners are not wanted', async () => {
    await pausedWith('unwanted');
    const resumed = await resumeCampaign(world, world.programme, 'unwanted', { ...by, leaveOutJoiners: true });
    expect(resumed).toMatchObject({ leftOut: 1 });
    expect(await world.enrolmentOf('unwanted-before', 'unwanted')).toMatchObject({ status: 'active' });
    expect(await world.enrolmentOf('unwanted-during', 'unwanted')).toMatchObject({
      status: 'cancelled',
      reason: 'came while the campaign was paused',
    });
    await cancelCampaign(world, world.programme, 'unwanted', by);
  });
});

describe('The next step of a campaign', () => {
  it('is the first wait of a member inside that ends by itself, with how many have one on that day', async () => {
    await launchCampaign(world, world.programme, await written('awaited'), by);
    const members = ['first', 'second', 'third', 'open-end'];
    for (const member of members) await joined(`awaited-${member}`);
    const { id: programmeId } = world.programme;
    const inside = await Promise.all(members.map((member) => world.enrolmentOf(`awaited-${member}`, 'awaited')));
    const ids = inside.flatMap((each) => each?.id ?? []);
    const cohort = await world.database.cohort.create({
      data: {
        programmeId,
        campaignVersionId: inside[0]?.campaignVersionId ?? 0,
        size: 4,
        enrolmentIds: ids,
        createdAt: clock.now(),
      },
    });
    await world.database.enrolment.updateMany({ where: { id: { in: ids } }, data: { cohortId: cohort.id } });
    expect((await readCampaign(world.database, programmeId, 'awaited')).nextStep).toBeNull();

    const waits = (...until: (string | null)[]) =>
      until.map((at, place) => ({
        ...{ enrolmentId: String(ids[place]), waitsFor: [{ type: 'order.placed' }], place: place + 1 },
        until: at === null ? null : Date.parse(at),
      }));
    const note = (...until: (string | null)[]) => noteWaits(world.database, String(cohort.id), waits(...until));
    // The third one's is past midnight in London, where the programme's days are.
    expect(await note('2026-06-05T21:30:00Z', '2026-06-05T08:00:00Z', '2026-06-05T23:30:00Z', null)).toBe(true);
    const shown = await readCampaign(world.database, programmeId, 'awaited');
    expect(shown.nextStep).toEqual({ at: new Date('2026-06-05T08:00:00Z'), members: 2 });
    const out = createOutput({ json: true });
    const text = renderCampaign(shown, { zone: 'Europe/London', currency: 'GBP', now: clock.now(), out });
    expect(text).toMatch(/Next step +5 Jun 2026 09:00 \(Europe\/London\), 2 members that day/);
    // Another time of the same wait is noted, and is no news to whoever carries the story.
    expect(await note('2026-06-04T08:00:00Z', '2026-06-05T08:00:00Z', '2026-06-05T23:30:00Z', null)).toBe(false);
    const later = await readCampaign(world.database, programmeId, 'awaited');
    expect(later.nextStep).toEqual({ at: new Date('2026-06-04T08:00:00Z'), members: 1 });
    await cancelCampaign(world, world.programme, 'awaited', by);
    expect((await readCampaign(world.database, programmeId, 'awaited')).nextStep).toBeNull();
  });
});

describe('Members whom a sweep finds', () => {
  it.each([
    ['2026-03-02T09:00:00.000Z', '2026-03-02T10:00:00.000Z'],
    ['2026-03-02T09:59:59.999Z', '2026-03-02T10:00:00.000Z'],
  ])('are looked for on the hour: after %s at %s', (now, at) => {
    expect(nextSweepAt(new Date(now)).toISOString()).toBe(at);
  });

  it.each([
    ['at seven in the morning', '2026-03-09T07:00:00Z', ['2026-03-09T10:00:00Z', '2026-03-16T10:00:00Z']],
    ['at ten sharp', '2026-03-09T10:00:00Z', ['2026-03-09T10:00:00Z', '2026-03-16T10:00:00Z']],
    ['in the afternoon', '2026-03-09T14:00:00Z', ['2026-03-10T10:00:00Z', '2026-03-17T10:00:00Z']],
    // In the second week the clocks of London go forward.
    ['before the clock change', '2026-03-24T14:00:00Z', ['2026-03-25T10:00:00Z', '2026-04-01T09:00:00Z']],
  ])('%s hear of the first offer at the hour of the campaign, too', async (_, found, offers) => {
    await joined('away');
    const { id } = await world.memberOf('away');
    const question = { kind: 'localTimes', fromAt: Date.parse(found), days: [0, 7], hour: 10 } as const;
    const step = { kind: 'ask', name: 'times', question } as const;
    const request = {
      memberId: String(id),
      enrolmentId: '1',
      key: '1/times/1',
      occurrence: 1,
      at: Date.parse(found),
      step,
    };
    const context = { programmeId: world.programme.id, campaignId: 1, campaignVersionId: 1, now: new Date(found) };
    const [answer] = await answerQuestions(world.database, context, [request]);
    expect(answer).toMatchObject({ data: { at: offers.map((at) => Date.parse(at)) } });
  });
});
