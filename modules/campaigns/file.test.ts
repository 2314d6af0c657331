import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lifecycleCodes } from '../../workflows/lifecycles/codes.ts';
import { definitionOf } from './check.ts';
import { readCampaignFile } from './file.ts';
import { loadCampaign } from './load.ts';
import { FileError } from '../../platform/yaml-file.ts';

async function fileWith(source: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'perennial-')), 'campaign.yaml');
  await writeFile(path, source);
  return path;
}

/** All of the definition but the templates. */
async function defined(source: string) {
  const written = { ...(await readCampaignFile(await fileWith(source))), messages: {} };
  const { messages, ...rest } = definitionOf(written, 'GBP');
  expect(messages).toEqual({});
  return rest;
}

async function problemsOf(source: string): Promise<string[]> {
  try {
    await defined(source);
    return [];
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return error.problems.map(({ line, field, problem, fix }) => `${line} ${field}: ${problem} -> ${fix}`);
  }
}

const gift = 'campaign: gift\nname: Gift\nlifecycle: onboarding-gift\n';
const expiry = 'campaign: expiry\nname: Expiry\nlifecycle: points-expiry\n';

describe('a campaign file', () => {
  it('needs no more than a code, a name and a lifecycle: every setting has a default, and no default gives anything', async () => {
    const definition = await defined(gift);
    expect(definition).toEqual({
      code: 'gift',
      name: 'Gift',
      lifecycle: 'onboarding-gift',
      settings: {
        ...{ giftPoints: 0, activation: 'atOnce', duplicates: 'review' },
        ...{ remindAfterDays: 3, profilePoints: 0 },
        ...{ firstOrderPoints: 0, endAfterDays: 30 },
      },
      reentry: { kind: 'never' },
      exitOn: [],
      priority: 100,
      messageClasses: {},
    });
  });

  it.each(['playbooks/onboarding-gift', 'playbooks/check-in-streak', 'playbooks/points-expiry', 'playbooks/win-back'])(
    'is shipped ready to run: %s',
    async (folder) => {
      expect((await readCampaignFile(folder)).file).toBe(`${folder}/campaign.yaml`);
      expect((await loadCampaign(folder)).messagesAt).toBe(join(process.cwd(), folder, 'messages'));
    },
  );

  it('may hold members out of every lifecycle, check-ins too', async () => {
    const streak = 'campaign: streak\nname: Streak\nlifecycle: check-in-streak\n';
    const definition = await defined(`${streak}holdOut: 0.1\n`);
    expect(definition).toMatchObject({ lifecycle: 'check-in-streak', holdOut: 0.1 });
  });

  it('lets a member into the countdown again for the next points that expire', async () => {
    const definition = await defined(expiry);
    expect(definition.reentry).toEqual({ kind: 'afterDays', days: 0 });
  });

  it('may set the class of each message, in place of what the lifecycle asks and of a setting that says it', async () => {
    const written = await defined(
      `${gift}messageClasses: {welcome: transactional, profile-reminder: marketing}\nsettings: {profileReminderClass: service}\n`,
    );
    expect(written.messageClasses).toEqual({ welcome: 'transactional', 'profile-reminder': 'marketing' });
    const asBefore = await defined(`${gift}settings: {profileReminderClass: service}\n`);
    expect(asBefore.messageClasses).toEqual({ 'profile-reminder': 'service' });
    expect(await problemsOf(`${gift}messageClasses: {wellcome: transactional}\n`)).toEqual([
      '4 messageClasses.wellcome: is not a known field -> write "welcome"',
    ]);
  });

  it('says how often a member may enter, and which events end it', async () => {
    const more =
      'reentry: {afterDays: 90}\nexitOn:\n  - event: member.left\n    where: {by: member}\n    reason: left the club\n';
    const definition = await defined(gift + more);
    expect(definition.reentry).toEqual({ kind: 'afterDays', days: 90 });
    expect(definition.exitOn).toEqual([{ type: 'member.left', where: { by: 'member' }, reason: 'left the club' }]);
  });

  it('may hold a share of its members out, and say for how long an order counts', async () => {
    const definition = await defined(`${gift}holdOut: 0.1\nconversionDays: 14\n`);
    expect(definition).toMatchObject({ holdOut: 0.1, conversionDays: 14 });
  });

  it.each([
    [
      'most of its members held out',
      `${gift}holdOut: 0.6\n`,
      '4 holdOut: is 0.6, more than 0.5 -> write a number from 0 to 0.5 (the share of members who get nothing, so that what it adds can be measured)',
    ],
    [
      'a lifecycle that does not exist',
      'campaign: gift\nname: Gift\nlifecycle: gift\n',
      `3 lifecycle: is "gift", which can't be used here -> write one of ${[...lifecycleCodes, 'journey'].map((code) => `"${code}"`).join(', ')}`,
    ],
    [
      'a setting of another lifecycle',
      `${gift}settings:\n  gatherDays: 7\n`,
      '5 settings.gatherDays: is not a known field -> remove it; the fields here are giftPoints, giftExpiresInDays, giftCoupon, activation, duplicates, remindGiftDaysBefore, remindAfterDays, profileReminderClass, evenIfUntold, profilePoints, firstOrderPoints, endAfterDays',
    ],
    [
      'a misspelt setting',
      `${gift}settings:\n  giftPoint: 7\n`,
      '5 settings.giftPoint: is not a known field -> write "giftPoints"',
    ],
    [
      'points below zero',
      `${gift}settings:\n  giftPoints: -1\n`,
      '5 settings.giftPoints: is -1, less than 0 -> write a whole number from 0 to 1000000 (points on joining, once per person; 0 gives none)',
    ],
    [
      'half a point',
      `${gift}settings:\n  profilePoints: 0.5\n`,
      "5 settings.profilePoints: is 0.5, which can't be used here -> write a whole number from 0 to 1000000 (points for completing the profile; 0 gives none)",
    ],
    [
      'a reminder after the end',
      `${gift}settings:\n  endAfterDays: 5\n  remindAfterDays: 9\n`,
      '6 settings.remindAfterDays: is not before the end of the story -> write fewer days than endAfterDays',
    ],
    [
      'a ladder that does not go down',
      `${expiry}settings:\n  ladderDays: [3, 7]\n`,
      '5 settings.ladderDays: does not go down -> list the days from most to fewest, each once, such as [30, 7, 3, 1]',
    ],
    [
      'a rung that is no number of days',
      `${expiry}settings:\n  ladderDays:\n    - 30\n    - soon\n`,
      '7 settings.ladderDays[1]: is "soon", which can\'t be used here -> write a whole number from 1 to 365',
    ],
    [
      'an exit rule without a reason',
      `${gift}exitOn:\n  - event: order.placed\n`,
      '5 exitOn[0].reason: is missing -> add "reason": text (why the member left, as the timeline says it)',
    ],
    [
      'an exit on something that is no event type',
      `${gift}exitOn:\n  - event: Order\n    reason: x\n`,
      '5 exitOn[0].event: is "Order": not an event type -> write text, for example "order.placed"',
    ],
    [
      'a code with spaces',
      'campaign: My gift\nname: Gift\nlifecycle: onboarding-gift\n',
      '1 campaign: is "My gift": not a code: small letters, digits and dashes, at most 60 -> write text, for example "onboarding-gift" (the code commands name the campaign by)',
    ],
  ])('is refused for %s', async (_, source, problem) => {
    expect(await problemsOf(source)).toEqual([problem]);
  });
});
