import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyCampaign } from '../../modules/campaigns/apply.ts';
import { readFlow } from '../../modules/campaigns/flow.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { loadCampaign } from '../../modules/campaigns/load.ts';
import { previewMessage } from '../../modules/campaigns/preview-message.ts';
import { tellEntry, tellJourney } from '../../modules/campaigns/tell-journey.ts';
import { applyProgramme } from '../../modules/programme/apply.ts';
import { findProgramme } from '../../modules/programme/find.ts';
import type { StoredProgramme } from '../../modules/programme/rows.ts';
import { type Clock, openClock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { reference } from '../support/shop.ts';

const by = { actor: 'test' };
const playbook = 'playbooks/first-order-coupon';

let deps: { readonly database: Database; readonly clock: Clock };
let programme: StoredProgramme;
beforeAll(async () => {
  const { database } = await freshDatabase();
  deps = { database, clock: await openClock(database) };
  await applyProgramme(deps, reference, by);
  programme = await findProgramme(database, undefined);
});

/** The playbook under another code, with some of its text changed. */
async function changed(code: string, ...changes: readonly (readonly [before: string, after: string])[]) {
  const folder = await mkdtemp(join(tmpdir(), 'perennial-journey-'));
  await cp(playbook, folder, { recursive: true });
  const file = join(folder, 'campaign.yaml');
  const text = (await readFile(file, 'utf8')).replace('campaign: first-order-coupon', `campaign: ${code}`);
  for (const [before] of changes) expect(text).toContain(before);
  const after = changes.reduce((so, [before, now]) => so.replace(before, now), text);
  await writeFile(file, after);
  return loadCampaign(folder);
}

const apply = async (...of: Parameters<typeof changed>) => applyCampaign(deps, programme, await changed(...of), by);
const versionOf = (code: string) => deps.database.campaignVersion.findFirstOrThrow({ where: { campaign: { code } } });

describe('A journey that its author has written', () => {
  it('is stored like any campaign: a draft that can be launched, and applied again it changes nothing', async () => {
    expect(await apply('stored')).toMatchObject({ change: 'created', version: 1, problems: [], advice: [] });
    expect(await apply('stored')).toMatchObject({ change: 'unchanged', version: 1 });
    expect(await launchCampaign(deps, programme, 'stored', by)).toMatchObject({ status: 'live', lifecycle: 'journey' });
    const again = await apply('stored', ['wait: 11 days', 'wait: 10 days']);
    expect(again).toMatchObject({ change: 'new version', version: 2, status: 'live' });
  });

  it('says what the intake listens to: events that end it or bring members in, and no others', async () => {
    await apply('heard', [
      '  - wait: 11 days',
      '  - waitFor:\n      - path: clicked\n        event: message.clicked\n    atMost: 3 days\n    since: entry\n  - wait: 11 days',
    ]);
    expect(await versionOf('heard')).toMatchObject({
      listensTo: ['message.clicked', 'order.placed'],
      exitOn: [{ type: 'order.placed', reason: 'has ordered' }],
      triggerType: null,
      reentryDays: null,
    });
  });

  it('leaves an exit to its story that asks what the order says', async () => {
    await apply('asked', [
      '  - event: order.placed\n',
      '  - event: order.placed\n    where: { amount: { atLeast: 30 } }\n',
    ]);
    expect(await versionOf('asked')).toMatchObject({ exitOn: [], listensTo: ['order.placed'] });
  });

  it('is told in sentences', async () => {
    await apply('told');
    const { definition } = await versionOf('told');
    const stored = definition as { settings: object } as Parameters<typeof tellJourney>[0];
    expect(tellEntry(stored)).toBe('Comes in: a member, by member.joined; never again.');
    expect(tellJourney(stored)).toContain(
      '- send the message coupon-ready (transactional), which gives the coupon first-20 [coupon-ready]',
    );
    expect(tellJourney(stored, 'zh-CN')).toContain('赠送优惠券 first-20');
  });

  it('shows where its members are by the names of its steps', async () => {
    await apply('placed');
    const { steps } = await readFlow(deps.database, programme.id, 'placed', deps.clock.now());
    expect(steps.map(({ name, kind, template }) => [name, kind, template])).toEqual([
      ['coupon-ready', 'message', 'coupon-ready'],
      ['coupon-reminder', 'message', 'coupon-reminder'],
    ]);
  });

  it.each([
    ['en', '20% off your first order'],
    ['zh-CN', '新会员礼：首单八折'],
  ])('previews its messages with their coupon, in %s', async (locale, subject) => {
    const request = { campaign: await changed('seen'), template: 'coupon-ready', locale };
    const preview = await previewMessage(deps, programme, request);
    expect(preview).toMatchObject({ class: 'transactional', locale, version: null });
    expect(preview.email.subject).toBe(subject);
    expect(preview.email.text).toContain('SAMP-LE22-CODE');
  });
});

describe('A journey that can not be told', () => {
  it.each([
    [['coupon: first-20\n', 'coupon: first-30\n'], /steps\[0\]\.gives\[0\]\.coupon: .*first-30.*first-20/s],
    [
      ['message: coupon-reminder', 'message: coupon-remnder'],
      /steps\[2\]\.message: .*coupon-remnder.*coupon-reminder/s,
    ],
    [['order.placed\n', 'order.plcaed\n'], /exitOn\[0\]\.event: .*order\.plcaed.*order\.placed/s],
    [['{ coupon: first-20 }', '{ segment: nobody }'], /segment.*nobody/s],
    [['worth: 6.00', 'worth: 6.005'], /coupons\.first-20\.worth: is 6\.005, which is no amount of GBP/],
    [['en: 20% off your first order, ', ''], /coupons\.first-20\.name: is not there in en/],
    [['  - wait: 11 days', '  - wat: 11 days'], /steps\[1\]/],
    [['  - wait: 11 days', '  - webhook: crm\n  - wait: 11 days'], /steps\[1\]\.webhook: names the .*"crm"/],
  ] as const)('is refused with its line, its field and a fix, and nothing is stored: %s', async (change, problem) => {
    const stored = await deps.database.campaign.count();
    await expect(apply('wrong', change)).rejects.toThrow(problem);
    expect(await deps.database.campaign.count()).toBe(stored);
  });
});
