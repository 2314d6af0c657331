import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindings, describeInBrowser, shoot } from './support/browser.ts';
import { liveCampaigns, templatesOf } from './support/living-campaigns.ts';
import { type Console, openConsole } from './support/open-console.ts';

let site: Console;
const setUpMs = 400_000;
beforeAll(async () => {
  site = await openConsole(liveCampaigns);
}, setUpMs);
afterAll(() => site?.close());

/** A draft, stored as the console stores it. */
async function draft(code: string, name: string) {
  const yaml = `campaign: ${code}\nname: ${name}\nlifecycle: onboarding-gift\nsettings:\n  giftPoints: 50\n${templatesOf('onboarding-gift')}`;
  const { page } = await site.open('/campaigns');
  await page.getByRole('link', { name: 'New campaign' }).click();
  await page.getByLabel('The file', { exact: true }).fill(yaml);
  await page.getByRole('button', { name: 'See what would change' }).click();
  await page.getByRole('button', { name: 'Store version 1' }).click();
  await page.getByText('Version 1 is stored.').waitFor();
  await page.context().close();
}

const stands = async (code: string) => (await site.world.get(`/campaigns/${code}`)).body;

describeInBrowser('A campaign on its way to going live', () => {
  it('is looked at by another person, given its time, and taken back', async () => {
    await draft('summer', 'Summer');
    const { page, faults } = await site.open('/campaigns/summer#submit');
    await page.getByLabel('Note').fill('For the first of June.');
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'campaign-submit-1440-light');
    await page.getByRole('button', { name: 'Ask for it' }).click();
    await page.getByText('Waits for another person.').waitFor();
    expect((await stands('summer')).status).toBe('in_review');

    await page.getByRole('link', { name: 'Approve' }).click();
    await page.getByText('Another person approves it, with a key of their own.').waitFor();
    expect(await page.getByRole('button', { name: 'Approve version 1' }).getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Escape');

    const second = await site.world.newKey({ scopes: ['read', 'launch'] });
    const other = await site.open('/campaigns/summer#approve', { key: second });
    await other.page.getByRole('button', { name: 'Approve version 1' }).click();
    await other.page.getByText('has approved version 1.').waitFor();
    await page.getByText('has approved version 1.').waitFor({ timeout: 6_000 });

    await page.getByRole('link', { name: 'Schedule' }).click();
    await page.getByRole('button', { name: 'Schedule it' }).click();
    await page.getByText('Choose a day and a time.').waitFor();
    const year = site.world.clock.now().getUTCFullYear();
    await page.getByLabel('Goes live at').fill(`${year - 1}-06-01T10:00`);
    await page.getByRole('button', { name: 'Schedule it' }).click();
    await page.getByText('The time of the launch has passed.').waitFor();
    const soon = new Date(site.world.clock.now().getTime() + 40 * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel('Goes live at').fill(`${soon}T10:00`);
    await shoot(page, 'campaign-schedule-1440-light');
    await page.getByRole('button', { name: 'Schedule it' }).click();
    await page.getByText('Goes live at').first().waitFor();
    await page.locator('h1 .pill.scheduled').waitFor();
    expect(new Date((await stands('summer')).scheduledFor).toISOString().slice(0, 10)).toBe(soon);

    await page.getByRole('link', { name: 'Send back' }).click();
    await page.getByRole('button', { name: 'Send it back' }).click();
    await page.getByText('Say why it is sent back.').waitFor();
    await page.getByLabel('Reason').fill('Too early.');
    await page.getByRole('button', { name: 'Send it back' }).click();
    await page.locator('h1 .pill.draft').waitFor();
    expect(await stands('summer')).toMatchObject({ status: 'draft', scheduledFor: null, review: null });
    expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
  });

  it('lets nobody in any more, and says what that does to those inside', async () => {
    const { page, faults } = await site.open('/campaigns/onboarding-gift#end');
    const inside = (await stands('onboarding-gift')).counts.active as number;
    await page.getByText(`${inside} members go on`).waitFor();
    await page.getByLabel('Reason').fill('The season is over.');
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'campaign-end-1440-light');
    await page.getByRole('button', { name: 'Let nobody in any more' }).click();
    await page.getByText('Lets nobody in since').waitFor();
    expect(await stands('onboarding-gift')).toMatchObject({ status: 'live', counts: { active: inside } });
    expect(await page.getByRole('link', { name: 'Let it run out' }).count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('says the same in Chinese, on a phone', async () => {
    const { page } = await site.open('/campaigns/onboarding-gift', { language: 'zh-CN', width: 390 });
    await page.getByText('起不再接纳会员').waitFor();
    await shoot(page, 'campaign-life-zh-390-light');
  });
});
