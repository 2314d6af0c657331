import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindings, describeInBrowser, settled, shoot } from './support/browser.ts';
import { sqlNumber, whole } from './support/figures.ts';
import { liveCampaigns } from './support/living-campaigns.ts';
import { type Console, openConsole } from './support/open-console.ts';

let site: Console;
const setUpMs = 400_000;
beforeAll(async () => {
  site = await openConsole(liveCampaigns);
}, setUpMs);
afterAll(() => site?.close());

const sql = (text: string) => sqlNumber(site, text);

const not = `status NOT IN ('sent', 'bounced', 'reserved', 'sending')`;

describeInBrowser('The page of messages', () => {
  it('adds up: asked for is sent, waiting and not sent, each with its reason', async () => {
    const { page, faults } = await site.open('/messages');
    const [all = 0, sent = 0, waiting = 0, kept = 0] = (await page.locator('.figure .value').allInnerTexts()).map(
      whole,
    );
    expect(all).toBe(await sql('SELECT count(*) AS n FROM message'));
    expect(kept).toBe(await sql(`SELECT count(*) AS n FROM message WHERE ${not}`));
    expect(kept).toBeGreaterThan(0);
    expect(sent + waiting + kept).toBe(all);
    const reasons = page.locator('#not-sent');
    const counts = (await reasons.locator('tbody tr:not(.sum) td').allInnerTexts()).map(whole);
    expect(counts.reduce((sum, each) => sum + each, 0)).toBe(kept);
    expect(whole(await reasons.locator('tr.sum td').innerText())).toBe(kept);
    await reasons.locator('tbody td a').first().click();
    await settled(page);
    await expect
      .poll(() => page.locator('.panel', { hasText: 'latest first' }).locator('tbody tr').count())
      .toBe(counts[0]);
    expect(faults).toEqual([]);
  });

  it('is narrowed by campaign, member and state, and says what would fill it', async () => {
    const { page } = await site.open('/messages');
    await page.getByLabel('Campaign').selectOption('onboarding-gift');
    await page.getByLabel('Member').fill('ada');
    await page.getByLabel('Member').press('Enter');
    await settled(page);
    const rows = page.locator('.panel', { hasText: 'latest first' }).locator('tbody tr');
    await expect
      .poll(() => rows.count())
      .toBe(
        await sql(`SELECT count(*) AS n FROM message x JOIN member m ON m.id = x.member_id JOIN campaign c ON c.id = x.campaign_id
        WHERE m.external_id = 'ada' AND c.code = 'onboarding-gift'`),
      );
    await page.goto(`${site.world.url}/console/messages?memberId=nobody`);
    await page.getByText('No message matches.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('shows within 5 s what becomes of a message', async () => {
    const { page } = await site.open('/messages?status=waiting');
    const { id: memberId, programmeId } = await site.world.database.member.findFirstOrThrow({
      where: { externalId: 'ben' },
    });
    const at = site.world.clock.now();
    const { id } = await site.world.database.message.create({
      data: {
        ...{ programmeId, memberId, key: 'new#1', messageId: '<new@shop.example>', reservedAt: at, notBefore: at },
        ...{
          channel: 'email',
          class: 'service',
          template: 'fresh',
          locale: 'en',
          status: 'sent',
          sentAt: at,
          leftAt: at,
        },
      },
    });
    await page.goto(`${site.world.url}/console/messages?memberId=ben`);
    await page.getByRole('link', { name: 'fresh' }).waitFor();
    await site.world.database.message.update({ where: { id }, data: { status: 'bounced', reason: 'bounced' } });
    await page.locator('tr', { hasText: 'fresh' }).locator('.pill.bad').waitFor({ timeout: 6_000 });
    await site.world.database.message.delete({ where: { id } });
  });

  it('holds to the rules of every page', async () => {
    await site.holdToRules('/messages', 'messages');
  });
});

describeInBrowser('The page of a message', () => {
  const failed = async () => (await site.world.get('/messages?status=failed')).body.data[0];

  it('has what the mail server answered, and goes again by keyboard', async () => {
    const { id } = await failed();
    const { page } = await site.open(`/messages/${id}`);
    await page.getByRole('heading', { name: 'What mail servers and providers answered' }).waitFor();
    expect(await page.locator('table code').innerText()).toContain('550 5.1.1');
    await page.getByRole('link', { name: 'Send again' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'message-retry-1440-light');
    await page.getByRole('button', { name: 'Send 1 message again' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('h1 .pill.scheduled').waitFor();
    expect((await site.world.get(`/messages/${id}`)).body).toMatchObject({ status: 'reserved', attempts: 0 });
  });

  it('has a report that came later', async () => {
    const [{ id }] = (await site.world.get('/messages?status=bounced')).body.data;
    const { page } = await site.open(`/messages/${id}`);
    await page.getByText('550 5.7.1 mailbox is gone').waitFor();
    await page.getByText('the address is gone for good').waitFor();
  });

  it('shows the mail in each language, in frames that run nothing and reach nothing', async () => {
    const { page, faults } = await site.open('/campaigns/onboarding-gift/messages/welcome');
    await page.getByLabel('Shown for member').fill('cleo');
    await page.getByLabel('Shown for member').press('Enter');
    await settled(page);
    const frames = page.locator('iframe');
    await expect.poll(() => frames.count()).toBe(4);
    expect(await frames.first().getAttribute('sandbox')).toBe('allow-same-origin');
    await expect.poll(() => page.frameLocator('iframe').first().locator('body').innerText()).toContain('Cleo');
    expect(await page.frameLocator('iframe').nth(2).locator('body').innerText()).toMatch(/[\u4e00-\u9fff]/);
    expect(await page.locator('.mail pre').count()).toBe(2);
    const src = (await frames.first().getAttribute('src')) ?? '';
    const answer = await page.request.get(`${site.world.url}${src}`);
    const policy = answer.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('sandbox allow-same-origin');
    expect(policy).not.toContain('script-src');
    expect((await fetch(`${site.world.url}${src}`)).status).toBe(401);
    const foreign = await fetch(`${site.world.url}${src}`, { headers: { 'Sec-Fetch-Site': 'cross-site' } });
    expect(foreign.status).toBe(403);
    expect(faults).toEqual([]);
  });

  it('says when there is none', async () => {
    const { page } = await site.open('/messages/msg_00000000');
    await page.getByRole('heading', { name: 'There is no such message' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('holds to the rules of every page', async () => {
    const [{ id }] = (await site.world.get('/messages?status=bounced')).body.data;
    await site.holdToRules(`/messages/${id}`, 'message');
  });

  it('adds up also where a step came to no message', async () => {
    const { page } = await site.open('/campaigns/win-back/messages/win-back-reminder');
    const [all = 0, sent = 0, waiting = 0, kept = 0] = (await page.locator('.figure .value').allInnerTexts()).map(
      whole,
    );
    expect(sent + waiting + kept).toBe(all);
    const steps = await sql(`SELECT count(*) AS n FROM step s JOIN enrolment en ON en.id = s.enrolment_id
      WHERE s.name = 'reminder-message' AND s.outcome ->> 'kind' <> 'applied' AND NOT en.shadow`);
    const messages = await sql(`SELECT count(*) AS n FROM message WHERE template = 'win-back-reminder' AND ${not}`);
    expect(kept).toBe(steps + messages);
    expect(whole(await page.locator('#not-sent tr.sum td').innerText())).toBe(kept);
  });

  it('holds a message in its languages to the rules of every page', async () => {
    await site.holdToRules('/campaigns/onboarding-gift/messages/welcome', 'message-template');
  });
});
