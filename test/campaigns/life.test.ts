import pino from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyCampaign } from '../../modules/campaigns/apply.ts';
import { endCampaign } from '../../modules/campaigns/end.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { planLaunch } from '../../modules/campaigns/launch-plan.ts';
import { loadCampaign, parseCampaign } from '../../modules/campaigns/load.ts';
import { cancelCampaign } from '../../modules/campaigns/cancel.ts';
import { putEditLive } from '../../modules/campaigns/put-live.ts';
import { launchDue, launchesWait, scheduleCampaign } from '../../modules/campaigns/schedule.ts';
import { approveCampaign, sendBackCampaign, submitCampaign } from '../../modules/campaigns/submit.ts';
import { finishCampaignsPage } from '../../modules/enrolments/finish-campaigns.ts';
import { loadProgramme, saveProgramme } from '../../modules/programme/rows.ts';
import type { Programme } from '../../modules/programme/rules.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { openJourneyShop } from '../support/journey-world.ts';

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase());
});

const mia = { actor: 'mia' };
const noah = { actor: 'noah' };
const logger = pino({ level: 'silent' });
const texts = Object.fromEntries(
  ['en', 'zh-CN'].flatMap((locale) => [
    [`news.${locale}.html.liquid`, '---\nsubject: news\npreheader: news\n---\n<p>news</p>\n'],
    [`news.${locale}.text.liquid`, 'news\n'],
  ]),
);
/** Everybody who is there gets 50 points with a message, when it goes live. */
const news = {
  ...{ campaign: 'news', name: 'News', lifecycle: 'journey', entry: [{ launch: 'audience' }] },
  ...{ audience: { orders: 0 }, steps: [{ message: 'news', gives: [{ grant: 50 }] }, { wait: '2 days' }] },
};

async function openLife(changes: Partial<Programme> = {}) {
  const shop = await openJourneyShop(database, { changes });
  const { clock, deps, programmeId } = shop;
  await shop.join('anna', 'ben');
  const programme = await loadProgramme(database, programmeId);
  const written = (file: object = {}) => parseCampaign({ ...news, ...file }, texts);
  const apply = async (file: object = {}, by = mia) => applyCampaign(deps, programme, await written(file), by);
  const campaign = () => database.campaign.findFirstOrThrow({ where: { programmeId, code: 'news' } });
  const told = async () =>
    (await database.notificationOutbox.findMany({ where: { programmeId }, orderBy: { id: 'asc' } }))
      .filter(({ type }) => type.startsWith('campaign.'))
      .map(({ object }) => object as Record<string, unknown>);
  const deeds = async () =>
    (
      await database.auditEvent.findMany({ where: { programmeId, target: 'campaign:news' }, orderBy: { id: 'asc' } })
    ).map(({ action, actor, reason }) => [action, actor, reason]);
  return {
    ...{ ...shop, programme, apply, campaign, told, deeds },
    launch: (by = mia) => launchCampaign(deps, programme, 'news', by),
    submit: (by = mia) => submitCampaign(deps, programme, 'news', by),
    approve: (by = noah) => approveCampaign(deps, programme, 'news', by),
    schedule: (at: string) => scheduleCampaign(deps, programme, 'news', new Date(at), mia),
    launchDue: () => launchDue({ ...deps, logger }, () => true),
    end: (reason?: string) => endCampaign(deps, programme, 'news', { ...mia, reason }),
    finish: () => finishCampaignsPage(database, { programmeId, now: clock.now() }),
    plan: () => planLaunch(database, programme, 'news', clock.now()),
  };
}

describe('A campaign that somebody else looks at', () => {
  it('is approved by another person than the one who submitted it, and goes live then', async () => {
    const life = await openLife();
    await life.apply();
    await life.submit();
    expect(await life.campaign()).toMatchObject({ status: 'in_review', submittedBy: 'mia', submittedVersion: 1 });
    await expect(life.launch()).rejects.toMatchObject({
      code: 'CAMPAIGN_NOT_LAUNCHABLE',
      message: 'Nobody has approved it.',
    });
    await expect(life.approve(mia)).rejects.toMatchObject({ code: 'SECOND_PERSON_REQUIRED' });
    await life.approve();
    expect((await life.plan()).checks).toContainEqual(
      expect.objectContaining({ code: 'approval', kind: 'passed', message: 'Version 1 was approved by noah.' }),
    );
    await life.launch();
    expect(await life.campaign()).toMatchObject({ status: 'live', approvedBy: 'noah' });
    expect(await life.deeds()).toEqual([
      ['campaign.apply', 'mia', null],
      ['campaign.submitted', 'mia', null],
      ['campaign.approved', 'noah', null],
      ['campaign.launched', 'mia', null],
    ]);
    expect((await life.told()).map(({ status }) => status)).toEqual(['in_review', 'live']);
  });

  it('is a draft again when it changes, or when it is sent back', async () => {
    const life = await openLife();
    await life.apply();
    await life.submit();
    await life.approve();
    await life.apply({ name: 'Other news' }, mia);
    expect(await life.campaign()).toMatchObject({ status: 'draft', submittedBy: null, approvedBy: null });
    await life.submit();
    await sendBackCampaign(life.deps, life.programme, 'news', { ...noah, note: 'Too dear.' });
    expect(await life.campaign()).toMatchObject({ status: 'draft', submittedBy: null });
    expect((await life.deeds()).at(-1)).toEqual(['campaign.sent back', 'noah', 'Too dear.']);
    await expect(life.approve()).rejects.toMatchObject({ code: 'CAMPAIGN_STATUS' });
  });

  it('has to be, where it may cost more than the programme says', async () => {
    // 100 points are worth GBP 1.00: 50 for each of two members come to 1.00.
    for (const [reviewAboveMinor, isFree] of [
      [100, true],
      [99, false],
    ] as const) {
      const life = await openLife({ campaigns: { reviewAboveMinor } });
      await life.apply();
      expect((await life.plan()).canLaunch).toBe(isFree);
      if (isFree) await life.launch();
      else await expect(life.launch()).rejects.toMatchObject({ code: 'CAMPAIGN_NOT_LAUNCHABLE' });
    }
  });

  it('has to be, where nobody can say what it may cost', async () => {
    const life = await openLife({ campaigns: { reviewAboveMinor: 1_000_000 } });
    await life.apply({
      entry: [{ event: 'cart.abandoned' }],
      audience: undefined,
      coupons: { ten: { name: 'Ten', amountOff: 10, validDays: 30, worth: 10 } },
      steps: [{ message: 'news', gives: [{ coupon: 'ten' }] }],
    });
    await expect(life.launch()).rejects.toMatchObject({ code: 'CAMPAIGN_NOT_LAUNCHABLE' });
    await life.apply({
      entry: [{ event: 'cart.abandoned' }],
      audience: undefined,
      coupons: { ten: { name: 'Ten', amountOff: 10, validDays: 30, worth: 10 } },
      steps: [{ message: 'news', gives: [{ coupon: 'ten' }] }],
      budget: { worth: 500 },
    });
    await life.launch();
  });
});

describe('A version of a campaign that runs', () => {
  it('is put live by another person than who staged it, where it may cost more than one answers for', async () => {
    const life = await openLife({ campaigns: { reviewAboveMinor: 100 } });
    await life.apply();
    await life.launch();
    const dearer = { steps: [{ message: 'news', gives: [{ grant: 5_000 }] }, { wait: '2 days' }] };
    await life.apply(dearer);
    const put = (by: typeof mia) => putEditLive(life.deps, life.programme, 'news', { ...by, policy: 'new' });
    await expect(put(mia)).rejects.toMatchObject({ code: 'SECOND_PERSON_REQUIRED' });
    expect(await life.campaign()).toMatchObject({ currentVersion: 1, stagedVersion: 2 });
    await put(noah);
    expect(await life.campaign()).toMatchObject({ currentVersion: 2, stagedVersion: null });
  });
});

describe('A launch', () => {
  it('is refused above the budget, and lets the first come where the budget counts members', async () => {
    const life = await openLife();
    await life.apply({ budget: { points: 99 } });
    await expect(life.launch()).rejects.toMatchObject({
      code: 'CAMPAIGN_NOT_LAUNCHABLE',
      message: "The budget's points are enough for 1 of 2 members, if each takes everything.",
    });
    expect((await life.campaign()).status).toBe('draft');
    await life.apply({ budget: { points: 100, members: 1 } });
    const { checks } = await life.plan();
    expect(checks.find(({ code }) => code === 'members')).toMatchObject({ kind: 'note' });
    await life.launch();
  });

  it('is refused for an audience of nobody', async () => {
    const life = await openLife();
    await life.apply({ audience: { orders: { atLeast: 3 } } });
    await expect(life.launch()).rejects.toMatchObject({ message: 'Nobody is in its audience.' });
  });

  it('says who of its audience is in another campaign, where they live and who is held out', async () => {
    const life = await openLife();
    const other = { campaign: 'other', entry: [{ launch: 'audience' }], audience: { orders: 0 } };
    await launchCampaign(life.deps, life.programme, await parseCampaign({ ...news, ...other }, texts), mia);
    await life.settle();
    await life.happens('cleo', 'member.joined', { zone: 'Asia/Tokyo' });
    await life.apply({ holdOut: 0.5 });
    const plan = await life.plan();
    expect(plan.others).toMatchObject([{ campaign: 'other', inside: 2, alsoIn: 2 }]);
    expect(plan.zones.map(({ zone, members }) => [zone, members])).toEqual([
      ['Europe/London', 2],
      ['Asia/Tokyo', 1],
    ]);
    const version = await database.campaignVersion.findFirstOrThrow({
      where: { campaignId: (await life.campaign()).id },
    });
    const [row] = await database.$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM member m WHERE m.programme_id = ${life.programmeId}::smallint AND is_held_out(${version.id}::int, m.id)`;
    expect(plan.holdOut).toBe(row?.n);
  });

  it('is stopped by a name that the programme has no more', async () => {
    const life = await openLife({ attributes: { city: 'text' } } as never);
    await life.apply({ audience: { member: 'city', isNot: 'London' } });
    expect((await life.plan()).canLaunch).toBe(true);
    await saveProgramme(database, { ...life.programme.definition, attributes: {} });
    const { checks } = await planLaunch(
      ...([database, await loadProgramme(database, life.programmeId), 'news', life.clock.now()] as const),
    );
    expect(checks[0]).toMatchObject({ kind: 'stop', values: { field: 'audience.member' } });
  });
});

describe('A campaign that is given its time', () => {
  it('goes live when that has come, and not before', async () => {
    const life = await openLife();
    await life.apply();
    await life.schedule('2026-11-03T10:00:00Z');
    expect(await life.campaign()).toMatchObject({ status: 'scheduled', scheduledBy: 'mia' });
    life.clock.at('2026-11-03T09:59:59Z');
    expect([await launchesWait(database, life.clock.now()), await life.launchDue()]).toEqual([false, 0]);
    life.clock.at('2026-11-03T10:00:00Z');
    expect(await launchesWait(database, life.clock.now())).toBe(true);
    // Two relays come at once.
    await Promise.all([life.launchDue(), life.launchDue()]);
    expect(await life.campaign()).toMatchObject({
      status: 'live',
      scheduledFor: null,
      launchedAt: new Date('2026-11-03T10:00:00Z'),
    });
    expect((await life.deeds()).filter(([action]) => action === 'campaign.launched')).toEqual([
      ['campaign.launched', 'schedule of mia', null],
    ]);
    await life.settle();
    expect(await life.enrolments((await life.campaign()).id)).toHaveLength(2);
  });

  it('is refused a time that has passed, and one by mistake of a year', async () => {
    const life = await openLife();
    await life.apply();
    await expect(life.schedule('2026-11-02T09:00:00Z')).rejects.toMatchObject({ field: 'at' });
    await expect(life.schedule('2027-12-01T09:00:00Z')).rejects.toMatchObject({ field: 'at' });
    expect((await life.campaign()).status).toBe('draft');
  });

  it('takes another time, and none once it is sent back or cancelled', async () => {
    const life = await openLife();
    await life.apply();
    await life.schedule('2026-11-03T10:00:00Z');
    await life.schedule('2026-11-04T10:00:00Z');
    life.clock.at('2026-11-03T10:00:00Z');
    expect(await life.launchDue()).toBe(0);
    await sendBackCampaign(life.deps, life.programme, 'news', { ...mia, note: 'Not yet.' });
    expect(await life.campaign()).toMatchObject({ status: 'draft', scheduledFor: null });
    await life.schedule('2026-11-04T10:00:00Z');
    await cancelCampaign(life.deps, life.programme, 'news', mia);
    life.clock.at('2026-11-05T10:00:00Z');
    expect(await life.launchDue()).toBe(0);
  });

  it('is a draft again when something stops it at its time, and says why', async () => {
    const life = await openLife();
    await life.apply({ budget: { points: 100 } });
    await life.schedule('2026-11-03T10:00:00Z');
    await life.join('cleo');
    life.clock.at('2026-11-03T10:00:00Z');
    await life.launchDue();
    expect(await life.campaign()).toMatchObject({ status: 'draft', scheduledFor: null, launchedAt: null });
    expect((await life.deeds()).at(-1)).toEqual([
      'campaign.not launched',
      'schedule of mia',
      "The budget's points are enough for 2 of 3 members, if each takes everything.",
    ]);
    expect((await life.told()).at(-1)).toMatchObject({ status: 'draft' });
  });
});

describe('A campaign that comes to its end', () => {
  const byCart = { entry: [{ event: 'cart.abandoned' }], audience: undefined };

  it('lets nobody in any more, and has ended when the last one inside has', async () => {
    const life = await openLife();
    await life.apply(byCart);
    await life.launch();
    await life.happens('anna', 'cart.abandoned');
    await life.settle();
    life.clock.at('2026-11-02T12:00:00Z');
    expect(await life.end('Sold out.')).toMatchObject({ status: 'live' });
    // Heard of late, but of before: the door is shut by now, as it is when a campaign's time is over.
    await life.happens('ben', 'cart.abandoned', {}, '2026-11-02T11:00:00Z');
    await life.happens('ben', 'cart.abandoned', {}, '2026-11-02T12:00:01Z');
    await life.settle();
    const { id } = await life.campaign();
    expect((await life.enrolments(id)).map(({ member }) => member)).toEqual(['anna']);
    await life.finish();
    expect((await life.campaign()).status).toBe('live');
    await database.enrolment.updateMany({
      where: { campaignId: id },
      data: { status: 'done', endedAt: life.clock.now() },
    });
    await life.finish();
    expect(await life.campaign()).toMatchObject({ status: 'ended', endedAt: life.clock.now() });
    expect((await life.deeds()).slice(-2)).toEqual([
      ['campaign.closed', 'mia', 'Sold out.'],
      ['campaign.ended', 'calendar', 'everybody has come to its end'],
    ]);
  });

  it('has ended at once when nobody is inside', async () => {
    const life = await openLife();
    await life.apply(byCart);
    await life.launch();
    expect(await life.end()).toMatchObject({ status: 'ended' });
    expect((await life.campaign()).status).toBe('ended');
  });

  it('lets in by their own time those whom an event brings into a lifecycle', async () => {
    const life = await openLife();
    const { deps, programme, clock, programmeId } = life;
    await launchCampaign(deps, programme, await loadCampaign('playbooks/onboarding-gift'), mia);
    clock.at('2026-11-02T12:00:00Z');
    await life.happens('cleo', 'member.joined', {});
    clock.at('2026-11-02T13:00:00Z');
    await endCampaign(deps, programme, 'onboarding-gift', mia);
    clock.at('2026-11-02T14:00:00Z');
    await life.happens('dan', 'member.joined', {}, '2026-11-02T12:59:59Z');
    await life.happens('eve', 'member.joined', {}, '2026-11-02T13:00:00Z');
    const { id } = await database.campaign.findFirstOrThrow({ where: { programmeId, code: 'onboarding-gift' } });
    expect((await life.enrolments(id)).map(({ member }) => member)).toEqual(['cleo', 'dan']);
  });

  it('is closed when its time is over', async () => {
    const life = await openLife();
    await life.apply({ ...byCart, runs: { until: '2026-11-03', then: 'finish' } });
    await life.launch();
    await life.happens('anna', 'cart.abandoned');
    await life.settle();
    life.clock.at('2026-11-03T23:59:59Z');
    await life.finish();
    expect((await life.campaign()).entryClosedAt).toBeNull();
    life.clock.at('2026-11-04T00:00:00Z');
    await life.finish();
    expect(await life.campaign()).toMatchObject({ status: 'live', entryClosedAt: new Date('2026-11-04T00:00:00Z') });
  });

  it('lets members in again by a version that runs for longer', async () => {
    const life = await openLife();
    await life.apply({ ...byCart, runs: { until: '2026-11-03' } });
    await life.launch();
    await life.happens('anna', 'cart.abandoned');
    await life.settle();
    life.clock.at('2026-11-04T00:00:00Z');
    await life.finish();
    expect((await life.campaign()).entryClosedAt).not.toBeNull();
    await life.apply({ ...byCart, runs: { until: '2026-11-30' } });
    await putEditLive(life.deps, life.programme, 'news', { ...mia, policy: 'new' });
    expect((await life.campaign()).entryClosedAt).toBeNull();
    await life.happens('ben', 'cart.abandoned');
    await life.settle();
    expect((await life.enrolments((await life.campaign()).id)).map(({ member }) => member)).toEqual(['anna', 'ben']);
  });
});
