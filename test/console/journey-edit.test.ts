import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindings, describeInBrowser, settled, shoot } from './support/browser.ts';
import { sqlNumber } from './support/figures.ts';
import { liveJourney } from './support/living-journey.ts';
import { type Console, openConsole } from './support/open-console.ts';

let site: Console;
const setUpMs = 400_000;
beforeAll(async () => {
  site = await openConsole(liveJourney);
}, setUpMs);
afterAll(() => site?.close());

const inside = () => sqlNumber(site, `SELECT count(*) AS n FROM enrolment WHERE status = 'active'`);

describeInBrowser('The page of a journey that is changed', () => {
  it('stages the file, counts whom each choice changes, and puts it live', async () => {
    const { page, faults } = await site.open('/campaigns/first-weeks');
    await page.getByRole('link', { name: 'Edit as version 2' }).click();
    const file = page.getByLabel('The file', { exact: true });
    await file.fill((await file.inputValue()).replace('wait: 3 days', 'wait: 4 days'));
    await page.getByRole('button', { name: 'See what would change' }).click();
    await page.getByRole('button', { name: 'Store version 2' }).click();
    await page.getByText('Version 2 waits to go live.').waitFor();
    await page.getByRole('link', { name: 'Go to the campaign' }).click();
    await page.getByRole('link', { name: 'Put version 2 live' }).click();

    await page.getByRole('heading', { name: 'Version 2: whom does it change?' }).waitFor();
    await page.getByText('1 change').waitFor();
    await page.getByLabel(/And all inside, from the beginning/).waitFor();
    const all = await inside();
    await page.getByText(`+${all}`, { exact: true }).waitFor();
    await page.getByLabel(/And those inside, where they stand/).check();
    await page
      .getByText(/wait-3-days, which is gone; write "id: wait-3-days" if wait-4-days is the same/)
      .first()
      .waitFor();
    await settled(page);
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'journey-choose-1440-light');
    await page.getByRole('button', { name: 'Put version 2 live' }).click();
    await page.getByText('version 2', { exact: true }).first().waitFor();
    expect(await sqlNumber(site, 'SELECT count(*) AS n FROM campaign_edit')).toBe(1);
    expect(faults).toEqual([]);
  });

  it('lets go of a version that waits, and says the choices in Chinese', async () => {
    const { page, faults } = await site.open('/campaigns/first-weeks', { language: 'zh-CN' });
    await page.getByRole('link', { name: '编辑为版本 3' }).click();
    const file = page.locator('textarea');
    await file.fill((await file.inputValue()).replace('grant: 25', 'grant: 30'));
    await page.locator('.sheet-foot button[type=submit]').click();
    await page.getByRole('button', { name: /版本 3/ }).click();
    await page.getByRole('link', { name: '到活动页' }).click();
    await page.getByRole('link', { name: '让版本 3 上线' }).click();
    await page.getByText('哪些会员使用它').waitFor();
    await settled(page);
    await shoot(page, 'journey-choose-1440-light-zh-CN');
    await page.getByRole('button', { name: '放弃并保留版本 2' }).click();
    await page.getByRole('link', { name: '编辑为版本 3' }).waitFor();
    expect(await sqlNumber(site, 'SELECT count(*) AS n FROM campaign WHERE staged_version IS NULL')).toBe(1);
    expect(faults).toEqual([]);
  });
});
