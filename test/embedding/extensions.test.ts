import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerExtension } from '../../embedding/extensions.ts';
import { type Extension, openPerennial, type OwnLifecycle, type Perennial } from '../../embedding/index.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { buildIdOf } from '../../worker/build-id.ts';
import { freshDatabase } from '../support/database.ts';
import { runCli, runJson } from '../support/run-cli.ts';
import { temporalAddress, uniqueTaskQueue } from '../support/temporal.ts';

const folder = join(packageRoot(), '.perennial', `extension-${process.pid}`);
const extensionFile = join(folder, 'extension.mjs');

/** The module of the guide, word for word; the package's name stands for this tree. */
function writeExtension(): void {
  const guide = readFileSync(join(packageRoot(), 'docs', 'guides', 'embedding.md'), 'utf8');
  const [, code = ''] = /```js\n\/\/ loyalty\/extension\.js\n([\s\S]*?)```/.exec(guide) ?? [];
  const own = "import { defineExtension } from 'perennial-loyalty';";
  expect(code).toContain(own);
  mkdirSync(folder, { recursive: true });
  writeFileSync(extensionFile, code.replace(own, 'const defineExtension = (extension) => extension;'));
  const campaign = ['campaign: stamps', 'name: Stamp card', 'lifecycle: stamp-card'];
  writeFileSync(
    join(folder, 'campaign.yaml'),
    [...campaign, 'settings: { points: 30, shop: High Street }', ''].join('\n'),
  );
}

describe('A lifecycle and a kind of step from outside the product', () => {
  let env: Record<string, string>;
  let url: string;
  let perennial: Perennial;
  let extension: Extension;
  let before: string;
  let stamps: () => Promise<unknown[]>;
  beforeAll(async () => {
    writeExtension();
    before = buildIdOf({ code: 'workflows' });
    ({ default: extension } = (await import(pathToFileURL(extensionFile).href)) as { default: Extension });
    const { url: own, database } = await freshDatabase();
    url = own;
    await database.$executeRaw`CREATE TABLE stamp (key text PRIMARY KEY, member_id text NOT NULL, shop text NOT NULL)`;
    await database.$executeRaw`GRANT SELECT, INSERT ON stamp TO PUBLIC`;
    stamps = () => database.$queryRaw`SELECT member_id, shop FROM stamp`;
    env = {
      DATABASE_URL: url,
      TEMPORAL_ADDRESS: temporalAddress(),
      TEMPORAL_TASK_QUEUE: uniqueTaskQueue('extension'),
      PUBLIC_URL: 'https://loyalty.example.test',
      UNSUBSCRIBE_SECRET: 'a secret of this test alone',
      IDENTITY_KEY: 'a key that only the tests have',
      LOG_LEVEL: 'silent',
    };
    perennial = await openPerennial({ env, extensions: [extension] });
    await perennial.applyProgramme(join(packageRoot(), 'playbooks', 'reference', 'programme.yaml'));
  });
  afterAll(async () => {
    await perennial.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('carries members through a campaign: its own step is done once, the points of it are given once', async () => {
    await perennial.launchCampaign(folder);
    const worker = await perennial.startWorker({ graceMs: 2_000 });
    const order = { orderId: 'o-1', amountMinor: 2_000, currency: 'GBP' };
    await perennial.ingest([
      { id: 'joined', type: 'member.joined', memberId: 'ada', data: { email: 'ada@example.test' } },
      { id: 'order', type: 'order.placed', memberId: 'ada', data: order },
    ]);
    await expect.poll(stamps, { timeout: 30_000 }).toEqual([{ member_id: 'ada', shop: 'High Street' }]);
    const { secret } = await perennial.createKey({ name: 'shop', scopes: ['read'] });
    const member = async () => {
      const headers = { authorization: `Bearer ${secret}` };
      return (await perennial.fetch(new Request('https://loyalty.example.test/v1/members/ada', { headers }))).json();
    };
    await expect.poll(member, { timeout: 30_000 }).toMatchObject({ balance: { available: 50 } });
    await worker.stop();
  });

  it('is in every command that starts with it: settings, the campaign, the timeline in both languages', async () => {
    const withIt = { PERENNIAL_EXTENSIONS: extensionFile };
    const settings = await runCli(undefined, ['campaign', 'settings', 'stamp-card'], withIt);
    expect(settings.stdout).toContain('what the stamp is worth');
    const show = await runCli(url, ['campaign', 'show', 'stamps'], withIt);
    expect(show.stdout).toContain('Stamp card');
    const timeline = await runCli(url, ['member', 'show', 'ada', '--locale', 'zh-CN'], withIt);
    expect(timeline.stdout).toContain('High Street 的印章');
  });

  it('is missed by name where a process starts without it, and nothing else is', async () => {
    const preview = await runCli(url, ['message', 'preview', 'stamps', 'welcome']);
    expect(preview).toMatchObject({ code: 4 });
    expect(preview.stderr).toContain('This process knows no lifecycle "stamp-card".');
    expect(preview.stderr).toContain('PERENNIAL_EXTENSIONS');
    const show = await runCli(url, ['campaign', 'show', 'stamps']);
    expect(show.stdout).toContain('an extension that this command was started without');
    const { data } = await runJson<{ data: { code: string; lifecycle: string }[] }>(url, ['campaign', 'list']);
    expect(data).toMatchObject([{ code: 'stamps', lifecycle: 'stamp-card' }]);
  });

  it('has its version in the build of the workers, as a story that changes must', () => {
    expect(buildIdOf({ code: 'workflows' })).not.toBe(before);
  });

  it('is refused where it can be none, with the reason', async () => {
    const [good] = extension.lifecycles ?? [];
    const like = (other: Partial<OwnLifecycle>) => () =>
      registerExtension({ lifecycles: [{ ...(good as OwnLifecycle), code: 'another', ...other }] });
    expect(like({ code: 'win-back' })).toThrow('the product has one of this code');
    expect(like({ code: 'stamp-card' })).toThrow('there is another one of this code');
    expect(like({ version: '' })).toThrow('it has no version');
    expect(like({ lifecycle: { ...(good as OwnLifecycle).lifecycle, trigger: { kind: 'sweep' } } })).toThrow(
      'by an event',
    );
    const form = { ...(good as OwnLifecycle).form, messages: { hello: { about: '', variables: {} } } };
    expect(like({ form })).toThrow('no sample is there of hello');
    const perform = () => Promise.resolve([]);
    expect(() => registerExtension({ stepKinds: [{ kind: 'grant', perform }] })).toThrow('"till.receipt"');
    expect(() => registerExtension({ stepKinds: [{ kind: 'till.stamp', perform }] })).toThrow(
      'another one of this name',
    );

    const nowhere = await runCli(undefined, ['campaign', 'settings'], { PERENNIAL_EXTENSIONS: './nowhere.js' });
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toContain("The extension ./nowhere.js can't be loaded");
  });
});
