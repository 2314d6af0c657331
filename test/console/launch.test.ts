import { afterAll, beforeAll, expect, it } from 'vitest';
import type { V1World } from '../support/v1-world.ts';
import { axeFindings, describeInBrowser, settled } from './support/browser.ts';
import { sqlNumber, whole } from './support/figures.ts';
import { fillShop } from './support/filled-shop.ts';
import { type Console, openConsole } from './support/open-console.ts';

const templates = ['en', 'zh-CN'].flatMap((locale) => [
  `  thanks.${locale}.html.liquid: "---\\nsubject: Thank you\\n---\\n<p>For you: {{ couponCode }}</p>"`,
  `  thanks.${locale}.text.liquid: "For you: {{ couponCode }}"`,
]);

/** A campaign that goes to an audience at once: a mail with points and a coupon. */
const file = (budget: string) => `campaign: thank-you
name: Autumn thank-you
lifecycle: journey
entry:
  - launch: audience
audience:
  segment: all-friends
${budget}coupons:
  five-off: { name: { en: Five off, zh-CN: 立减五镑 }, amountOff: 5, validDays: 14, worth: 5 }
steps:
  - message: thanks
    gives:
      - grant: 200
      - coupon: five-off
templates:
${templates.join('\n')}
`;

async function apply(world: V1World, budget: string): Promise<void> {
  const headers = { 'Content-Type': 'application/yaml' };
  const put = await world.call('PUT', '/campaigns/thank-you', { raw: file(budget), headers });
  expect([put.status, put.body.errors, put.body.problems]).toEqual([200, undefined, undefined]);
}

async function fill(world: V1World): Promise<void> {
  await fillShop(world);
  for (const [id, zone, consent] of [
    ['fay', 'Asia/Tokyo', true],
    ['gus', 'America/New_York', true],
    ['hana', 'Europe/London', false],
  ] as const) {
    const data = { email: `${id}@example.com`, zone, consent: { email: consent } };
    await world.post('/events', { id: `j-${id}`, type: 'member.joined', memberId: id, data });
  }
  const segment = { name: 'Everybody', who: { joined: { known: true } } };
  expect((await world.call('PUT', '/segments/all-friends', { body: segment })).status).toBe(200);
  await apply(world, 'budget: { points: 1000, coupons: 100 }\n');
}

describeInBrowser('A launch', () => {
  let site: Console;
  beforeAll(async () => {
    site = await openConsole(fill);
  });
  afterAll(() => site.close());

  it('is opened from the campaign, says whom it reaches, and its sums close as SQL has them', async () => {
    const { page, faults } = await site.open('/campaigns/thank-you');
    await settled(page);
    await page.getByRole('link', { name: 'Launch', exact: true }).click();
    await page.getByRole('heading', { name: /Launch Autumn thank-you/ }).waitFor();
    await settled(page);
    const members = await sqlNumber(site, `SELECT count(*) n FROM member WHERE status = 'ACTIVE'`);
    const reach = page.getByRole('table', { name: /who can be reached by e-mail/ });
    const [all = 0, ...rest] = (await reach.locator('td').allInnerTexts()).map(whole);
    const reachable = rest.at(-1) ?? -1;
    expect(all).toBe(members);
    expect(reachable).toBe(all - rest.slice(0, -1).reduce((sum, each) => sum + each, 0));
    const consenting = await sqlNumber(
      site,
      `SELECT count(*) n FROM member m WHERE EXISTS (SELECT FROM mail_consent(m.id, 'email') c WHERE c.marketing)`,
    );
    expect(reachable).toBe(consenting);
    const launched = page.getByRole('table', { name: 'From the audience to those it is launched for' });
    const [before = 0, heldOut = 0, after] = (await launched.locator('td').allInnerTexts()).map(whole);
    expect([before, after]).toEqual([members, before - heldOut]);
    await page.getByText('send the message thanks').first().waitFor();
    expect(faults).toEqual([]);
  });

  it('says what it costs at most, kind by kind, and for how many the budget is enough', async () => {
    const { page } = await site.open('/campaigns/thank-you/launch');
    await settled(page);
    const cost = page.getByRole('table', { name: 'Worst case by kind' });
    const rows = await cost.locator('tbody tr').allInnerTexts();
    expect(rows[0]).toMatch(/Points\s+200\s+1,000/);
    expect(rows[1]).toMatch(/Coupons\s+1\s+5/);
    expect(rows.at(-1)).toContain('£35.00');
    const budget = page.getByRole('table', { name: 'Budget' });
    expect(await budget.innerText()).toMatch(/Points: 1,000\s+0\s+5 members/);
  });

  it('is kept closed by what stops it, which says so first, in both languages', async () => {
    for (const [language, closed, stop] of [
      ['en', 'It can’t be launched: 1 thing stops it.', 'are enough for 5 of 8 members'],
      ['zh-CN', '无法启动：有 1 项阻止。', '预算仅够 8 人中的 5 人'],
    ] as const) {
      const { page } = await site.open('/campaigns/thank-you/launch', { language });
      await settled(page);
      await page.getByText(closed).waitFor();
      await page.getByText(stop).first().waitFor();
      const button = page.locator('.btn.main-act');
      expect(await button.getAttribute('aria-disabled')).toBe('true');
      await button.focus();
      await page.keyboard.press('Enter');
      await page.context().close();
    }
    expect((await site.world.get('/campaigns/thank-you')).body.status).toBe('draft');
  });

  it('says when messages leave where members live, and the zones add up to the audience', async () => {
    const { page } = await site.open('/campaigns/thank-you/launch');
    await settled(page);
    const zones = page.getByRole('table', { name: /by zone/ });
    const [sum, ...rest] = (await zones.locator('tbody td.num').allInnerTexts()).map(whole).reverse();
    expect(rest.reduce((all, each) => all + each, 0)).toBe(sum);
    expect(sum).toBe(await sqlNumber(site, `SELECT count(*) n FROM member WHERE status = 'ACTIVE'`));
    expect(await zones.innerText()).toContain('Asia/Tokyo');
  });

  it('has an audience that is edited as a segment is: with its count, and saved as the next version', async () => {
    const { page, faults } = await site.open('/campaigns/thank-you/audience');
    await settled(page);
    const panel = page.getByRole('region', { name: 'Who is in' });
    const members = await sqlNumber(site, `SELECT count(*) n FROM member WHERE status = 'ACTIVE'`);
    await panel.getByText(`of ${members} members`).waitFor();
    await page.getByRole('button', { name: 'Add a condition beside it' }).click();
    await page.getByRole('button', { name: 'Add a condition', exact: true }).click();
    const kept = await sqlNumber(
      site,
      `SELECT count(DISTINCT member_id) n FROM sales_order WHERE amount_minor > returned_minor`,
    );
    await expect
      .poll(async () => whole((await panel.innerText()).match(/(\d+) of/)?.[1] ?? ''), { timeout: 15_000 })
      .toBe(kept);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: /^Save version/ }).click();
    await page.waitForURL(/campaigns\/thank-you$/);
    await page.getByRole('heading', { name: 'Autumn thank-you' }).first().waitFor();
    const { definition } = (await site.world.get('/campaigns/thank-you')).body as { definition: { audience: object } };
    expect(definition.audience).toEqual({ all: [{ segment: 'all-friends' }, { orders: { atLeast: 1 } }] });
    await apply(site.world, 'budget: { points: 1000, coupons: 100 }\n');
    expect(faults).toEqual([]);
  });

  it('goes to whom the button names, once its budget is enough', async () => {
    await apply(site.world, 'budget: { points: 5000, coupons: 100 }\n');
    const members = await sqlNumber(site, `SELECT count(*) n FROM member WHERE status = 'ACTIVE'`);
    const { page, faults } = await site.open('/campaigns/thank-you/launch');
    await settled(page);
    const first = await site.open('/campaigns/thank-you/launch#schedule');
    const drawer = first.page.getByRole('dialog');
    await drawer.getByLabel('Goes live').fill('2026-11-27T10:00');
    expect(await axeFindings(first.page)).toEqual([]);
    await drawer.getByRole('button', { name: 'Launch on Fri 27 Nov 2026 at 10:00' }).click();
    await first.page.getByText('It goes live by itself on Fri 27 Nov 2026 10:00.').waitFor();
    expect((await site.world.get('/campaigns/thank-you')).body.scheduledFor).toBe('2026-11-27T10:00:00.000Z');
    await page.reload();
    await settled(page);
    await page.getByRole('button', { name: `Launch for ${members} members` }).click();
    await page.waitForURL(/campaigns\/thank-you$/);
    await page.getByRole('heading', { name: 'Autumn thank-you' }).first().waitFor();
    await expect.poll(async () => (await site.world.get('/campaigns/thank-you')).body.status).toBe('live');
    await page.goto(`${site.world.url}/console/campaigns/thank-you/launch`);
    await page.getByText('It was launched already.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(faults).toEqual([]);
  });
});

describeInBrowser('The page of a launch', () => {
  let site: Console;
  beforeAll(async () => {
    site = await openConsole(fill);
  });
  afterAll(() => site.close());

  it('holds to the rules of every page', async () => {
    await site.holdToRules('/campaigns/thank-you/launch', 'launch');
  });
});
