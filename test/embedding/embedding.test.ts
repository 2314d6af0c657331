import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate, openPerennial, type Perennial, PerennialError } from '../../embedding/index.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { freshDatabase } from '../support/database.ts';
import { temporalAddress, uniqueTaskQueue } from '../support/temporal.ts';

const playbooks = join(packageRoot(), 'playbooks');

describe("An installation in one's own process", () => {
  let env: Record<string, string>;
  let perennial: Perennial;
  beforeAll(async () => {
    const { url } = await freshDatabase();
    env = {
      DATABASE_URL: url,
      TEMPORAL_ADDRESS: temporalAddress(),
      TEMPORAL_TASK_QUEUE: uniqueTaskQueue('embedding'),
      PUBLIC_URL: 'https://loyalty.example.test',
      UNSUBSCRIBE_SECRET: 'a secret of this test alone',
      IDENTITY_KEY: 'a key of this test alone',
      LOG_LEVEL: 'silent',
    };
    perennial = await openPerennial({ env, actor: 'shop' });
  });
  afterAll(() => perennial.close());

  it('is at this version after a migration, and stays so', async () => {
    expect(await migrate({ env })).toEqual({ migrations: [] });
  });

  it('takes a programme, a campaign and events, and answers over HTTP without a port', async () => {
    const applied = await perennial.applyProgramme(join(playbooks, 'reference', 'programme.yaml'));
    expect(applied).toMatchObject({ change: 'created' });
    await perennial.launchCampaign(join(playbooks, 'onboarding-gift'));
    const worker = await perennial.startWorker({ graceMs: 2_000 });
    expect(worker.buildId).toMatch(/^[0-9a-f]{12}$/);

    const answers = await perennial.ingest([
      { id: 'joined', type: 'member.joined', memberId: 'ada', data: { email: 'ada@example.test' } },
      {
        id: 'order',
        type: 'order.placed',
        memberId: 'ada',
        data: { orderId: 'o-1', amountMinor: 2_000, currency: 'GBP' },
      },
      { id: 'nobody' } as never,
    ]);
    expect(answers.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'refused']);

    const { secret } = await perennial.createKey({ name: 'shop', scopes: ['read'] });
    const ask = (headers: Record<string, string>) =>
      perennial.fetch(new Request('https://loyalty.example.test/v1/members/ada', { headers }));
    expect((await ask({})).status).toBe(401);
    await expect
      .poll(async () => (await ask({ authorization: `Bearer ${secret}` })).json(), { timeout: 30_000 })
      .toMatchObject({ id: 'ada', balance: { available: 220 } });
    await worker.stop();
  });

  it('serves the same over a port', async () => {
    const { url, stop } = await perennial.serveApi({ host: '127.0.0.1', port: 0 });
    expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok');
    await stop();
  });

  it('offers what its guide says, all of it', () => {
    const guide = readFileSync(join(packageRoot(), 'docs', 'guides', 'embedding.md'), 'utf8');
    const said = [...guide.matchAll(/^\| `\.(\w+)\(/gm)].map(([, name]) => name);
    expect(said.sort()).toEqual(Object.keys(perennial).sort());
  });

  it('says what is wrong with what it is given', async () => {
    await expect(openPerennial({ env: { ...env, DATABASE_URL: 'mysql://x' } })).rejects.toThrow(PerennialError);
    await expect(perennial.createKey({ name: 'x', scopes: ['all'] })).rejects.toThrow('There is no scope "all".');
  });
});
