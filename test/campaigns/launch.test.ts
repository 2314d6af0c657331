import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { applyCampaign } from '../../modules/campaigns/apply.ts';
import { cancelCampaign } from '../../modules/campaigns/cancel.ts';
import type { WrittenCampaign } from '../../modules/campaigns/check.ts';
import { launchCampaign } from '../../modules/campaigns/launch.ts';
import { loadCampaign, parseCampaign } from '../../modules/campaigns/load.ts';
import { pauseCampaign } from '../../modules/campaigns/pause.ts';
import { resumeCampaign } from '../../modules/campaigns/resume.ts';
import { lockCampaign } from '../../modules/campaigns/rows.ts';
import { storedDefinition } from '../../modules/campaigns/rows-versions.ts';
import { applyProgramme } from '../../modules/programme/apply.ts';
import { findProgramme } from '../../modules/programme/find.ts';
import type { StoredProgramme } from '../../modules/programme/rows.ts';
import { type Clock, openClock } from '../../platform/clock.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { until } from '../support/engine.ts';
import { reference } from '../support/shop.ts';

const by = { actor: 'test' };
const onlyAsked = { ...by, dryRun: true };

let deps: { readonly database: Database; readonly clock: Clock };
let programme: StoredProgramme;
beforeAll(async () => {
  const { database } = await freshDatabase();
  deps = { database, clock: await openClock(database) };
  await applyProgramme(deps, reference, by);
  programme = await findProgramme(database, undefined);
});

/** The shipped gift under another code, with so many points and, when wanted, a template that can't be sent. */
async function gift(code: string, { giftPoints = 100, isBroken = false } = {}): Promise<WrittenCampaign> {
  const { data, templates } = await shipped('onboarding-gift');
  const welcome = templates['welcome.en.text.liquid'] ?? '';
  return parseCampaign(
    { ...data, campaign: code, settings: { ...(data.settings as object), giftPoints } },
    isBroken ? { ...templates, 'welcome.en.text.liquid': `${welcome}\n{{ nobody }}\n` } : templates,
  );
}

/** A playbook as an interface would bring it: data, and texts by their names. */
async function shipped(name: string) {
  const folder = join('playbooks', name);
  const data = parse(await readFile(join(folder, 'campaign.yaml'), 'utf8')) as Record<string, unknown>;
  delete data.messages;
  const templates: Record<string, string> = {};
  for (const file of await readdir(join(folder, 'messages')))
    templates[file] = await readFile(join(folder, 'messages', file), 'utf8');
  return { data, templates };
}

/** Everything that is stored of a campaign. */
async function storedOf(code: string) {
  const campaign = await deps.database.campaign.findFirst({ where: { code } });
  const versions = await deps.database.campaignVersion.findMany({ where: { campaignId: campaign?.id ?? -1 } });
  const audit = await deps.database.auditEvent.findMany({ where: { target: `campaign:${code}` } });
  return { campaign, versions, audit };
}

describe('Launching what is no draft', () => {
  it.each([
    ['live', [], /`perennial campaign apply` gives it a new version/],
    ['paused', [pauseCampaign], /`perennial campaign resume .*`perennial campaign apply` gives it a new version/],
    ['ended', [cancelCampaign], /another code/],
  ])('changes nothing of a campaign that is %s, and says what would', async (status, changes, fix) => {
    const code = `running-${status}`;
    await launchCampaign(deps, programme, await gift(code), by);
    for (const change of changes) await change(deps, programme, code, by);
    const before = await storedOf(code);
    expect(before).toMatchObject({ campaign: { status, currentVersion: 1 } });
    const asked = [code, await gift(code), await gift(code, { giftPoints: 900 }), await gift(code, { isBroken: true })];
    for (const campaign of asked) {
      for (const how of [by, onlyAsked]) {
        await expect(launchCampaign(deps, programme, campaign, how)).rejects.toMatchObject({
          code: 'CAMPAIGN_STATUS',
          message: `The campaign "${code}" is ${status} and can't be launched.`,
          field: 'status',
          fix: expect.stringMatching(fix) as string,
        });
      }
    }
    expect(await storedOf(code)).toEqual(before);
  });

  it('is refused for a code nobody applied, also when it is only asked whether it could be', async () => {
    for (const how of [by, onlyAsked])
      await expect(launchCampaign(deps, programme, 'nobody', how)).rejects.toMatchObject({
        code: 'CAMPAIGN_NOT_FOUND',
      });
  });
});

describe('A launch that is refused', () => {
  it('leaves nothing of a new campaign behind', async () => {
    await expect(launchCampaign(deps, programme, await gift('misspelt', { isBroken: true }), by)).rejects.toMatchObject(
      {
        code: 'CAMPAIGN_INVALID',
        problems: [
          {
            ...{ file: 'templates/welcome.en.text.liquid', line: 23, field: 'welcome.en' },
            problem: expect.stringContaining('nobody') as string,
          },
        ],
      },
    );
    expect(await storedOf('misspelt')).toEqual({ campaign: null, versions: [], audit: [] });
  });

  it('leaves a draft at the version it had', async () => {
    await applyCampaign(deps, programme, await gift('drafted'), by);
    const before = await storedOf('drafted');
    const broken = await gift('drafted', { giftPoints: 900, isBroken: true });
    await expect(launchCampaign(deps, programme, broken, by)).rejects.toMatchObject({ code: 'CAMPAIGN_INVALID' });
    expect(await storedOf('drafted')).toEqual(before);
    expect(await launchCampaign(deps, programme, 'drafted', by)).toMatchObject({ status: 'live', applied: null });
  });

  it('stores no second campaign of check-ins beside the one that is live', async () => {
    await launchCampaign(deps, programme, await loadCampaign('playbooks/check-in-streak'), by);
    const { data, templates } = await shipped('check-in-streak');
    const second = await parseCampaign({ ...data, campaign: 'second' }, templates);
    for (const how of [onlyAsked, by])
      await expect(launchCampaign(deps, programme, second, how)).rejects.toMatchObject({
        code: 'CAMPAIGN_STATUS',
        message: 'The campaign "check-in-streak" decides on check-ins already.',
      });
    expect((await storedOf('second')).campaign).toBeNull();
  });

  it('holds a draft against the languages that the programme speaks by now', async () => {
    await applyCampaign(deps, programme, await gift('bilingual'), by);
    await applyProgramme(deps, { ...reference, locales: [...reference.locales, 'fr'] }, by);
    await expect(launchCampaign(deps, programme, 'bilingual', by)).rejects.toMatchObject({ code: 'CAMPAIGN_INVALID' });
    await applyProgramme(deps, reference, by);
    expect((await storedOf('bilingual')).campaign?.status).toBe('draft');
  });
});

describe('A text that can not be written for everybody', () => {
  const until = '\nCoupon until {{ couponExpiresAt | date }}\n';
  /** The shipped gift, which brings no coupon, with a date of one. */
  async function undated(code: string, text = until) {
    const { data, templates } = await shipped('onboarding-gift');
    const welcome = templates['welcome.en.text.liquid'] ?? '';
    return parseCampaign({ ...data, campaign: code }, { ...templates, 'welcome.en.text.liquid': `${welcome}${text}` });
  }
  const refusal = {
    code: 'CAMPAIGN_INVALID',
    problems: [
      {
        ...{ file: 'templates/welcome.en.text.liquid', field: 'welcome.en' },
        problem: expect.stringContaining('date wants an instant, not null') as string,
      },
    ],
  };

  it('is launched neither from its file nor as a draft, of which only a warning is given', async () => {
    await expect(launchCampaign(deps, programme, await undated('undated'), by)).rejects.toMatchObject(refusal);
    expect(await applyCampaign(deps, programme, await undated('undated'), by)).toMatchObject({
      problems: refusal.problems,
    });
    await expect(launchCampaign(deps, programme, 'undated', by)).rejects.toMatchObject({
      problems: [
        { file: 'campaign undated', problem: expect.stringMatching(/^text, line \d+: .*date wants/) as string },
      ],
    });
  });

  it('is no new version of a campaign that is live or paused', async () => {
    await launchCampaign(deps, programme, await undated('dated', ''), by);
    const before = await storedOf('dated');
    await expect(applyCampaign(deps, programme, await undated('dated'), by)).rejects.toMatchObject(refusal);
    await pauseCampaign(deps, programme, 'dated', by);
    await expect(applyCampaign(deps, programme, await undated('dated'), by)).rejects.toMatchObject(refusal);
    expect((await storedOf('dated')).versions).toEqual(before.versions);
  });
});

describe('A dry run', () => {
  it('tells what would come of it and writes nothing', async () => {
    const report = await launchCampaign(deps, programme, await gift('maybe'), onlyAsked);
    expect(report).toMatchObject({
      ...{ campaign: 'maybe', status: 'draft', dryRun: true },
      applied: { change: 'created', version: 1, dryRun: true },
    });
    expect(await storedOf('maybe')).toEqual({ campaign: null, versions: [], audit: [] });
  });

  it('refuses what applying would refuse', async () => {
    await launchCampaign(deps, programme, await gift('over'), by);
    await cancelCampaign(deps, programme, 'over', by);
    const { data, templates } = await shipped('win-back');
    const otherLifecycle = await parseCampaign({ ...data, campaign: 'bilingual' }, templates);
    for (const how of [onlyAsked, by]) {
      await expect(applyCampaign(deps, programme, await gift('over', { giftPoints: 150 }), how)).rejects.toMatchObject({
        code: 'CAMPAIGN_STATUS',
        message: 'The campaign "over" is ended and can\'t be changed.',
      });
      await expect(applyCampaign(deps, programme, otherLifecycle, how)).rejects.toMatchObject({
        code: 'CAMPAIGN_INVALID',
        field: 'lifecycle',
      });
    }
  });
});

describe('Two marketers at once', () => {
  it('give members no version that was fit for a draft only', async () => {
    await applyCampaign(deps, programme, await gift('contested'), by);
    const broken = await gift('contested', { isBroken: true });
    let applying: Promise<unknown> = Promise.resolve();
    await inTransaction(deps.database, async (tx) => {
      await lockCampaign(tx, { programmeId: programme.id, code: 'contested' });
      applying = applyCampaign(deps, programme, broken, by).catch((error: unknown) => error);
      await until(waitingForLocks, (count) => count === 1);
      await tx.campaign.updateMany({ where: { code: 'contested' }, data: { status: 'live' } });
    });
    expect(await applying).toMatchObject({ code: 'CAMPAIGN_INVALID' });
    expect((await storedOf('contested')).campaign?.currentVersion).toBe(1);
  });

  it('launch one campaign once, by its folder and by its code', async () => {
    await applyCampaign(deps, programme, await gift('twice'), by);
    const edited = await gift('twice', { giftPoints: 150 });
    const launches = await Promise.allSettled([
      launchCampaign(deps, programme, edited, by),
      launchCampaign(deps, programme, 'twice', by),
      launchCampaign(deps, programme, edited, by),
    ]);
    expect(launches.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    const { campaign, audit } = await storedOf('twice');
    expect(campaign?.status).toBe('live');
    expect(audit.filter(({ action }) => action === 'campaign.launched')).toHaveLength(1);
  });

  const waitingForLocks = async () => {
    const [row] = await deps.database.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int FROM pg_locks
      WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    return row?.count ?? 0;
  };
});

describe('A stored version', () => {
  it('that this release can not read is refused by field, with a way on', () => {
    const written = { code: 'old', name: 'Old', lifecycle: 'onboarding-gift', settings: {}, reentry: 'never' };
    expect(() => storedDefinition({ version: 3, definition: written })).toThrow(
      expect.objectContaining({
        code: 'CAMPAIGN_INVALID',
        message: "Version 3 of the campaign can't be read: see its reentry.",
        fix: 'Apply its file again.',
      }) as Error,
    );
  });
});

describe('A campaign that comes as data', () => {
  it('is the same as that of its folder', async () => {
    const { data, templates } = await shipped('win-back');
    const asData = await applyCampaign(deps, programme, await parseCampaign(data, templates), by);
    expect(asData).toMatchObject({ campaign: 'win-back', change: 'created', problems: [] });
    expect(await applyCampaign(deps, programme, await loadCampaign('playbooks/win-back'), by)).toMatchObject({
      change: 'unchanged',
      changes: [],
    });
  });

  it('is refused with field and fix of everything wrong', async () => {
    const { data, templates } = await shipped('onboarding-gift');
    await expect(
      parseCampaign({ ...data, settings: { giftPoints: -5, endAfterDay: 3 } }, templates),
    ).rejects.toMatchObject({
      code: 'FILE_INVALID',
      problems: [
        { file: 'campaign', field: 'settings.giftPoints', problem: 'is -5, less than 0' },
        {
          file: 'campaign',
          field: 'settings.endAfterDay',
          problem: 'is not a known field',
          fix: 'write "endAfterDays"',
        },
      ],
    });
    await expect(parseCampaign({ ...data, messages: 'messages' }, templates)).rejects.toMatchObject({
      problems: [{ field: 'messages' }],
    });
  });

  it('is held, let go and ended like any other', async () => {
    await launchCampaign(deps, programme, await gift('plain'), by);
    await pauseCampaign(deps, programme, 'plain', by);
    await resumeCampaign(deps, programme, 'plain', by);
    expect(await cancelCampaign(deps, programme, 'plain', by)).toEqual({ cancelled: 0 });
    const { campaign, audit } = await storedOf('plain');
    expect(campaign?.status).toBe('ended');
    expect(audit.map(({ action }) => action)).toEqual([
      ...['campaign.apply', 'campaign.launched', 'campaign.paused', 'campaign.resumed', 'campaign.cancelled'],
    ]);
  });
});
