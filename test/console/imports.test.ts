import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runUploads } from '../../modules/imports/uploads/run.ts';
import { axeFindings, describeInBrowser } from './support/browser.ts';
import { type Console, openConsole } from './support/open-console.ts';

const header = 'Bestellnummer;Kunde;Datum;Betrag;Notiz\n';
const orders = `${header}${[
  'd-1;anna;20/11/2026;12,50;',
  'd-2;ben;21/11/2026;40,00;Geschenk',
  'd-3;chen;gestern;7,00;',
  'd-4;;22/11/2026;9,00;',
].join('\n')}\n`;

describeInBrowser('Imports', () => {
  let site: Console;
  beforeAll(async () => {
    site = await openConsole();
  });
  afterAll(() => site.close());

  const run = () => {
    const { database, databaseUrl, clock } = site.world;
    return runUploads({ database, databaseUrl, clock });
  };
  const choose = (page: Page, name: string, text: string) =>
    page
      .getByRole('dialog')
      .getByLabel('File', { exact: true })
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  /** What became of the rows, as the page has it: all of them, taken, there already, left out (of orders), rejected. */
  const figures = async (page: Page) => (await page.locator('.figure .value').allInnerTexts()).slice(0, -1);

  it('say that there is none yet, and ask for a file before anything is sent', async () => {
    const { page } = await site.open('/imports');
    await page.getByText('Nothing was imported yet.').waitFor();
    await page.getByRole('link', { name: 'Import a file' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Try the file' }).focus();
    await page.keyboard.press('Enter');
    await dialog.getByText('Choose a file.').waitFor();
    await dialog.getByText('How it is to be read').click();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('try a file, tell how its columns are read, take it for real, and every row is accounted for', async () => {
    const { page, faults } = await site.open('/imports#new');
    await choose(page, 'november.csv', orders);
    await page.getByRole('dialog').getByRole('button', { name: 'Try the file' }).click();
    await page.getByText('It waits for a worker.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await run();
    // It is told of while it is open.
    await page.getByText('The file was only tried').waitFor({ timeout: 7_000 });
    expect(await figures(page)).toEqual(['4', '2', '0', '0', '2']);
    await page.getByText('4 rows = 2 taken + 0 there already + 0 left out + 2 rejected').waitFor();
    const columns = page.getByRole('table', { name: 'Columns of the file' });
    expect(await columns.locator('tbody tr').allInnerTexts()).toEqual([
      expect.stringMatching(/Bestellnummer\s+order_id/),
      expect.stringMatching(/Kunde\s+customer_id/),
      expect.stringMatching(/Datum\s+placed_at/),
      expect.stringMatching(/Betrag\s+amount/),
      expect.stringMatching(/Notiz\s+not read/),
    ]);
    const before = await site.world.database.salesOrder.count();
    await page.getByRole('link', { name: 'Take it for real' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('2 rows are taken.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Take 2 rows' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('It waits for a worker.').waitFor();
    await run();
    await page.reload();
    await expect.poll(() => figures(page), { timeout: 7_000 }).toEqual(['4', '2', '0', '0', '2']);
    expect((await site.world.database.salesOrder.count()) - before).toBe(2);
    expect(faults).toEqual([]);
  });

  it('mend rejected rows in place by the keyboard, and send them as an import that is read as the first one', async () => {
    const { data } = (await site.world.get('/imports?limit=1')).body as { data: { id: string }[] };
    const { page, faults } = await site.open(`/imports/${data[0]?.id}`);
    const table = page.getByRole('table', { name: 'Rejected rows' });
    expect(await table.locator('tbody tr').count()).toBe(2);
    await page.getByRole('link', { name: 'Mend line 4' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('gestern').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByLabel('Datum').fill('05/11/2026');
    await dialog.getByRole('button', { name: 'Keep it as mended' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('1 row is mended and not sent yet.').waitFor();
    await page.getByRole('link', { name: 'Mend line 5' }).click();
    await dialog.getByLabel('Kunde').fill('dora');
    await dialog.getByLabel('Datum').fill('einmal');
    await dialog.getByRole('button', { name: 'Keep it as mended' }).click();
    await page.getByRole('link', { name: 'Send what is mended' }).click();
    await dialog.getByText('2 rows become an import of its own.').waitFor();
    await dialog.getByRole('button', { name: 'Send 2 rows' }).click();
    await page.getByText('It waits for a worker.').waitFor();
    await run();
    await page.reload();
    await expect.poll(() => figures(page), { timeout: 7_000 }).toEqual(['2', '1', '0', '0', '1']);
    // 7,00 in the German way, of a day that only the whole first file made sure of.
    const order = await site.world.database.salesOrder.findFirstOrThrow({ where: { orderId: 'd-3' } });
    expect([Number(order.amountMinor), order.placedAt.toISOString().slice(0, 10)]).toEqual([700, '2026-11-05']);
    await page.getByText('einmal').first().waitFor();
    expect(faults).toEqual([]);
  });

  it('give the rejected rows as the file that can be mended', async () => {
    const { data } = (await site.world.get('/imports?limit=1')).body as { data: { id: string }[] };
    const { page } = await site.open(`/imports/${data[0]?.id}`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as CSV' }).click(),
    ]);
    const text = await readFile(await download.path(), 'utf8');
    expect(text.split('\n')[0]).toBe('line,field,value,reason,fix,Bestellnummer,Kunde,Datum,Betrag,Notiz');
  });

  it('say why a file failed, and read it once more in the way that is said there', async () => {
    const { page } = await site.open('/imports#new');
    const text = 'order_id,customer_id,placed_at,amount\nu-1,anna,05/01/2026,3.00\n';
    await choose(page, 'unclear.csv', text);
    await page.getByRole('dialog').getByText('Take it').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take the file' }).click();
    await page.getByText('It waits for a worker.').waitFor();
    await run();
    await page.reload();
    await page.getByText('It failed.').waitFor({ timeout: 7_000 });
    await page.getByText('which could be two days').first().waitFor();
    await page.getByRole('link', { name: 'Read it in another way' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('05/01/2026 is').selectOption('day/month/year');
    await dialog.getByText('Take it').click();
    await dialog.getByRole('button', { name: 'Take the file' }).click();
    await page.getByText('It waits for a worker.').waitFor();
    await run();
    await page.reload();
    await expect.poll(() => figures(page), { timeout: 7_000 }).toEqual(['1', '1', '0', '0', '0']);
    const { placedAt } = await site.world.database.salesOrder.findFirstOrThrow({ where: { orderId: 'u-1' } });
    expect(placedAt.toISOString()).toMatch(/^2026-01-05/);
  });

  it('take members from NDJSON, and are stopped while they wait', async () => {
    const { page } = await site.open('/imports#new');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Members', { exact: true }).click();
    await choose(page, 'club.ndjson', '{"member_id":"zoe","joined_at":"2020-01-01T00:00:00Z"}\n');
    await dialog.getByText('Take it').click();
    await dialog.getByRole('button', { name: 'Take the file' }).click();
    await page.getByText('It waits for a worker.').waitFor();
    await page.getByRole('link', { name: 'Stop' }).click();
    await dialog.getByText('The rest is not taken.').waitFor();
    await dialog.getByRole('button', { name: 'Stop the import' }).click();
    await page.getByText('The import is stopped.').waitFor();
    await page.getByRole('link', { name: 'Let it go on' }).click();
    await dialog.getByRole('button', { name: 'Let it go on' }).click();
    await page.getByText('The import goes on.').waitFor();
    await run();
    await page.reload();
    await expect.poll(() => figures(page), { timeout: 7_000 }).toEqual(['1', '1', '0', '0']);
    expect((await site.world.get('/members/zoe')).status).toBe(200);
  });

  it('show a history whose sums close, to a key that may only read; what it may not do says why', async () => {
    const key = await site.world.newKey({ scopes: ['read'] });
    const { page } = await site.open('/imports', { key });
    const rows = page.locator('tbody tr');
    expect(await rows.count()).toBe(await site.world.database.importRun.count());
    for (const row of await rows.all()) {
      const [lines, ...parts] = (await row.locator('td.num').allInnerTexts()).map(Number);
      expect(lines).toBe(parts.reduce((sum, part) => sum + part, 0));
    }
    await page.getByRole('link', { name: 'Import a file' }).click();
    await choose(page, 'november.csv', orders);
    await page.getByRole('dialog').getByRole('button', { name: 'Try the file' }).click({ force: true });
    await page.getByRole('dialog').getByText('lacks the scope write').waitFor();
    expect(await rows.count()).toBe(await site.world.database.importRun.count());
  });

  it('hold to the rules of every page', async () => {
    const { data } = (await site.world.get('/imports?limit=100')).body as {
      data: { id: string; fileName?: string; dryRun: boolean }[];
    };
    const first = data.find(({ fileName, dryRun }) => fileName === 'november.csv' && !dryRun);
    await site.holdToRules('/imports', 'imports');
    await site.holdToRules(`/imports/${first?.id}`, 'import');
    const { page } = await site.open('/imports/imp_00000000');
    await page.getByRole('heading', { name: 'There is no such import' }).waitFor();
  });
});
