import { beforeAll, describe, expect, it } from 'vitest';
import { applyCampaign } from '../../modules/campaigns/apply.ts';
import { planLaunch } from '../../modules/campaigns/launch-plan.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { parseCampaign } from '../../modules/campaigns/load.ts';
import { budgetLines } from '../../modules/campaigns/rules-launch-plan.ts';
import { loadProgramme } from '../../modules/programme/rows.ts';
import type { Database } from '../../platform/database.ts';
import { renderPlan } from '../../cli/campaign/plan.ts';
import { freshDatabase } from '../support/database.ts';
import { openShop } from '../support/shop.ts';
import { testClock } from '../support/test-clock.ts';

let database: Database;
beforeAll(async () => {
  ({ database } = await freshDatabase());
});

const by = { actor: 'test' };
const texts = Object.fromEntries(
  ['news', 'reminder'].flatMap((name) =>
    ['en', 'zh-CN'].flatMap((locale) => [
      [`${name}.${locale}.html.liquid`, `---\nsubject: ${name}\npreheader: ${name}\n---\n<p>${name}</p>\n`],
      [`${name}.${locale}.text.liquid`, `${name}\n`],
    ]),
  ),
);

/** A shop of five members, of whom four may be written to, at eight in the evening of the programme's clock. */
async function openPlanShop() {
  const shop = await openShop(database);
  const clock = testClock('2026-05-20T20:30:00Z');
  const join = (memberId: string, data: object) => shop.event('member.joined', data as never, { memberId });
  await shop.send(
    ...['a', 'b', 'c'].map((id) => join(id, { email: `${id}@example.com`, consent: { email: true } })),
    join('d', { email: 'd@example.com', consent: { email: false } }),
    join('e', {}),
  );
  const programme = await loadProgramme(database, shop.programmeId);
  const deps = { database, clock };
  const apply = async (file: object) =>
    applyCampaign(
      deps,
      programme,
      await parseCampaign({ campaign: 'news', name: 'News', lifecycle: 'journey', ...file }, texts),
      by,
    );
  return { ...shop, clock, deps, programme, apply, plan: () => planLaunch(database, programme, 'news', clock.now()) };
}

const both = { steps: [{ message: 'news' }, { message: 'reminder' }] };
const news = {
  entry: [{ launch: 'audience' }],
  audience: { orders: 0 },
  coupons: { ten: { name: 'Ten off', percentOff: 10, validDays: 14, worth: 2.5 } },
  steps: [{ message: 'news', gives: [{ grant: 50 }, { coupon: 'ten' }] }, { wait: '3 days' }, { message: 'reminder' }],
};

describe('The plan of a launch', () => {
  it('says whom it reaches and why not the others, what it gives at most, and when it writes first', async () => {
    const shop = await openPlanShop();
    await shop.apply({ ...news, pace: { perHour: 2 } });
    const plan = await shop.plan();
    expect(plan).toMatchObject({
      audience: {
        members: 5,
        reach: [
          {
            reachable: 3,
            unreachable: [
              { reason: 'ADDRESS_MISSING', members: 1 },
              { reason: 'OPTED_OUT', members: 1 },
            ],
          },
        ],
      },
      perMember: { points: 50, coupons: 1, messages: 2, worth: 250 },
      inAll: { points: 250, coupons: 5, messages: 10, worth: 1_250 },
      pace: { perHour: 2, hours: 3 },
    });
    // Marketing waits for the morning: nine o'clock in London.
    expect(plan.firstMessageAt?.toISOString()).toBe('2026-05-21T08:00:00.000Z');
  });

  it('takes no more than the budget has, and says for how many it is enough', async () => {
    const shop = await openPlanShop();
    await shop.apply({ ...news, budget: { points: 120, members: 4 } });
    const plan = await shop.plan();
    expect(plan.budget).toEqual([
      { of: 'points', limit: 120, used: 0, enoughFor: 2 },
      { of: 'members', limit: 4, used: 0, enoughFor: 4 },
    ]);
    expect(plan.inAll).toMatchObject({ points: 100, coupons: 2 });
    const told = renderPlan(plan, shop.programme.definition);
    expect(told).toContain('5 members of 5. By email: 3 reachable');
    expect(told).toContain('50 points worth GBP 0.50, 1 coupon worth GBP 2.50, 2 messages at most');
    expect(told).toContain('120 points: 0 given or promised, enough for 2 members more');
  });

  it('names what runs beside it, those first whose messages go first', async () => {
    const shop = await openPlanShop();
    for (const [campaign, priority] of [
      ['late', 200],
      ['early', 5],
    ] as const) {
      const other = { campaign, name: campaign, lifecycle: 'journey', priority, entry: [{ event: 'order.placed' }] };
      await launchCampaign(shop.deps, shop.programme, await parseCampaign({ ...other, ...both }, texts), by);
    }
    await shop.apply({ ...news, entry: [{ event: 'member.joined' }], audience: undefined });
    const plan = await shop.plan();
    expect(plan.audience).toBeNull();
    expect(plan.inAll).toBeNull();
    expect(plan.others.map(({ campaign }) => campaign)).toEqual(['early', 'late']);
  });

  it('says that texts wait for a provider, of a journey that sends nothing but texts', async () => {
    const shop = await openPlanShop();
    const short = Object.fromEntries(
      ['en', 'zh-CN'].map((locale) => [`news.${locale}.sms.liquid`, 'News. {{ optOut }}\n']),
    );
    const file = { ...news, campaign: 'news', name: 'News', lifecycle: 'journey', coupons: undefined };
    const steps = [{ message: 'news', channel: 'sms' }];
    const written = await parseCampaign({ ...file, steps }, short);
    await applyCampaign(shop.deps, shop.programme, written, by);
    const { checks } = await shop.plan();
    expect(checks).toContainEqual(
      expect.objectContaining({
        code: 'advice',
        kind: 'note',
        message: expect.stringContaining('sms has no provider yet'),
      }),
    );
    expect(checks).toContainEqual(expect.objectContaining({ code: 'messages', values: { messages: 1, languages: 2 } }));
  });
});

describe('The lines of a budget', () => {
  const spent = {
    given: { points: 30, coupons: 1, messages: 2, worth: 100 },
    reserved: { points: 20, coupons: 0, messages: 0, worth: 0 },
    members: 3,
  };
  it('count what is promised as used, and give no room where nothing is left', () => {
    const each = { points: 50, coupons: 0, messages: 1, worth: 0 };
    expect(budgetLines({ points: 60, coupons: 10, members: 3 }, spent, each)).toEqual([
      { of: 'points', limit: 60, used: 50, enoughFor: 0 },
      { of: 'coupons', limit: 10, used: 1, enoughFor: null },
      { of: 'members', limit: 3, used: 3, enoughFor: 0 },
    ]);
  });
});
