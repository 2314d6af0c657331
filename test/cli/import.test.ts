import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveProgramme } from '../../modules/programme/rows.ts';
import type { ImportReport } from '../../modules/imports/import-orders.ts';
import { runUploads } from '../../modules/imports/uploads/run.ts';
import { startImport } from '../../modules/imports/uploads/start.ts';
import { storeUpload } from '../../modules/imports/uploads/store.ts';
import type { ImportView } from '../../modules/imports/uploads/view.ts';
import { freshDatabase } from '../support/database.ts';
import { runCli, runJson } from '../support/run-cli.ts';
import { reference } from '../support/shop.ts';

const { database, url } = await freshDatabase();
await saveProgramme(database, reference);
const dir = await mkdtemp(join(tmpdir(), 'perennial-cli-'));
afterAll(() => rm(dir, { recursive: true, force: true }));

const path = join(dir, 'shop.csv.gz');
const rejects = join(dir, 'rejects.csv');
const words = (...more: string[]) => ['import', 'orders', path, '--rejects', rejects, ...more];
const rows = [
  'order_no,customer_id,placed_at,amount,kind',
  '1,ann,2025-03-01T10:00:00Z,100.00,order',
  '2,ben,2025-03-02T10:00:00Z,50.00,order',
  '3,ben,2025-03-03T10:00:00Z,a lot,order',
  '4,ann,2025-03-04T10:00:00Z,-40.00,return',
];
beforeAll(async () => {
  await writeFile(path, gzipSync(rows.join('\n')));
  await writeFile(join(dir, 'empty.csv'), '');
});

describe('perennial import orders', () => {
  it('tries a file without writing anything but the rows it would reject, with line, field, reason and fix', async () => {
    const { code, stdout } = await runCli(url, words('--dry-run'));
    expect(code).toBe(5);
    expect(stdout).toMatch(/^A dry run: nothing was written\./);
    expect(stdout).toMatch(/Orders\s+2\n/);
    expect(await database.event.count()).toBe(0);
    expect(await readFile(rejects, 'utf8')).toMatch(/^4,amount,.*a lot/m);
  });

  it('takes what can be taken, moved so that the last order was today, and ends with 5 for the rest', async () => {
    const { code, stdout } = await runCli(url, words('--shift-to', 'today', '--json'));
    expect(code).toBe(5);
    expect(JSON.parse(stdout) as ImportReport).toMatchObject({
      ...{ dryRun: false, orders: 2, returns: 1, newMembers: 2, rejected: 1, pointsGiven: 150, pointsTakenBack: 40 },
      rejectPath: rejects,
    });
    const last = await database.salesOrder.findFirstOrThrow({ orderBy: { placedAt: 'desc' } });
    const days = (Date.now() - last.placedAt.getTime()) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(1);
    expect(days).toBeLessThan(4);
  });

  it('knows a file that it has taken before', async () => {
    const again = await runCli(url, words('--shift-to', 'today'));
    expect(again.stdout + again.stderr).toMatch(/imported completely before; nothing was done/);
    expect(await database.salesOrder.count()).toBe(2);
  });

  it('shows progress and keeps it out of what a program reads', async () => {
    const fresh = join(dir, 'fresh.csv');
    await writeFile(fresh, `${rows[0] ?? ''}\n9,ann,2025-04-01T10:00:00Z,10.00,order\n`);
    expect(await runJson<ImportReport>(url, ['import', 'orders', fresh])).toMatchObject({ rows: 1, orders: 1 });
  });

  it.each([
    ['a file that is not there', ['import', 'orders', join(dir, 'nowhere.csv')], 3, /nowhere\.csv/],
    ['a date that is none', words('--shift-to', '30/02/2025'), 2, /shift-to/],
    ['a file of something else', ['import', 'orders', 'package.json'], 5, /Fix: /],
    ['an empty file', ['import', 'orders', join(dir, 'empty.csv')], 5, /Fix: /],
  ])('refuses %s with its own code and the fix', async (_, command, code, message) => {
    const answer = await runCli(url, command);
    expect(answer.stderr).toMatch(message);
    expect(answer.code).toBe(code);
  });
});

describe('perennial import again', () => {
  it('takes an upload for real that failed because a date could be two days, in the way that is said now', async () => {
    const clock = { now: () => new Date() };
    const { id: programmeId } = await database.programme.findFirstOrThrow();
    const text = `${rows[0] ?? ''}\n20,ann,05/01/2026,10.00,order\n`;
    const content = Readable.from([Buffer.from(text)]);
    const { id: uploadId } = await storeUpload(database, programmeId, { content, mediaType: 'text/csv' });
    const made = { kind: 'orders', uploadId, dryRun: true, choices: {}, actor: 'test', now: clock.now() } as const;
    const { id } = await startImport(database, programmeId, made);
    const run = () => runUploads({ database, databaseUrl: url, clock });
    await run();
    expect(await runJson<ImportView>(url, ['import', 'show', id])).toMatchObject({ status: 'failed' });
    const again = await runJson<ImportView>(url, ['import', 'again', id, '--dates', 'dmy']);
    expect(again).toMatchObject({ status: 'queued', dryRun: false });
    await run();
    expect(await runJson<ImportView>(url, ['import', 'show', again.id])).toMatchObject({
      ...{ status: 'finished', counts: { lines: 1, imported: 1 }, readAs: { dates: 'dmy' } },
    });
    const refused = await runCli(url, ['import', 'again', 'imp_00000000']);
    expect(refused.stderr).toMatch(/There is no "imp_00000000"/);
  });
});
