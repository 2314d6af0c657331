import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindings, describeInBrowser } from './support/browser.ts';
import { type Console, openConsole } from './support/open-console.ts';

describeInBrowser('Keys', () => {
  let site: Console;
  beforeAll(async () => {
    site = await openConsole();
    const made = (name: string, more: object = {}) =>
      site.world.post('/keys', { name, scopes: ['read', 'write'], ...more }, { once: `key-${name}` });
    await made('checkout', { limits: { read: 1_000, events: 90_000 } });
    await made('till', { expiresAt: '2030-01-31T12:00:00Z' });
  });
  afterAll(() => site.close());

  const idOf = async (name: string) => {
    const { data } = (await site.world.get('/keys')).body as { data: { id: string; name: string }[] };
    return data.find((key) => key.name === name)?.id ?? '';
  };
  const call = (key: string) => site.world.get('/members?limit=1', { key });

  it('are listed as SQL has them, with what they may do, their limits, and who made them', async () => {
    const { page, faults } = await site.open('/keys');
    const { world } = site;
    const stored = await world.database.apiKey.count({ where: { programmeId: world.programmeId } });
    const table = page.getByRole('table', { name: 'Keys with what they may do' });
    expect(await table.locator('tbody tr').count()).toBe(stored);
    const row = table.locator('tbody tr', { hasText: 'checkout' });
    const text = await row.innerText();
    for (const part of ['read', 'write', '1,000 reads a minute', '90,000 events a minute', 'never', 'in force'])
      expect(text).toContain(part);
    expect(text).toMatch(/by key_/);
    expect(await table.locator('tbody tr', { hasText: 'till' }).innerText()).toContain('until Thu 31 Jan 2030');
    expect(faults).toEqual([]);
  });

  it('are made by the keyboard alone; the secret is shown once, copied, and works', async () => {
    const { page, faults } = await site.open('/keys');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('link', { name: 'Create a key' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Create a key' }).focus();
    await page.keyboard.press('Enter');
    await dialog.getByText('Write whose it is.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByLabel('Whose it is').focus();
    await page.keyboard.type('reports');
    await dialog.getByRole('button', { name: 'Create the key “reports”' }).focus();
    await page.keyboard.press('Enter');
    const field = dialog.getByLabel('Secret of the key');
    const secret = await field.inputValue();
    expect(secret).toMatch(/^prn_/);
    await dialog.getByRole('button', { name: 'Copy' }).focus();
    await page.keyboard.press('Enter');
    await dialog.getByText('It is copied.').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(secret);
    expect(await axeFindings(page)).toEqual([]);
    expect((await call(secret)).status).toBe(200);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Create a key' }).click();
    expect(await dialog.getByLabel('Secret of the key').count()).toBe(0);
    expect(await dialog.getByLabel('Whose it is').inputValue()).toBe('');
    expect(await page.content()).not.toContain(secret);
    expect(faults).toEqual([]);
  });

  it('get a new secret beside the one of before, and say until when that is taken', async () => {
    const id = await idOf('till');
    const { page } = await site.open(`/keys#rotate-${id}`);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('It was never used.').waitFor();
    await dialog.getByLabel('The secret of before is taken').selectOption('for 1 hour more');
    await dialog.getByText('The secret of before ends on').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Rotate the key' }).click();
    const secret = await dialog.getByLabel('Secret of the key').inputValue();
    expect((await call(secret)).status).toBe(200);
    const row = await site.world.database.apiKey.findFirstOrThrow({ where: { name: 'till' } });
    expect(row.previousUntil?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
  });

  it('of one’s own can be rotated only so that the new secret can still be read', async () => {
    const key = await site.world.newKey();
    const id = `key_${key.split('_')[1]}`;
    const { page } = await site.open(`/keys#rotate-${id}`, { key });
    const dialog = page.getByRole('dialog');
    await dialog.getByText('It is the key you are signed in with.').waitFor();
    const options = await dialog.getByLabel('The secret of before is taken').locator('option').allInnerTexts();
    expect(options).not.toContain('not any more');
  });

  it('are revoked with what follows said first, and open nothing any more', async () => {
    const made = await site.world.post('/keys', { name: 'lost', scopes: ['read'] }, { once: 'lost' });
    const { page } = await site.open('/keys');
    await page.getByRole('link', { name: 'Revoke lost' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Every call with it is refused within a second.').waitFor();
    await dialog.getByText('It was never used.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Revoke the key “lost”' }).click();
    await page.getByText('The key “lost” is revoked.').waitFor();
    await expect.poll(async () => (await call(made.body.secret)).status).toBe(401);
    await page.locator('tbody tr', { hasText: 'lost' }).getByText('revoked').waitFor();
    expect(await page.getByRole('link', { name: 'Revoke lost' }).count()).toBe(0);
  });

  it('are not shown to a key that may not see them, and what it may not do says why', async () => {
    const { page } = await site.open('/keys', { key: await site.world.newKey({ scopes: ['read', 'write'] }) });
    await page.getByText('Keys are not shown.').waitFor();
    await page.getByRole('link', { name: 'Create a key' }).click();
    const dialog = page.getByRole('dialog');
    const before = await site.world.database.apiKey.count();
    await dialog.getByLabel('Whose it is').fill('mine');
    await dialog.getByLabel('Whose it is').press('Enter');
    await dialog.getByRole('button', { name: 'Create the key “mine”' }).click({ force: true });
    await dialog.getByText('The key you are signed in with lacks the scope admin.').waitFor();
    expect(await site.world.database.apiKey.count()).toBe(before);
  });

  it('say what could not be read, and show a key made elsewhere within six seconds', async () => {
    const { page } = await site.open('/keys');
    await site.world.post('/keys', { name: 'elsewhere', scopes: ['read'] }, { once: 'elsewhere' });
    await page.getByText('elsewhere').first().waitFor({ timeout: 6_000 });
    await page.route('**/v1/keys?*', (route) => route.abort());
    await page.reload();
    await page.getByRole('button', { name: 'Try again' }).waitFor({ timeout: 15_000 });
    expect(await axeFindings(page)).toEqual([]);
  });

  it('hold to the rules of every page', async () => {
    await site.holdToRules('/keys', 'keys');
  });
});
