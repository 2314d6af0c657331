import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { purgeFiles } from '../../modules/exports/purge.ts';
import { recordTables } from '../../modules/exports/person.ts';
import { runExports } from '../../modules/exports/run.ts';
import { importMembers } from '../../modules/imports/import-members.ts';
import { listNotifications } from '../../modules/webhooks/notifications.ts';
import { publishNotifications } from '../../modules/webhooks/publish.ts';
import { openV1World, type V1World } from '../support/v1-world.ts';

let world: V1World;
let dir: string;
const deps = () => ({ database: world.database, databaseUrl: world.databaseUrl, clock: world.clock });
beforeAll(async () => {
  world = await openV1World();
  dir = await mkdtemp(join(tmpdir(), 'perennial-exports-'));
  const text = [
    'member_id,email,name,joined_at,consent,consent_at,tags,tier,locale,attributes.note,lots',
    'anna,anna@example.com,"Anna <b>Berg</b>",2020-01-01,yes,2021-01-01,vip,gold,en,=1+1,"100@2026-01-01..2027-06-30; 7@2026-02-01..never"',
    'li,li@example.com,李,2020-02-01,no,2021-01-01,,,zh-CN,,',
  ].join('\n');
  const path = join(dir, 'members.csv');
  await writeFile(path, text);
  await importMembers(deps(), { path, programmeId: world.programmeId, rejectPath: join(dir, 'rejects.csv') });
  const order = { orderId: '536365', amountMinor: 5_000, currency: 'GBP' };
  await world.post('/events', { id: 'o-1', type: 'order.placed', memberId: 'anna', data: order });
});
afterAll(async () => {
  await world.close();
  await rm(dir, { recursive: true, force: true });
});

let asked = 0;
async function exported(body: object) {
  const made = await world.post('/exports', body, { once: `export-${++asked}` });
  expect(made).toMatchObject({ status: 202, body: { status: 'queued' } });
  expect((await world.get(`/exports/${made.body.id}/file`)).body).toMatchObject({ code: 'EXPORT_STATUS' });
  await runExports(deps());
  const { body: view } = await world.get(`/exports/${made.body.id}`);
  expect(view.status).toBe('finished');
  const response = await fetch(`${world.url}/v1/exports/${made.body.id}/file`, {
    headers: { Authorization: `Bearer ${world.key}` },
  });
  expect(response.status).toBe(200);
  return { view, bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers };
}

describe('A file that is asked for', () => {
  it('of one person has everything that is held about them', async () => {
    const { bytes } = await exported({ kind: 'member', memberId: 'anna' });
    const person = JSON.parse(bytes.toString()) as Record<string, unknown> & { records: Record<string, unknown[]> };
    expect(person).toMatchObject({
      member: { id: 'anna', email: 'anna@example.com', tier: 'gold' },
      orders: [{ orderId: '536365' }],
      transactions: expect.arrayContaining([expect.objectContaining({ kind: 'earn', points: 100 })]),
      events: expect.arrayContaining([expect.objectContaining({ id: 'o-1' })]),
    });
    expect(person.records.consent).toEqual([expect.objectContaining({ granted: true, source: 'import' })]);
    expect(JSON.stringify(person)).not.toContain('li@example.com');
  });

  it('of one person may be a page in their language, in which nothing of theirs runs', async () => {
    const { bytes, headers } = await exported({ kind: 'member', memberId: 'li', format: 'html' });
    expect(bytes.toString()).toContain('<html lang="zh-CN">');
    expect(bytes.toString()).toContain('我们保存的关于您的信息');
    expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    const anna = (await exported({ kind: 'member', memberId: 'anna', format: 'html' })).bytes.toString();
    expect(anna).toContain('Anna &lt;b&gt;Berg&lt;/b&gt;');
    expect(anna).not.toContain('<b>');
  });

  it('of members can be imported again: the same people with the same points', async () => {
    const { bytes, view } = await exported({ kind: 'members' });
    expect(view.rows).toBe(2);
    const path = join(dir, 'again.ndjson');
    await writeFile(path, bytes);
    const other = await world.newProgramme();
    const report = await importMembers(deps(), {
      path,
      programmeId: other,
      rejectPath: join(dir, 'again.rejects.csv'),
    });
    expect(report).toMatchObject({ rows: 2, taken: 2, rejected: 0 });
    const key = await world.newKey({ programmeId: other });
    const [was, is] = [await world.get('/members/anna'), await world.get('/members/anna', { key })];
    for (const field of ['email', 'name', 'tags', 'tier', 'consent', 'attributes', 'joinedAt', 'locale'])
      expect(is.body[field]).toEqual(was.body[field]);
    const { available } = was.body.balance;
    expect(is.body.balance.available + is.body.balance.pending).toBe(available + was.body.balance.pending);
  });

  it('of a list is CSV with the filters of the list, and no formula', async () => {
    const { bytes, view } = await exported({ kind: 'members', format: 'csv', filter: { tag: 'vip' } });
    const [head, row, ...more] = bytes.toString().split('\r\n');
    expect(head).toMatch(/^id,status,email,/);
    expect(row).toMatch(/^anna,active,anna@example\.com,/);
    expect(more).toEqual(['']);
    expect(view.rows).toBe(1);
    expect(row).not.toMatch(/(^|,)=/);
    expect((await exported({ kind: 'orders', format: 'csv' })).bytes.toString()).toMatch(
      /^orderId,memberId,.*\r\n536365,anna,placed,5000,/,
    );
    for (const kind of ['events', 'transactions', 'coupons', 'messages']) await exported({ kind });
  });

  it('of everything is an archive with a manifest whose checksums hold', async () => {
    const { bytes } = await exported({ kind: 'everything' });
    const path = join(dir, 'all.tar.gz');
    await writeFile(path, bytes);
    execFileSync('tar', ['xzf', path, '-C', dir]);
    const [folder = ''] = execFileSync('tar', ['tzf', path]).toString().split('/');
    const manifest = JSON.parse(await readFile(join(dir, folder, 'manifest.json'), 'utf8')) as {
      files: { name: string; sha256: string; rows: number }[];
    };
    expect(manifest.files.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['programme.json', 'members.ndjson', 'transactions.ndjson']),
    );
    for (const { name, sha256 } of manifest.files) {
      expect(
        createHash('sha256')
          .update(await readFile(join(dir, folder, name)))
          .digest('hex'),
      ).toBe(sha256);
    }
    expect(manifest.files.find(({ name }) => name === 'members.ndjson')?.rows).toBe(2);
  });

  it('is told of when it is made, goes when its time ends, and is nobody else’s', async () => {
    const { view } = await exported({ kind: 'orders' });
    while ((await publishNotifications(world.database, () => true)) > 0);
    const { data } = await listNotifications(world, world.programmeId, {
      types: ['export.finished'],
      after: 0,
      limit: 100,
    });
    expect(data.at(-1)?.data.object).toMatchObject({ id: view.id, kind: 'orders', status: 'finished', rows: 1 });
    const key = await world.newKey({ programmeId: await world.newProgramme() });
    for (const path of ['', '/file']) expect((await world.get(`/exports/${view.id}${path}`, { key })).status).toBe(404);
    const reader = await world.newKey({ scopes: ['read', 'write'] });
    expect((await world.get(`/exports/${view.id}/file`, { key: reader })).status).toBe(403);
    const later = new Date(world.clock.now().getTime() + 8 * 86_400_000);
    expect(await purgeFiles(world.database, later)).toBeGreaterThan(0);
    expect((await world.get(`/exports/${view.id}`)).status).toBe(404);
  });

  it.each([
    [{ kind: 'member' }, 'memberId'],
    [{ kind: 'orders', format: 'html' }, 'format'],
    [{ kind: 'members', filter: { colour: 'blue' } }, 'filter'],
    [{ kind: 'orders', filter: { status: 'lost' } }, 'filter.status.0'],
  ])('is refused as %j', async (body, field) => {
    expect(await world.post('/exports', body, { once: `no-${++asked}` })).toMatchObject({
      status: 422,
      body: { field },
    });
  });
});

it('A person has every table with something of a member', async () => {
  const rows = await world.database.$queryRaw<{ name: string }[]>`
    SELECT CASE WHEN table_schema = 'public' THEN table_name ELSE table_schema || '.' || table_name END AS name
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE column_name = 'member_id' AND table_schema IN ('public', 'ledger') AND table_type = 'BASE TABLE'`;
  // In lists of the person; or about an export, and what notifications repeat of the rest.
  const told = [
    'event',
    'sales_order',
    'review_case',
    'ledger.txn',
    'ledger.posting',
    'ledger.coupon',
    'ledger.coupon_move',
    'ledger.member_balance',
  ];
  const repeats = [
    'notification',
    'notification_outbox',
    'segment_review',
    'data_export',
    'expiry_notified',
    'enrolment_queue',
  ];
  const known = new Set<string>([...recordTables, ...told, ...repeats]);
  expect(rows.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
});
