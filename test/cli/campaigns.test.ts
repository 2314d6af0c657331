import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { runCli, runJson } from '../support/run-cli.ts';

// A test runs several processes one after the other; on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 90_000 });

let url: string;
let database: Database;

beforeAll(async () => {
  ({ url, database } = await freshDatabase());
  expect((await runCli(url, ['programme', 'apply', 'playbooks/reference/programme.yaml'])).code).toBe(0);
}, 30_000);

/** A copy of a shipped playbook under another code, with lines of its files replaced. */
async function playbook(code: string, changes: Record<string, (text: string) => string> = {}): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'perennial-')), code);
  await cp('playbooks/onboarding-gift', folder, { recursive: true });
  const withCode = (text: string) => text.replace('campaign: onboarding-gift', `campaign: ${code}`);
  for (const [file, change] of Object.entries({ 'campaign.yaml': (text: string) => text, ...changes })) {
    const path = join(folder, file);
    await writeFile(path, withCode(change(await readFile(path, 'utf8'))));
  }
  return folder;
}

const stored = (code: string) => database.campaign.findFirst({ where: { code } });

describe('applying a campaign file', () => {
  it('creates a draft, once: the same file again changes nothing', async () => {
    const folder = await playbook('twice');
    expect(await runCli(url, ['campaign', 'apply', folder])).toMatchObject({
      code: 0,
      stdout: 'twice is created as a draft (version 1).\n',
    });
    expect(await runJson(url, ['campaign', 'apply', folder])).toMatchObject({
      campaign: 'twice',
      change: 'unchanged',
      version: 1,
      changes: [],
      problems: [],
    });
  });

  it('shows the plan of a changed file, and stores it only without --dry-run', async () => {
    await runCli(url, ['campaign', 'apply', await playbook('planned')]);
    const generous = await playbook('planned', {
      'campaign.yaml': (text) => text.replace('giftPoints: 100', 'giftPoints: 150'),
    });
    expect((await runCli(url, ['campaign', 'apply', generous, '--dry-run'])).stdout).toBe(
      '  ~ settings.giftPoints: 100 → 150\nplanned would be changed to version 2.\n',
    );
    expect((await stored('planned'))?.currentVersion).toBe(1);
    expect((await runCli(url, ['campaign', 'apply', generous])).stdout).toContain('planned is changed to version 2.');
    expect((await stored('planned'))?.currentVersion).toBe(2);
  });

  it('is refused with line, field and fix of everything wrong, and stores nothing', async () => {
    const folder = await playbook('wrong', {
      'campaign.yaml': (text) => text.replace('giftPoints: 100', 'giftPoints: -5').replace('endAfterDays', 'endAfter'),
    });
    const { code, stderr } = await runCli(url, ['campaign', 'apply', folder]);
    expect(code).toBe(5);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(
        /campaign\.yaml:9: settings\.giftPoints: is -5, less than 0\. Fix: write a whole number from 0/,
      ),
      expect.stringMatching(/campaign\.yaml:15: settings\.endAfter: is not a known field\. Fix: .*endAfterDays/),
      '',
    ]);
    expect(await stored('wrong')).toBeNull();
  });

  it('answers with the same problems as data for a program', async () => {
    const folder = await playbook('wrong', {
      'campaign.yaml': (text) => text.replace('giftPoints: 100', 'giftPoints: x'),
    });
    const { code, stdout, stderr } = await runCli(url, ['campaign', 'apply', folder, '--json']);
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'FILE_INVALID', problems: [{ line: 9, field: 'settings.giftPoints' }] },
    });
  });

  it('says of a file that is not there what to give instead', async () => {
    expect(await runCli(url, ['campaign', 'apply', 'nowhere/campaign.yaml'])).toMatchObject({
      code: 3,
      stderr: 'nowhere/campaign.yaml: there is no such file. Fix: give the path of a readable YAML file.\n',
    });
  });
});

describe('launching a campaign', () => {
  it('takes a draft live, once', async () => {
    await runCli(url, ['campaign', 'apply', await playbook('drafted')]);
    expect((await runCli(url, ['campaign', 'launch', 'drafted', '--dry-run'])).stdout).toBe(
      'drafted can be launched.\n',
    );
    expect((await stored('drafted'))?.status).toBe('draft');
    expect((await runCli(url, ['campaign', 'launch', 'drafted'])).stdout).toBe(
      'drafted is live. Members enter on member.joined, from now on.\n',
    );
    expect((await stored('drafted'))?.status).toBe('live');
    expect(await runCli(url, ['campaign', 'launch', 'drafted'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('The campaign "drafted" is live and can\'t be launched.'),
    });
  });

  it('applies the file first when it is given one', async () => {
    const folder = await playbook('at-once');
    expect(await runJson(url, ['campaign', 'launch', folder])).toEqual({
      campaign: 'at-once',
      status: 'live',
      dryRun: false,
    });
  });

  it('is blocked by a variable that a message does not have, in words that name it', async () => {
    const folder = await playbook('misspelt', {
      'messages/welcome.zh-CN.text.liquid': (text) => `${text}\n{{ giftPoint }}\n`,
    });
    const applied = await runCli(url, ['campaign', 'apply', folder]);
    expect(applied.code).toBe(0);
    expect(applied.stderr).toContain("misspelt can't be launched yet:");
    for (const what of ['misspelt', folder]) {
      const { code, stderr } = await runCli(url, ['campaign', 'launch', what]);
      expect(code).toBe(5);
      expect(stderr).toMatch(
        /welcome\.zh-CN: (text, line 23: )?uses \{\{ giftPoint \}\}, which this message does not have\. Fix: did you mean \{\{ giftPoints \}\}\?/,
      );
      if (what === folder) expect(stderr).toContain(join(folder, 'messages/welcome.zh-CN.text.liquid:23: '));
    }
    expect((await stored('misspelt'))?.status).toBe('draft');
  });

  it('is blocked by a language of the programme that a message lacks', async () => {
    const folder = await playbook('one-language', {
      'campaign.yaml': (text) => text.replace('messages: messages', 'messages: english'),
    });
    const english = join(folder, 'english');
    const isEnglish = (path: string) => path === join(folder, 'messages') || path.includes('.en.');
    await cp(join(folder, 'messages'), english, { recursive: true, filter: isEnglish });
    const { code, stderr } = await runCli(url, ['campaign', 'launch', folder]);
    expect(code).toBe(5);
    expect(stderr).toContain(
      'welcome.zh-CN: is not written in zh-CN, a language of the programme. Fix: write welcome.zh-CN',
    );
    expect(await stored('one-language')).toBeNull();
  });

  it('leaves a live campaign as it is, whatever its folder says by now, and says how it gets a new version', async () => {
    await runCli(url, ['campaign', 'launch', await playbook('running')]);
    const edited = await playbook('running', {
      'campaign.yaml': (text) => text.replace('giftPoints: 100', 'giftPoints: 900'),
    });
    expect(await runCli(url, ['campaign', 'launch', edited])).toEqual({
      code: 4,
      stdout: '',
      stderr:
        'The campaign "running" is live and can\'t be launched.\n' +
        'Fix: It runs: `perennial campaign apply` gives it a new version, `perennial campaign pause running` holds it.\n',
    });
    expect(await stored('running')).toMatchObject({ status: 'live', currentVersion: 1 });
  });

  it('is refused for a code nobody applied, also when it is only asked whether it could be', async () => {
    expect(await runCli(url, ['campaign', 'launch', 'nobody', '--dry-run'])).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('There is no campaign "nobody" in this programme.'),
    });
  });

  it('keeps a live campaign from taking a version that could not be sent', async () => {
    await runCli(url, ['campaign', 'launch', await playbook('guarded')]);
    const broken = await playbook('guarded', {
      'messages/welcome.en.html.liquid': (text) => text.replace('subject:', 'subject: {{ nobody }}'),
    });
    expect((await runCli(url, ['campaign', 'apply', broken])).code).toBe(5);
    expect((await stored('guarded'))?.currentVersion).toBe(1);
  });
});

describe('a campaign that runs', () => {
  it('is paused, resumed and ended for good, and says at each step what that means', async () => {
    await runCli(url, ['campaign', 'launch', await playbook('run')]);
    expect((await runCli(url, ['campaign', 'pause', 'run'])).stdout).toContain(
      'run is paused. Members keep their places',
    );
    expect((await runCli(url, ['campaign', 'pause', 'run'])).code).toBe(4);
    expect((await runCli(url, ['campaign', 'resume', 'run'])).stdout).toBe('run is live. What was held goes on.\n');

    expect(await runCli(url, ['campaign', 'cancel', 'run'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Fix: Say --yes to go ahead.'),
    });
    expect((await stored('run'))?.status).toBe('live');
    expect(await runJson(url, ['campaign', 'cancel', 'run', '--yes', '--reason', 'the season is over'])).toEqual({
      campaign: 'run',
      status: 'ended',
      cancelled: 0,
    });
    expect((await runCli(url, ['campaign', 'resume', 'run'])).code).toBe(4);
  });

  it('leaves a trace of who changed it', async () => {
    const changes = await database.auditEvent.findMany({ where: { target: 'campaign:run' }, orderBy: { id: 'asc' } });
    expect(changes.map((change) => change.action)).toEqual([
      'campaign.apply',
      'campaign.launched',
      'campaign.paused',
      'campaign.resumed',
      'campaign.cancelled',
    ]);
    expect(changes.every((change) => change.actor.startsWith('cli'))).toBe(true);
  });

  it('is listed and shown, for people and for programs', async () => {
    await runCli(url, ['campaign', 'launch', await playbook('seen')]);
    const list = await runJson<{ data: { code: string; status: string; version: number }[] }>(url, [
      'campaign',
      'list',
    ]);
    expect(list.data.find((each) => each.code === 'seen')).toMatchObject({
      status: 'live',
      version: 1,
      enrolments: {},
    });
    expect((await runCli(url, ['campaign', 'list'])).stdout).toMatch(/^seen +Welcome gift +live +v1 +0 +0 /m);
    expect(await runJson(url, ['campaign', 'show', 'seen'])).toMatchObject({
      code: 'seen',
      definition: { settings: { giftPoints: 100, remindAfterDays: 3 } },
      endings: [],
    });
    const { stdout } = await runCli(url, ['campaign', 'show', 'seen']);
    expect(stdout).toContain('Welcome gift · seen');
    expect(stdout).toContain('Nobody has entered yet.');
  });

  it('shows settings as its file writes them, and how many members each version has', async () => {
    const folder = await playbook('written', {
      'campaign.yaml': (text) =>
        text.replace(
          'giftPoints: 100',
          "giftCoupon: { name: 'Five off', amountOff: 5.5, minOrder: 30, validDays: 14 }\n  giftPoints: 100",
        ),
    });
    await runCli(url, ['campaign', 'launch', folder]);
    const { stdout } = await runCli(url, ['campaign', 'show', 'written'], { COLUMNS: '80' });
    expect(stdout).toContain('Settings (money in GBP)');
    expect(stdout).toMatch(/giftCoupon:\n\s+name: Five off\n\s+amountOff: 5.5\n\s+minOrder: 30\n\s+validDays: 14/);
    expect(stdout).not.toMatch(/[{}"]|Minor/);
    expect(stdout).toMatch(/Version +Applied +Entered +Inside\n +1 \(current\) .* 0 +0/);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    await runCli(url, ['campaign', 'cancel', 'written', '--yes']);
  });

  it('is not found under a code nobody gave', async () => {
    expect(await runCli(url, ['campaign', 'show', 'nobody'])).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/There is no campaign "nobody" in this programme\.\nFix: Choose one of: .*seen/),
    });
  });
});

describe('what a campaign file may say', () => {
  it.each(['win-back', 'referral-reward', 'check-in-streak'])('reads well at 80 columns: %s', async (lifecycle) => {
    const { stdout } = await runCli(undefined, ['campaign', 'settings', lifecycle], { COLUMNS: '80' });
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).not.toContain('[{"');
  });

  it('names the fields within fields, too', async () => {
    const { stdout } = await runCli(undefined, ['campaign', 'settings', 'win-back'], { COLUMNS: '80' });
    for (const field of ['ladder, each', 'afterDays', 'percentOff', 'segments, each', 'spentFrom'])
      expect(stdout).toContain(field);
    expect(stdout).toMatch(/offer +reminder, coupon, points/);
  });

  it.each([
    [
      ['campaign', 'lanch', '--help'],
      'There is no command "perennial campaign lanch".\nFix: Did you mean "perennial campaign launch"?',
    ],
    [['campain', '--help'], 'Did you mean "perennial campaign"?'],
  ])('is no help of something else: %j', async (words, answer) => {
    const { code, stdout, stderr } = await runCli(undefined, words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(answer);
  });
});
