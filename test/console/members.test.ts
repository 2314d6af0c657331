import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser, settled } from './support/browser.ts';
import { type Console, openConsole } from './support/open-console.ts';

describeInBrowser('The list of members', () => {
  let site: Console;
  beforeAll(async () => {
    site = await openConsole();
  });
  afterAll(() => site.close());

  it('is found by part of a name in the search of every page, and leads to the member', async () => {
    const { page, faults } = await site.open('/');
    await page.getByRole('searchbox', { name: 'Find' }).fill('berg');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Anna Berg' }).click();
    await page.getByRole('heading', { level: 1, name: 'Anna Berg' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/console/members/anna');
    expect(faults).toEqual([]);
  });

  it('has everybody, with the points of SQL', async () => {
    const { page } = await site.open('/members');
    const rows = await page.getByRole('row').allInnerTexts();
    const stored: { available: bigint }[] = await site.world.database.$queryRaw`
      SELECT coalesce(b.available, 0) AS available
      FROM member m LEFT JOIN ledger.member_balance b ON b.member_id = m.id ORDER BY m.id DESC`;
    expect(rows.length).toBe(stored.length + 1);
    stored.forEach(({ available }, at) => {
      expect(rows[at + 1]?.split('\t')).toContain(Number(available).toLocaleString('en'));
    });
  });

  it('says what was searched where nobody matches, and knows orders', async () => {
    const { page } = await site.open('/members?q=nobody-like-this');
    await page.getByText('No member matches “nobody-like-this”.').waitFor();
    await page.goto(`${site.world.url}/console/members?q=ben-2026-11-05-1`);
    await page.getByRole('link', { name: 'Ben Ode' }).click();
    await page.getByRole('heading', { level: 1, name: 'Ben Ode' }).waitFor();
  });

  it('is filtered by what stands in the address', async () => {
    const { page } = await site.open('/members');
    await page.getByLabel('Membership').selectOption('suspended');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByText('No member matches.').waitFor();
    expect(page.url()).toMatch(/\/console\/members\?status=suspended$/);
    await page.goBack();
    await settled(page);
    await page.getByRole('link', { name: 'Anna Berg' }).waitFor();
  });

  it('shows who joins while it is open, within five seconds', async () => {
    const { page } = await site.open('/members');
    await page.waitForTimeout(1_500);
    await site.world.post('/members', { id: 'gina', name: 'Gina New' });
    const ended = await site.world.post(
      '/adjustments',
      { memberId: 'gina', points: 7, reason: 'A welcome' },
      { once: 'gina' },
    );
    expect(ended.status).toBe(201);
    await page.getByRole('link', { name: 'Gina New' }).waitFor({ timeout: 5_000 });
  });

  it('holds to the rules of every page', async () => {
    await site.holdToRules('/members', 'members');
  });
});
