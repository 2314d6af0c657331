import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindings, describeInBrowser } from './support/browser.ts';
import { type Console, openConsole } from './support/open-console.ts';

const numberIn = (text: string): number => Number(text.replaceAll(',', '').replace('−', '-'));

describeInBrowser('The programme', () => {
  let site: Console;
  beforeAll(async () => {
    site = await openConsole();
  });
  afterAll(() => site.close());

  it('says a fault at its line, what an edit comes to in words and figures, and applies it as the next version', async () => {
    const { page, faults } = await site.open('/programme');
    const { definition, rulesVersion } = (await site.world.get('/programme')).body;
    expect(definition.earning.points).toBe(1);
    const next = `Apply version ${rulesVersion + 1}`;
    expect(await page.getByRole('button', { name: next }).getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('button', { name: 'Edit the file' }).click();
    const field = page.getByLabel('Programme file, YAML');
    const text = await field.inputValue();
    const line = text.split('\n').findIndex((each) => /^zone:/.test(each)) + 1;
    await field.fill(text.replace(/^zone:.*$/m, 'zone: London'));
    await page.getByRole('button', { name: 'See what would change' }).click();
    await page.getByText(`Line ${line}`, { exact: true }).waitFor();
    await page.getByText('1 fault must be mended before this can be applied.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Edit the file' }).click();
    await field.fill(text.replace(/^( +)points: 1$/m, '$1points: 3'));
    await page.getByRole('button', { name: 'See what would change' }).click();
    await page.getByRole('heading', { name: 'Dry run' }).waitFor();
    const [stored]: { points: bigint; orders: bigint }[] = await site.world.database.$queryRaw`
      SELECT sum(points)::bigint AS points, count(*) AS orders FROM sales_order WHERE placed_at >= '2026-10-27T00:00:00Z'`;
    const sums = await page.locator('tr.sum > *').allInnerTexts();
    expect(sums[0]).toContain(`Points for orders: ${Number(stored?.points).toLocaleString('en')}`);
    expect(sums.slice(1, 2).map(numberIn)).toEqual([Number(stored?.orders)]);
    const rows = await page.locator('tbody tr:not(.sum) .plus, tbody tr:not(.sum) .minus').allInnerTexts();
    expect(rows.map(numberIn).reduce((sum, each) => sum + each, 0)).toBe(numberIn(sums[3] ?? ''));
    expect(await page.locator('dl.facts ins').first().innerText()).toContain('3 points for every £1.00');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('link', { name: next }).click();
    await page.getByRole('dialog').getByText('1 setting changes').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: next }).click();
    await page.getByText(/^Version \d+ is in force\.$/).waitFor();
    expect((await site.world.get('/programme')).body.definition.earning.points).toBe(3);
    expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
  });

  it('shows rules that somebody else applies within seconds, and lets no edit of older ones through', async () => {
    const { page } = await site.open('/programme');
    await page.getByRole('button', { name: 'Edit the file' }).click();
    const field = page.getByLabel('Programme file, YAML');
    await field.fill(`${await field.inputValue()}\n`);
    const { definition } = (await site.world.get('/programme')).body;
    const other = { ...definition, pendingDays: 14 };
    expect((await site.world.call('PUT', '/programme', { body: other })).status).toBe(200);
    await page.getByText('14 days after the order').waitFor({ timeout: 8_000 });
    await page.getByText(/^Meanwhile version \d+ was applied\.$/).waitFor();
    await page.getByRole('button', { name: 'See what would change' }).click();
    await page.getByText('The programme was changed since.').waitFor();
  });

  it('says to a key that may not launch why it can’t apply anything', async () => {
    const key = await site.world.newKey({ scopes: ['read'] });
    const { page } = await site.open('/programme', { key });
    await page.getByText('The key you are signed in with lacks the scope launch.').waitFor();
  });

  it('holds to the rules of every page', async () => {
    await site.holdToRules('/programme', 'programme');
  });
});
