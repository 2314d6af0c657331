import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser, settled } from './support/browser.ts';
import { type Console, openConsole } from './support/open-console.ts';

describeInBrowser('The gallery', () => {
  let site: Console;
  beforeAll(async () => {
    site = await openConsole();
  });
  afterAll(() => site.close());

  it('makes a draft of a playbook in the language that is chosen', async () => {
    const { page, faults } = await site.open('/campaigns', { language: 'zh-CN' });
    await page.getByRole('link', { name: '活动模板库' }).click();
    await settled(page);
    await page.getByRole('link', { name: '选用：高积分未兑换' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('代码').fill('points-lie');
    await dialog.getByRole('button', { name: '生成草稿' }).click();
    await page.waitForURL(/campaigns\/points-lie$/);
    await page.getByRole('heading', { name: '高积分未兑换' }).waitFor();
    expect((await site.world.get('/campaigns/points-lie')).body).toMatchObject({
      status: 'draft',
      name: '高积分未兑换',
    });
    expect((await site.world.get('/segments/high-points')).status).toBe(200);
    expect(faults).toEqual([]);
  });

  it('holds to the rules of every page', async () => {
    await site.holdToRules('/campaigns/gallery', 'gallery');
    await site.holdToRules('/campaigns/gallery#use-high-points', 'gallery-use');
  });
});
