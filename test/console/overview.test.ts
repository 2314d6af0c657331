import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser } from './support/browser.ts';
import { type Console, openConsole } from './support/open-console.ts';

const numberIn = (text: string | undefined): number => Number((text ?? '').replaceAll(',', '').replace('−', '-'));

describeInBrowser('The overview', () => {
  let site: Console;
  beforeAll(async () => {
    site = await openConsole();
  });
  afterAll(() => site.close());

  it('has five figures that say what SQL says, and sums that close', async () => {
    const { page, faults } = await site.open('/');
    const figures = (await page.locator('.figure .value').allInnerTexts()).map(numberIn);
    const [stored]: { members: bigint; outstanding: bigint; issued: bigint; redeemed: bigint; expiring: bigint }[] =
      await site.world.database.$queryRaw`
        SELECT (SELECT count(*) FROM member) AS members,
          (SELECT sum(available + pending + held)::bigint FROM ledger.member_balance) AS outstanding,
          (SELECT coalesce(-sum(p.amount), 0)::bigint FROM ledger.posting p JOIN ledger.txn t ON t.id = p.txn_id
            WHERE p.account = 'ISSUANCE' AND t.effective_at >= '2026-10-27T00:00:00Z') AS issued,
          (SELECT coalesce(sum(p.amount), 0)::bigint FROM ledger.posting p WHERE p.account = 'REDEEMED') AS redeemed,
          (SELECT coalesce(sum(remaining), 0)::bigint FROM ledger.lot
            WHERE state = 'ACTIVE' AND expires_at < '2026-12-26T00:00:00Z') AS expiring`;
    expect(figures).toEqual(
      [stored?.members, stored?.outstanding, stored?.issued, stored?.redeemed, stored?.expiring].map(Number),
    );
    const issuedByDay = async () => {
      const cells = await page.locator('#days tbody tr:not(.sum) td:nth-child(2)').allInnerTexts();
      return cells.map(numberIn);
    };
    // The latest seven, and all before them together.
    const latest = await issuedByDay();
    expect(latest.length).toBe(8);
    expect(latest.reduce((sum, each) => sum + each, 0)).toBe(figures[2]);
    await page.getByRole('button', { name: 'Every day' }).click();
    const all = await issuedByDay();
    expect(all.length).toBe(30);
    expect(all.reduce((sum, each) => sum + each, 0)).toBe(figures[2]);
    expect(all.slice(0, 7)).toEqual(latest.slice(0, 7));
    expect(numberIn(await page.locator('#outstanding tr.sum td').innerText())).toBe(figures[1]);
    expect(faults).toEqual([]);
  });

  it('opens what each figure counts, and is of another period by its address', async () => {
    const { page } = await site.open('/');
    await page.locator('.figure .value a').first().click();
    await page.getByRole('heading', { level: 1, name: 'Members' }).waitFor();
    await page.goBack();
    await page.getByText('7 days', { exact: true }).click();
    await expect.poll(() => page.locator('#days tbody tr:not(.sum)').count()).toBe(7);
    expect(page.url()).toMatch(/\?days=7$/);
  });

  it('moves while it is open, within five seconds', async () => {
    const { page } = await site.open('/');
    await page.waitForTimeout(1_500);
    const before = numberIn((await page.locator('.figure .value').allInnerTexts())[1]);
    await site.world.post(
      '/adjustments',
      { memberId: 'dora', points: 11, reason: 'By the command line' },
      { once: 'dora' },
    );
    await expect
      .poll(async () => numberIn((await page.locator('.figure .value').allInnerTexts())[1]), { timeout: 5_000 })
      .toBe(before + 11);
  });

  it('says what is not known when the API does not answer, and never 0', async () => {
    const { page } = await site.open('/members');
    await page.route('**/v1/overview*', (route) => route.abort());
    await page.getByRole('link', { name: 'Overview' }).first().click();
    await page.getByRole('button', { name: 'Try again' }).first().waitFor({ timeout: 15_000 });
    expect(new Set(await page.locator('.figure .value').allInnerTexts())).toEqual(new Set(['–']));
    await page.unroute('**/v1/overview*');
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await expect.poll(() => page.locator('.figure .value').first().innerText()).not.toBe('–');
  });

  it('holds to the rules of every page', async () => {
    await site.holdToRules('/', 'overview');
  });
});
