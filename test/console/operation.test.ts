import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindings, describeInBrowser } from './support/browser.ts';
import { type Console, openConsole } from './support/open-console.ts';

describeInBrowser('Audit and health', () => {
  let site: Console;
  beforeAll(async () => {
    site = await openConsole();
  });
  afterAll(() => site.close());

  it('tells every change that SQL has, with who, when and why, and finds those of one thing', async () => {
    const { page, faults } = await site.open('/audit');
    const stored = await site.world.database.auditEvent.count({ where: { programmeId: site.world.programmeId } });
    expect(await page.locator('tbody tr').count()).toBe(stored);
    await page.getByText('↳ The till was away on Saturday').waitFor();
    const target = await page.locator('tbody th small a').first().innerText();
    await page.locator('tbody th small a').first().click();
    await expect.poll(() => page.getByLabel('Of what').inputValue()).toBe(target);
    await page.getByText('Entries that match').waitFor();
    await page.getByText('What changed').first().click();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByLabel('Of what').fill('nothing-like-this');
    await page.keyboard.press('Enter');
    await page.getByText('No entry matches.').waitFor();
    expect(faults).toEqual([]);
  });

  it('shows what is changed while it is open, within six seconds', async () => {
    const { page } = await site.open('/audit');
    await site.world.post('/keys', { name: 'till', scopes: ['read'] }, { once: 'audit-key' });
    await page.getByText('key.create').first().waitFor({ timeout: 6_000 });
  });

  it('says in words what health says, and what could not be read', async () => {
    const { page } = await site.open('/health');
    const { checks } = (await site.world.get('/health')).body as { checks: { name: string; detail: string }[] };
    for (const { name, detail } of checks) {
      await page.getByText(name, { exact: true }).first().waitFor();
      await page.getByText(detail, { exact: true }).locator('visible=true').first().waitFor();
    }
    await page.getByText('Everything answers as it should.').waitFor();
    const fix = 'Start PostgreSQL.';
    const failing = { name: 'PostgreSQL', status: 'failing', detail: 'does not answer', fix };
    await page.route('**/v1/health', (route) =>
      route.fulfill({ json: { status: 'failing', checks: [failing, { name: 'API', status: 'ok', detail: 'runs' }] } }),
    );
    await page.reload();
    await page.getByText(fix).locator('visible=true').first().waitFor();
    await page.getByText('Something does not work.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.route('**/v1/health', (route) => route.abort());
    await page.reload();
    await page.getByRole('button', { name: 'Try again' }).waitFor({ timeout: 15_000 });
  });

  it('holds to the rules of every page', async () => {
    await site.holdToRules('/audit', 'audit');
    await site.holdToRules('/health', 'health');
  });
});
