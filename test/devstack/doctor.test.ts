import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { checkSelfRepair } from '../../devstack/doctor/check-temporal.ts';
import { type Check, diagnose } from '../../devstack/doctor/diagnose.ts';
import { startSmtpCatcher, type SmtpCatcher } from '../../devstack/smtp-catcher.ts';
import { readEnv } from '../../platform/env.ts';
import { registerSearchAttributes } from '../../platform/search-attributes.ts';
import { noteBuild } from '../../worker/note-build.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { openClient } from '../support/engine.ts';
import { withoutReports } from '../support/older-temporal.ts';
import { newNamespace, temporalAddress } from '../support/temporal.ts';

const dir = mkdtempSync(join(tmpdir(), 'perennial-doctor-'));
chmodSync(dir, 0o711);

describe('the doctor', () => {
  let fresh: FreshDatabase;
  let mail: SmtpCatcher;
  beforeAll(async () => {
    fresh = await freshDatabase();
    mail = await startSmtpCatcher({ dir: join(dir, 'mail') });
  });
  afterAll(async () => {
    await mail.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('finds everything well where every server answers', async () => {
    const checks = await diagnose(readEnv(everything()));
    expect(checks.filter((check) => check.status !== 'ok')).toEqual([]);
    expect(checks.map((check) => check.name)).toEqual([
      'Node',
      'Embedded stack',
      'PostgreSQL',
      'Connection',
      'Migrations',
      'SQL functions',
      'Temporal',
      'Search attributes',
      'Self-repair',
      'SMTP',
      'Unsubscribe links',
      'Identity key',
      'Secrets',
    ]);
  });

  it('says what would be started where nothing is set and nothing runs', async () => {
    const checks = await diagnose(readEnv({ PERENNIAL_DIR: join(dir, 'none') }));
    expect(checks.filter((check) => check.status === 'failed')).toEqual([]);
    expect(find(checks, 'PostgreSQL')).toMatchObject({
      status: 'ready',
      found: expect.stringMatching(/PostgreSQL\) \d+/),
    });
  });

  it.each<[string, NodeJS.ProcessEnv, Partial<Check>]>([
    [
      'PostgreSQL',
      { DATABASE_URL: 'postgresql://a:b@127.0.0.1:9/x' },
      { fix: expect.stringContaining('DATABASE_URL') },
    ],
    ['Temporal', { TEMPORAL_ADDRESS: '127.0.0.1:9' }, { fix: expect.stringContaining('TEMPORAL_ADDRESS') }],
    ['SMTP', { SMTP_URL: 'smtp://127.0.0.1:9' }, { fix: expect.stringContaining('SMTP_URL') }],
    ['SMTP', { SMTP_URL: '' }, { found: 'SMTP_URL is not set' }],
    [
      'Unsubscribe links',
      { UNSUBSCRIBE_SECRET: '', PUBLIC_URL: '' },
      { found: 'UNSUBSCRIBE_SECRET and PUBLIC_URL not set' },
    ],
    ['Identity key', { IDENTITY_KEY: '' }, { fix: expect.stringContaining('IDENTITY_KEY') }],
    [
      'Secrets',
      { UNSUBSCRIBE_SECRET: 'change-me-outside-of-this-machine' },
      { found: expect.stringMatching(/^UNSUBSCRIBE_SECRET: .*https:\/\/loyalty\.example\.com/) },
    ],
  ])('says how to mend %s with %o', async (name, broken, expected) => {
    const checks = await diagnose(readEnv({ ...everything(), ...broken }));
    expect(find(checks, name)).toMatchObject({ status: 'failed', ...expected });
  });

  it('names the migrations that a database lacks', async () => {
    await fresh.database.$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name LIKE '%_initial'`;
    expect(find(await diagnose(readEnv(everything())), 'Migrations')).toMatchObject({
      status: 'failed',
      found: expect.stringMatching(/^1 of \d+ not applied: \d+_initial$/),
      fix: expect.stringContaining('perennial migrate'),
    });
  });

  it('names the SQL functions that are not as this version has them', async () => {
    const other = await freshDatabase();
    await other.database.$executeRaw`DROP FUNCTION ledger.spend_batch`;
    await other.database.$executeRaw`DELETE FROM sql_function WHERE name = 'public.intake_ms'`;
    const checks = await diagnose(readEnv({ ...everything(), DATABASE_URL: other.url }));
    expect(find(checks, 'SQL functions')).toMatchObject({
      status: 'failed',
      found: expect.stringMatching(/^2 of \d+ not .*: ledger\.spend_batch \(missing\), public\.intake_ms \(new\)$/),
      fix: expect.stringContaining('perennial migrate'),
    });
  });

  it('names its own build, and the one that the workers run', async () => {
    const build = async (own: string) => find(await diagnose(readEnv(everything()), async () => own), 'Build');
    expect(await build('1a2b')).toMatchObject({ status: 'ok', found: '1a2b; no worker has started yet' });
    await noteBuild(fresh.database, '1a2b', new Date('2026-11-28T09:00:00Z'));
    const started = 'the worker that started last, at 2026-11-28T09:00:00.000Z,';
    expect(await build('1a2b')).toMatchObject({ found: `1a2b; ${started} runs this build` });
    expect(await build('3c4d')).toMatchObject({ status: 'ok', found: `3c4d; ${started} runs 1a2b` });
  });

  it('warns where cohorts start without search attributes, and shows the command that registers them', async () => {
    const { client, close } = await openClient(temporalAddress());
    const namespace = await newNamespace(client);
    const env = { ...everything(), TEMPORAL_NAMESPACE: namespace };
    expect(find(await diagnose(readEnv(env)), 'Search attributes')).toMatchObject({
      status: 'warning',
      found: `${namespace} has no keyword PerennialProgramme, PerennialCampaign, PerennialLifecycle: cohorts start without`,
      fix: expect.stringContaining(`search-attribute create --namespace ${namespace} --name PerennialProgramme`),
    });
    expect(await registerSearchAttributes(client.connection, namespace)).toMatchObject({ added: { length: 3 } });
    expect(await registerSearchAttributes(client.connection, namespace)).toEqual({ added: [] });
    expect(find(await diagnose(readEnv(env)), 'Search attributes')).toMatchObject({ status: 'ok' });
    await close();
  });

  it("says what an older Temporal server lacks: it does not report workflows that can't go on", async () => {
    const { client, close } = await openClient(temporalAddress());
    expect(await checkSelfRepair(client)).toMatchObject({ status: 'ok' });
    expect(await checkSelfRepair(withoutReports(client, () => true))).toMatchObject({
      status: 'warning',
      found: expect.stringMatching(/too old to report/),
      fix: expect.stringContaining('TemporalReportedProblems (1.30 or later)'),
    });
    await close();
  });

  it('shows no password', async () => {
    const password = new URL(inject('postgresUrl')).password;
    expect(JSON.stringify(await diagnose(readEnv(everything())))).not.toContain(password);
  });

  function everything(): NodeJS.ProcessEnv {
    return {
      DATABASE_URL: fresh.url,
      TEMPORAL_ADDRESS: temporalAddress(),
      SMTP_URL: mail.smtpUrl,
      PUBLIC_URL: 'https://loyalty.example.com',
      UNSUBSCRIBE_SECRET: 'sixteen characters at least',
      IDENTITY_KEY: 'sixteen characters at least',
    };
  }
});

function find(checks: readonly Check[], name: string): Check | undefined {
  return checks.find((check) => check.name === name);
}
