import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser } from './support/browser.ts';
import { sqlNumber, whole } from './support/figures.ts';
import { liveJourney } from './support/living-journey.ts';
import { type Console, openConsole } from './support/open-console.ts';

let site: Console;
const setUpMs = 400_000;
beforeAll(async () => {
  site = await openConsole(liveJourney);
}, setUpMs);
afterAll(() => site?.close());

describeInBrowser('The page of a journey', () => {
  it('is of a lifecycle that has a name for people, on the list of campaigns and its own page', async () => {
    for (const [language, name] of [
      ['en', 'Journey'],
      ['zh-CN', '旅程'],
    ] as const) {
      const list = await site.open('/campaigns', { language });
      await list.page.locator('tr', { hasText: 'The first weeks' }).getByText(name).waitFor();
      const { page, faults } = await site.open('/campaigns/first-weeks', { language });
      await page.getByText(name).first().waitFor();
      expect([...list.faults, ...faults]).toEqual([]);
    }
  });

  it('has the steps of its file in their order, with counts that close', async () => {
    const { page } = await site.open('/campaigns/first-weeks');
    const nodes = page.locator('.node');
    expect(await nodes.locator('h3').allInnerTexts()).toEqual(['Enter', 'hello', 'offer-coupon', 'thanks']);
    const counts = [];
    for (const node of await nodes.all()) counts.push((await node.locator('.n').allInnerTexts()).map(whole));
    for (const [came = 0, here = 0, ended = 0, wentOn = 0] of counts) expect(here + ended + wentOn).toBe(came);
    expect(counts.map(([came]) => came)).toEqual([7, 7, 4, 1]);
    const inside = counts.reduce((sum, [, here = 0]) => sum + here, 0);
    expect(inside).toBe(await sqlNumber(site, `SELECT count(*) AS n FROM enrolment WHERE status = 'active'`));
    await nodes.nth(1).getByText('Send the message hello (transactional)').waitFor();
  });

  it.each([
    ['en', 'Leaves at once: order.placed ("has ordered").', 'wait 3 days', 'Comes in: a member, by member.joined'],
    ['zh-CN', '立即退出：发生 order.placed（“has ordered”）。', '等待 3 天', '进入：会员，发生 member.joined'],
  ] as const)('reads its plan aloud, in %s', async (language, exit, wait, entry) => {
    const { page } = await site.open('/campaigns/first-weeks', { language });
    const told = page.locator('.told');
    expect(await told.innerText()).toContain(exit);
    expect(await told.locator('li', { hasText: 'wait-3-days' }).innerText()).toContain(wait);
    await page.getByText(entry).first().waitFor();
  });

  it('writes its file in the order in which people write it', async () => {
    const { page } = await site.open('/campaigns/first-weeks');
    const file = await page.locator('.code').innerText();
    const places = [
      'lifecycle: journey',
      'entry:',
      'steps:',
      'message: hello',
      'class: transactional',
      'split:',
      'do:',
    ];
    const found = places.map((text) => file.indexOf(text));
    expect(found).not.toContain(-1);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  it('holds to the rules of every page', async () => {
    await site.holdToRules('/campaigns/first-weeks', 'journey');
  });
});
