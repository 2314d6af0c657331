import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { axeFindings, describeInBrowser, settled, shoot } from './support/browser.ts';
import { sqlNumber, whole } from './support/figures.ts';
import { liveCampaigns, templatesOf } from './support/living-campaigns.ts';
import { type Console, openConsole } from './support/open-console.ts';

let site: Console;
const setUpMs = 400_000;
beforeAll(async () => {
  site = await openConsole(liveCampaigns);
}, setUpMs);
afterAll(() => site?.close());

const sql = (text: string) => sqlNumber(site, text);

describeInBrowser('The page of campaigns', () => {
  it('tells of each how it stands, who entered and is inside, and sums that close', async () => {
    const { page, faults } = await site.open('/campaigns');
    const rows = page.getByRole('table').locator('tbody tr:not(.sum)');
    expect(await rows.count()).toBe(5);
    const cells = async (at: number) =>
      (await page.locator(`tbody tr:not(.sum) td:nth-child(${at})`).allInnerTexts()).map(whole);
    const sums = (await page.locator('tr.sum > *').allInnerTexts()).map(whole);
    const [entered, inside] = [await cells(3), await cells(4)];
    const add = (numbers: number[]) => numbers.reduce((sum, each) => sum + each, 0);
    expect([sums[2], sums[3]]).toEqual([add(entered), add(inside)]);
    expect(sums[2]).toBe(await sql('SELECT count(*) AS n FROM enrolment'));
    expect(sums[3]).toBe(await sql(`SELECT count(*) AS n FROM enrolment WHERE status = 'active'`));
    expect(faults).toEqual([]);
  });

  it('stands on the overview in short: those that run, and who is inside', async () => {
    const { page, faults } = await site.open('/');
    const running = page.getByRole('table', { name: 'Campaigns that run' }).locator('tbody tr');
    expect(await running.count()).toBe(5);
    const inside = (await running.locator('td:nth-child(2)').allInnerTexts()).map(whole);
    expect(inside).toEqual(inside.toSorted((a, b) => b - a));
    expect(inside.reduce((sum, each) => sum + each, 0)).toBe(
      await sql(`SELECT count(*) AS n FROM enrolment WHERE status = 'active'`),
    );
    await shoot(page, 'overview-running-1440-light');
    expect(faults).toEqual([]);
  });

  it('applies a file: errors at their line, then what it would be, then a draft', async () => {
    const { page, faults } = await site.open('/campaigns');
    await page.getByRole('link', { name: 'New campaign' }).click();
    await page.getByRole('heading', { name: 'New campaign from its file' }).waitFor();
    const file = page.getByLabel('The file', { exact: true });
    await file.fill('campaign: spring\nname: Spring\nlifecycle: onboarding-gift\nsettings:\n  giftPoints: none\n');
    await page.getByRole('button', { name: 'See what would change' }).click();
    await page.getByText('1 thing is wrong in the file.').waitFor();
    expect(await page.locator('.code .at b').innerText()).toBe('Line 5');
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'campaigns-new-1440-light');
    await file.fill(
      `campaign: spring\nname: Spring\nlifecycle: onboarding-gift\nsettings:\n  giftPoints: 50\n${templatesOf('onboarding-gift')}`,
    );
    await page.getByRole('button', { name: 'See what would change' }).click();
    await page.getByText('It would be a new draft, “Spring”, version 1.').waitFor();
    expect((await site.world.get('/campaigns/spring')).status).toBe(404);
    await page.getByRole('button', { name: 'Store version 1' }).click();
    await page.getByText('Version 1 is stored.').waitFor();
    expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
    await page.getByRole('link', { name: 'Open the campaign' }).click();
    await page.getByRole('heading', { name: /Spring/ }).waitFor();
    await page.getByRole('link', { name: 'Launch' }).click();
    await page.getByRole('button', { name: 'Launch version 1' }).click();
    await page.locator('h1 .pill.live').waitFor();
    expect((await site.world.get('/campaigns/spring')).body.status).toBe('live');
    await page.getByRole('link', { name: 'Edit as version 2' }).click();
    const text = page.getByLabel('The file', { exact: true });
    await text.fill((await text.inputValue()).replace('giftPoints: 50', 'giftPoints: 70'));
    await page.getByRole('button', { name: 'See what would change' }).click();
    await page.getByText('1 change makes version 2').waitFor();
    expect(
      [await page.locator('.changes del').innerText(), await page.locator('.changes ins').innerText()].join(),
    ).toMatch(/50.*70/s);
    await page.keyboard.press('Escape');
    const ended = await site.world.post('/campaigns/spring/cancel', { reason: 'of a test' });
    expect(ended.status).toBe(200);
  });

  it('holds to the rules of every page', async () => {
    await site.holdToRules('/campaigns', 'campaigns');
  });
});

describeInBrowser('The page of a campaign', () => {
  const places = `
    SELECT en.id, en.status, en.shadow, (SELECT s.name FROM step s WHERE s.enrolment_id = en.id
      AND s.kind IN ('grant', 'coupon', 'message', 'review', 'clawback') ORDER BY s.id DESC LIMIT 1) AS last
    FROM enrolment en JOIN campaign c ON c.id = en.campaign_id`;

  it.each(['onboarding-gift', 'check-in-streak', 'referral-reward', 'points-expiry', 'win-back'])(
    'has a way through %s whose sums close, as the database has them',
    async (code) => {
      const { page, faults } = await site.open(`/campaigns/${code}`);
      const figure = async (name: string) =>
        whole(
          await page
            .locator('.figure', { has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) })
            .locator('.value')
            .innerText(),
        );
      const where = `WHERE c.code = '${code}'`;
      expect(await figure('Entered')).toBe(await sql(`SELECT count(*) AS n FROM (${places} ${where}) p`));
      const inside = await sql(`SELECT count(*) AS n FROM (${places} ${where} AND en.status = 'active') p`);
      expect(await figure('Inside now')).toBe(inside);
      expect(await figure('Ended')).toBe((await figure('Entered')) - inside);
      const nodes = page.locator('.node');
      let here = 0;
      for (let at = 0; at < (await nodes.count()); at++) {
        const [came = 0, isHere = 0, ended = 0, wentOn = 0] = (await nodes.nth(at).locator('.n').allInnerTexts()).map(
          whole,
        );
        expect(isHere + ended + wentOn).toBe(came);
        here += isHere;
      }
      const heldOut = await sql(
        `SELECT count(*) AS n FROM (${places} ${where} AND en.status = 'active' AND en.shadow) p`,
      );
      expect(here + heldOut).toBe(inside);
      expect(faults).toEqual([]);
      await shoot(page, `campaign-${code}-1440-light`);
      await page.context().close();
    },
  );

  it('opens who is at a step, and until when', async () => {
    const { page } = await site.open('/campaigns/onboarding-gift');
    const node = page
      .locator('.node')
      .filter({ has: page.locator('.n.here a') })
      .first();
    const title = await node.locator('h3').innerText();
    const count = whole(await node.locator('.n.here a').innerText());
    await node.locator('.n.here a').focus();
    await page.keyboard.press('Enter');
    const panel = page.locator('#waiting');
    await panel.getByRole('heading', { name: `Here now: ${title}` }).waitFor();
    await expect.poll(() => panel.locator('tbody tr').count()).toBe(Math.min(10, count));
    expect(await page.evaluate('document.activeElement.className')).toBe('place');
    expect(await panel.getByRole('link', { name: 'Everybody inside' }).count()).toBe(1);
  });

  it('says of the report what its sample can bear', async () => {
    const { page } = await site.open('/campaigns/win-back');
    await page.getByText('Can’t tell yet.').waitFor();
    const { body } = await site.world.get('/campaigns/win-back/report');
    const rows = await page.locator('.panel', { hasText: 'Does it work?' }).locator('tbody tr').allInnerTexts();
    expect(rows.map((row) => row.split('\t').slice(1, 3).map(whole))).toEqual([
      [body.conversion.given.members, body.conversion.given.ordered],
      [body.conversion.heldOut.members, body.conversion.heldOut.ordered],
    ]);
  });

  it('is paused and resumed with the consequences first, by keyboard alone', async () => {
    const { page, faults } = await site.open('/campaigns/onboarding-gift#pause');
    await page.getByRole('dialog', { name: /Pause “Welcome gift”/ }).waitFor();
    const inside = (await site.world.get('/campaigns/onboarding-gift')).body.counts.active;
    await page.getByText(`${inside} members keep their places`).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'campaign-pause-1440-light');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('link', { name: 'Pause', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Pause now' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('h1 .pill.paused').waitFor();
    // The address may say #pause still, as a page that is read again or a link that somebody sent does: it is paused already.
    await page.goto(`${page.url().split('#')[0]}#pause`);
    await site.world.post('/events', {
      ...{ id: 'join-mia', type: 'member.joined', memberId: 'mia', occurredAt: site.world.clock.now().toISOString() },
      data: { email: 'mia@members.example', name: 'Mia', consent: { email: true } },
    });
    await page.reload();
    await settled(page);
    await page.getByRole('link', { name: 'Resume' }).click();
    await page.getByText('came during the pause').waitFor();
    await page.getByRole('radio', { name: /Leave them out/ }).check();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'campaign-resume-1440-light');
    await page.getByRole('button', { name: 'Resume now' }).click();
    await page.locator('h1 .pill.live').waitFor();
    const [mia] = (await site.world.get('/enrolments?memberId=mia&campaign=onboarding-gift')).body.data;
    expect(mia.status).toBe('cancelled');
    expect(faults).toEqual([]);
  });

  it('shows within 5 s what the command line does', async () => {
    const { page } = await site.open('/campaigns/check-in-streak');
    const list = await site.open('/campaigns');
    const { code } = await site.world.database.programme.findFirstOrThrow({ where: { id: site.world.programmeId } });
    const said = await runCli(site.world.databaseUrl, ['campaign', 'pause', 'check-in-streak', '--programme', code]);
    expect([said.code, said.stderr]).toEqual([0, '']);
    await page.locator('h1 .pill.paused').waitFor({ timeout: 6_000 });
    await list.page.locator('tr', { hasText: 'Daily check-in' }).locator('.pill.paused').waitFor({ timeout: 6_000 });
    await site.world.post('/campaigns/check-in-streak/resume');
  });

  it('ends with a reason, and says so where it is missing', async () => {
    const { page } = await site.open('/campaigns/points-expiry#cancel');
    await page.getByRole('button', { name: /End it for/ }).click();
    await page.getByText('Say why it ends.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'campaign-cancel-1440-light');
    await page.getByRole('button', { name: 'Leave as it is' }).click();
    expect((await site.world.get('/campaigns/points-expiry')).body.status).toBe('live');
  });

  it('says when there is none, and keeps a key that may not from acting', async () => {
    const { page } = await site.open('/campaigns/no-such');
    await page.getByRole('heading', { name: 'There is no such campaign' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    const key = await site.world.newKey({ scopes: ['read'] });
    const { page: reader } = await site.open('/campaigns/win-back#pause', { key });
    const button = reader.getByRole('button', { name: 'Pause now' });
    await button.waitFor();
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await reader.getByText('lacks the scope launch').waitFor();
  });

  it('holds to the rules of every page', async () => {
    await site.holdToRules('/campaigns/win-back', 'campaign');
  });
});
