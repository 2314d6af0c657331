import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runExports } from '../../modules/exports/run.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { axeFindings, describeInBrowser, settled } from './support/browser.ts';
import { sqlNumber, whole } from './support/figures.ts';
import { fillSegments, putSegment, spenders } from './support/filled-segments.ts';
import { type Console, openConsole } from './support/open-console.ts';

/** Text of the file beside the form. */
const fileOn = (page: Page) => page.getByLabel('The segment as YAML');

describeInBrowser('Segments', () => {
  let site: Console;
  beforeAll(async () => {
    site = await openConsole(fillSegments);
  });
  afterAll(() => site.close());

  it('are listed in words with their members now, counted as SQL has them, and what uses them', async () => {
    const { page, faults } = await site.open('/segments');
    await settled(page);
    await page.getByRole('link', { name: 'Has not ordered' }).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(await sqlNumber(site, 'SELECT count(*) n FROM segment'));
    const spent = await sqlNumber(
      site,
      `SELECT count(*) n FROM (SELECT o.member_id FROM sales_order o WHERE o.placed_at >= '2026-10-27' GROUP BY 1
        HAVING sum(o.amount_minor - o.returned_minor) >= 5000) x`,
    );
    expect(spent).toBeGreaterThan(0);
    const of = page.getByRole('row').filter({ hasText: 'Spent 50 in a month' });
    expect(whole(await of.locator('td.num').innerText())).toBe(spent);
    expect(await of.innerText()).toContain('the segment Spenders who are new');
    expect(await of.innerText()).toContain('spent at least £50.00 within the last 30 days');
    expect(faults).toEqual([]);
  });

  it('show who is in and why, and a reach that closes', async () => {
    const { page, faults } = await site.open('/segments/no-order');
    await settled(page);
    const members = await sqlNumber(
      site,
      `SELECT count(*) n FROM member m WHERE m.status = 'ACTIVE' AND NOT EXISTS (
        SELECT FROM sales_order o WHERE o.member_id = m.id AND o.amount_minor > o.returned_minor)`,
    );
    const reach = page.getByRole('table', { name: /can be reached by e-mail/ });
    const figures = await reach.locator('td').allInnerTexts();
    const [inIt = 0, ...rest] = figures.map(whole);
    expect(inIt).toBe(members);
    expect(rest.at(-1)).toBe(inIt - rest.slice(0, -1).reduce((sum, each) => sum + each, 0));
    const sample = page.getByRole('table', { name: /Members of the sample/ });
    expect(await sample.locator('tbody tr').count()).toBe(members);
    expect(await sample.innerText()).toContain('has 0 orders');
    expect(faults).toEqual([]);
  });

  it('that are watched tell who came in and who fell out', async () => {
    const { page } = await site.open('/segments/no-order');
    await settled(page);
    await page.getByText('dora fell out').waitFor();
    const left = await sqlNumber(site, `SELECT count(*) n FROM event WHERE type = 'segment.left'`);
    const inside = await sqlNumber(site, 'SELECT count(*) n FROM segment_member WHERE left_at IS NULL');
    expect(left).toBe(1);
    const sum = page.getByRole('table', { name: /in 30 days/ }).locator('tr.sum td');
    expect((await sum.allInnerTexts()).map(whole)).toEqual([0, left]);
    await page.getByText(`${inside} are inside`).waitFor();
  });

  it('are given out as a file', async () => {
    const { page } = await site.open('/segments/spenders#csv');
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('button', { name: 'Make the file' }).click();
    await drawer.getByText('It is being made.').waitFor();
    const { database, databaseUrl, clock } = site.world;
    await runExports({ database, databaseUrl, clock });
    await drawer.getByRole('link', { name: 'Fetch it' }).waitFor();
    const made = page.waitForEvent('download');
    await drawer.getByRole('link', { name: 'Fetch it' }).click();
    const text = readFileSync(await (await made).path(), 'utf8');
    expect(text).toContain('ben,active');
    expect(text).not.toContain('anna,active');
  });

  it('of five conditions are written by the keyboard alone, counted while they are, and saved', async () => {
    const { page, faults } = await site.open('/segments/new');
    await settled(page);
    await page.getByLabel('Name', { exact: true }).focus();
    await page.keyboard.type('Quiet friends');
    await expect.poll(() => page.getByLabel('Code').inputValue()).toBe('quiet-friends');
    for (const verb of ['orders', 'spent', 'points', 'joined', 'tier']) await addByKeyboard(page, verb);
    const wanted = parse(await fileOn(page).inputValue()) as { who: { all: object[] } };
    expect(wanted.who.all.map((each) => Object.keys(each)[0])).toEqual(['orders', 'spent', 'points', 'joined', 'tier']);
    // The first asks for at least one order; it becomes two.
    await page.getByLabel('Orders: with what').focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('2');
    await expect.poll(() => fileOn(page).inputValue()).toContain('orders: { atLeast: 2 }');
    // The fourth, joined in the last 30 days, is turned round.
    await page.getByRole('button', { name: 'Condition 4: not' }).focus();
    await page.keyboard.press('Space');
    await expect.poll(() => fileOn(page).inputValue()).toContain('not:');
    const count = await sqlNumber(
      site,
      `SELECT count(*) n FROM (SELECT o.member_id FROM sales_order o JOIN member m ON m.id = o.member_id
        JOIN ledger.member_balance b ON b.member_id = m.id
        WHERE o.amount_minor > o.returned_minor AND b.available >= 1 AND m.joined_at < '2026-10-27' AND m.tier = (
          SELECT value ->> 'code' FROM programme p, jsonb_array_elements(p.definition -> 'tiers') LIMIT 1)
        GROUP BY 1 HAVING count(*) >= 2) x`,
    );
    const panel = page.getByRole('region', { name: 'Who is in' });
    await expect.poll(async () => (await panel.innerText()).includes(`${count} of 6 members`)).toBe(true);
    const alone = page.locator('.rule output').first();
    await expect.poll(() => alone.innerText()).toBe('2 alone');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save the segment' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Quiet friends' }).waitFor();
    const stored = (await site.world.get('/segments/quiet-friends')).body as { who: { all: object[] } };
    expect(stored.who.all).toHaveLength(5);
    expect(stored.who.all[0]).toEqual({ orders: { atLeast: 2 } });
    expect(faults).toEqual([]);
  });

  it('are one in the form and in the file, both ways, with errors at their line; each step can be undone', async () => {
    const { page } = await site.open('/segments/spenders/edit');
    await settled(page);
    const file = fileOn(page);
    const first = await file.inputValue();
    await file.fill(first.replace('atLeast: 50', 'atLeast: 40').replace('30 days', '30 days # a little less'));
    await expect.poll(() => page.getByLabel('Spent: with what').inputValue()).toBe('40');
    await page.getByLabel('Spent: with what').fill('45');
    await expect.poll(() => file.inputValue()).toContain('atLeast: 45');
    expect(await file.inputValue()).toContain('# a little less');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await file.inputValue()).toBe(first);
    await page.getByRole('button', { name: 'Redo' }).click();
    expect(await file.inputValue()).toContain('# a little less');
    await file.fill(first.replace('tag: staff', 'tga: staff'));
    await page.getByRole('button', { name: /^Line \d+$/ }).waitFor();
    const line = Number((await page.getByRole('button', { name: /^Line \d+$/ }).innerText()).replace('Line ', ''));
    expect((await file.inputValue()).split('\n')[line - 1]).toContain('tga');
    await file.fill(`${first}\n  : [`);
    await page.getByText('The file can’t be read as it stands').waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('show no figure of other conditions than those on the page', async () => {
    const { page } = await site.open('/segments/spenders/edit');
    await settled(page);
    const panel = page.getByRole('region', { name: 'Who is in' });
    await expect.poll(async () => (await panel.innerText()).includes('of 6 members')).toBe(true);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/v1/segments/preview*', async (route) => {
      await held;
      await route.continue();
    });
    await page.getByLabel('Spent: with what').fill('1');
    await expect.poll(() => panel.innerText()).toContain('counting');
    expect(await panel.innerText()).not.toContain('of 6 members');
    release();
    await expect.poll(async () => (await panel.innerText()).includes('of 6 members'), { timeout: 15_000 }).toBe(true);
  });

  it('that two people change at once are saved by the first; the second chooses', async () => {
    const { page } = await site.open('/segments/friends/edit');
    await settled(page);
    await page.getByLabel('Name', { exact: true }).fill('Mine');
    await putSegment(site.world, 'friends', { name: 'Theirs', who: { segment: 'spenders' } });
    await page.getByRole('button', { name: 'Save the change' }).click();
    await page.getByText('Somebody else saved friends').waitFor();
    expect((await site.world.get('/segments/friends')).body.name).toBe('Theirs');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Go on from theirs' }).click();
    await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('Theirs');
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Mine');
    await page.getByRole('button', { name: 'Save the change' }).click();
    await page.getByRole('heading', { name: 'Mine' }).waitFor();
    expect((await site.world.get('/segments/friends')).body.name).toBe('Mine');
  });

  it('of a new name do not write over those of another', async () => {
    const { page } = await site.open('/segments/new');
    await settled(page);
    await page.getByLabel('Name', { exact: true }).fill('Spenders');
    await addByKeyboard(page, 'orders');
    await page.getByRole('button', { name: 'Save the segment' }).click();
    await page.getByText('There is a segment spenders already').waitFor();
    expect((await site.world.get('/segments/spenders')).body.name).toBe(spenders.name);
  });

  it('that a campaign or another segment uses stay, and say so', async () => {
    const { page } = await site.open('/segments/spenders#delete');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('It is used by').waitFor();
    await dialog.getByRole('button', { name: 'Delete' }).focus();
    await page.keyboard.press('Enter');
    expect((await site.world.get('/segments/spenders')).status).toBe(200);
    await putSegment(site.world, 'to-go', { name: 'To go', who: { orders: 0 } });
    const second = await site.open('/segments/to-go#delete');
    await second.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await second.page.getByRole('heading', { name: 'Segments', exact: true }).waitFor();
    expect((await site.world.get('/segments/to-go')).status).toBe(404);
  });

  it('of every shipped file are shown by the form and stay as they are when something is put in and taken out', async () => {
    const text = readFileSync(join(packageRoot(), 'playbooks', 'segments', 'high-points.yaml'), 'utf8');
    const { page } = await site.open('/segments/new');
    await settled(page);
    await fileOn(page).fill(text);
    await addByKeyboard(page, 'orders');
    const last = page.getByRole('button', { name: /remove$/ }).last();
    await last.click();
    expect(parse(await fileOn(page).inputValue())).toEqual(parse(text));
  });
});

/** Adds a condition of a kind at the end, by keys alone. */
async function addByKeyboard(page: Page, verb: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a condition', exact: true }).last().focus();
  await page.keyboard.press('Enter');
  const kind = page.getByLabel(/^Condition \d+: what it asks$/).last();
  await expect
    .poll(() => kind.evaluate((each) => (each as unknown as { matches(css: string): boolean }).matches(':focus')))
    .toBe(true);
  const place = await kind.evaluate((each) => {
    const { options } = each as unknown as { options: ArrayLike<{ value: string }> };
    return Array.from(options).map(({ value }) => value);
  });
  const title = await kind.evaluate(
    (each, wanted) =>
      Array.from((each as unknown as { options: ArrayLike<{ value: string; text: string }> }).options).find(
        ({ value }) => value === wanted,
      )?.text ?? '',
    verb,
  );
  expect(place).toContain(verb);
  // A list takes the keyboard by the letters of its words.
  await page.keyboard.type(title, { delay: 5 });
  await expect.poll(() => kind.inputValue()).toBe(verb);
}
