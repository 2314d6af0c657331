import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindings, describeInBrowser, shoot } from './support/browser.ts';
import { type Console, openConsole } from './support/open-console.ts';

/** "1,456" or "−50" as a number. */
const numberIn = (text: string | undefined): number => Number((text ?? '').replaceAll(',', '').replace('−', '-'));

describeInBrowser('The page of a member', () => {
  let site: Console;
  beforeAll(async () => {
    site = await openConsole();
  });
  afterAll(() => site.close());

  const balanceOf = async (id: string): Promise<number> => {
    const [row]: { available: bigint }[] = await site.world.database.$queryRaw`
      SELECT b.available FROM ledger.member_balance b JOIN member m ON m.id = b.member_id WHERE m.external_id = ${id}`;
    return Number(row?.available);
  };

  it('has sums that close: figures, lots, statement and SQL say the same', async () => {
    const { page, faults } = await site.open('/members/anna');
    const available = await balanceOf('anna');
    const [toSpend] = await page.locator('.figure .value').allInnerTexts();
    expect(numberIn(toSpend)).toBe(available);
    const sums = await page.locator('#lots tr.sum td').allInnerTexts();
    expect(numberIn(sums[0])).toBe(available);
    const changes = (await page.locator('#timeline :is(.plus, .minus)').allInnerTexts()).map(numberIn);
    // Rows of a day that are folded away are in the sum, too.
    for (const more of await page.locator('#timeline button[aria-expanded="false"]').all()) await more.click();
    const all = (await page.locator('#timeline :is(.plus, .minus)').allInnerTexts()).map(numberIn);
    expect(all.length).toBeGreaterThan(changes.length);
    expect(all.reduce((sum, each) => sum + each, 0)).toBe(available);
    expect(await page.locator('#timeline > .foot').last().innerText()).toContain(
      `= ${available.toLocaleString('en')} points.`,
    );
    const { body } = await site.world.get('/members/anna/totals');
    expect(body.earned + body.corrected + body.writtenOff - body.redeemed - body.takenBack - body.expired).toBe(
      available,
    );
    expect(faults).toEqual([]);
  });

  it('corrects points: the consequence stands before the button, the button repeats it, the page moves', async () => {
    const { page, faults } = await site.open('/members/dora');
    const before = numberIn((await page.locator('.figure .value').allInnerTexts())[0]);
    await page.getByRole('link', { name: 'Correct points' }).click();
    const drawer = page.getByRole('dialog', { name: 'Correct points of Dora Lund' });
    await drawer.waitFor();
    expect(page.url()).toMatch(/#adjust$/);
    await drawer.getByLabel('Points', { exact: true }).fill('10');
    await drawer.getByText(`Afterwards`).waitFor();
    expect(await drawer.locator('.before-after b').allInnerTexts()).toEqual([String(before), String(before + 10)]);
    await drawer.getByRole('button', { name: 'Add 10 points' }).click();
    await drawer.getByText('Write what happened, in one sentence. The member reads it in the timeline.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'member-adjust-1440-light');
    await drawer.getByLabel('What happened, for the member and for audit').fill('Receipt was not scanned');
    await drawer.getByRole('button', { name: 'Add 10 points' }).click();
    await page.getByText('10 points added to Dora Lund.').waitFor();
    await drawer.waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('#');
    await expect
      .poll(async () => numberIn((await page.locator('.figure .value').allInnerTexts())[0]), { timeout: 5_000 })
      .toBe(before + 10);
    expect(await balanceOf('dora')).toBe(before + 10);
    await page.locator('#timeline').getByText('Receipt was not scanned').first().waitFor();
    expect(faults).toEqual([]);
  });

  it('opens a drawer by its address, by keyboard alone, and gives the keyboard back', async () => {
    const { page } = await site.open('/members/dora');
    await page.getByRole('link', { name: 'Correct points' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.closest("[role=dialog]") !== null')).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Correct points');
    await page.goto(`${site.world.url}/console/members/dora#adjust`);
    await page.getByRole('dialog', { name: 'Correct points of Dora Lund' }).waitFor();
  });

  it('says what a key may not do, and leaves the button where it is', async () => {
    const key = await site.world.newKey({ scopes: ['read'] });
    const { page } = await site.open('/members/anna#adjust', { key });
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel('Points', { exact: true }).fill('5');
    const button = drawer.getByRole('button', { name: 'Add 5 points' });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await drawer.getByText('The key you are signed in with lacks the scope finance.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('suspends and reopens a membership, with its reason in the audit', async () => {
    const { page } = await site.open('/members/emil');
    await page.getByRole('link', { name: 'Suspend membership' }).click();
    await page.getByLabel('Why, for the audit').fill('Card was lent');
    await page.getByRole('button', { name: 'Suspend membership' }).click();
    await page.getByText('the membership of Emil Novak is suspended').waitFor();
    await page.getByRole('link', { name: 'Reopen membership' }).click();
    await page.getByLabel('Why, for the audit').fill('It came back');
    await page.getByRole('button', { name: 'Reopen membership' }).click();
    await page.getByText('the membership of Emil Novak is open again').waitFor();
    const { body } = await site.world.get('/audit-entries');
    expect(body.data.slice(0, 2)).toMatchObject([{ reason: 'It came back' }, { reason: 'Card was lent' }]);
  });

  it('shows what happens while it is open, within five seconds', async () => {
    const { page } = await site.open('/members/chen');
    await page.waitForTimeout(1_500);
    await site.world.post(
      '/adjustments',
      { memberId: 'chen', points: 3, reason: 'By the command line' },
      { once: 'chen' },
    );
    await page.locator('#timeline').getByText('By the command line').waitFor({ timeout: 5_000 });
  });

  it('says of an id that nobody has', async () => {
    const { page } = await site.open('/members/nobody');
    await page.getByText('There is no member nobody.').waitFor();
  });

  it('speaks Chinese, the timeline too', async () => {
    const { page } = await site.open('/members/chen', { language: 'zh-CN' });
    expect(await page.getByRole('heading', { name: '发生了什么，为什么' }).count()).toBe(1);
    expect(await page.locator('#timeline tbody').first().innerText()).toMatch(/[\u4e00-\u9fff]/);
  });

  it.each([
    ['/members/anna', 'member'],
    ['/members/anna#adjust', 'member-adjust'],
  ])('holds to the rules of every page at %s', (path, name) => site.holdToRules(path, name), 120_000);
});
