import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { memberPageRoutes, memberPageSettings } from '../../api/my-page.ts';
import { en } from '../../console/my/text/en.ts';
import { zhCN } from '../../console/my/text/zh-CN.ts';
import { piecesOf, type Piece, type Words } from '../../console/text/read.ts';
import { packageRoot } from '../../platform/package-root.ts';
import { fillInbox } from '../support/inbox.ts';
import { openV1World, type V1World } from '../support/v1-world.ts';
import { axeFindings, describeInBrowser, openBrowser, shoot, sideways } from './support/browser.ts';
import { templatesOf } from './support/living-campaigns.ts';

const built = join(packageRoot(), 'dist', 'console');

describe('What the page of a member is made of', () => {
  const placesOf = (words: Words) => {
    const names = (pieces: readonly Piece[]): string[] =>
      pieces.flatMap((piece) => (piece.kind === 'place' ? [piece.name] : []));
    const forms = typeof words === 'string' ? [words] : Object.values(words);
    return [...new Set(forms.flatMap((form) => names(piecesOf(form))))].filter((name) => name !== 'n').sort();
  };

  it('are the same sentences in both languages, with the same places', () => {
    expect(Object.keys(zhCN).sort()).toEqual(Object.keys(en).sort());
    const chinese = zhCN as Readonly<Record<string, Words>>;
    const odd = Object.entries(en).filter(
      ([key, words]) => placesOf(words).join() !== placesOf(chinese[key] ?? '').join(),
    );
    expect(odd.map(([key]) => key)).toEqual([]);
  });

  it('uses every sentence', () => {
    const folder = join(packageRoot(), 'console', 'my');
    const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('text/'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
    const byRule = (key: string) => /^earn\.(dayOfMonth|weekend|birthdayMonth)$/.test(key);
    expect(Object.keys(en).filter((key) => !byRule(key) && !code.includes(`'${key}'`))).toEqual([]);
  });

  it('names a colour, a size or a duration in tokens.css alone', () => {
    const text = readFileSync(join(packageRoot(), 'console', 'my', 'style', 'index.css'), 'utf8');
    expect(text.split('\n').filter((line) => /#[0-9a-f]{3,8};|\brgba?\(|\bhsl|\d(px|ms)\b/.test(line))).toEqual([]);
  });

  it.skipIf(!existsSync(join(built, 'my.html')))('loads less than 110 kB of JavaScript, packed', () => {
    const page = readFileSync(join(built, 'my.html'), 'utf8');
    const paths = [...page.matchAll(/(?:src|href)="\/console\/(assets\/[^"]+\.js)"/g)].map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(0);
    const bytes = paths.map((path) => gzipSync(readFileSync(join(built, path))).length);
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(110_000);
  });

  it('may be shown by the sites of the setting alone, and takes a style sheet of the shop', async () => {
    const settings = memberPageSettings({
      MEMBER_PAGE_FRAMES: 'https://shop.example https://www.shop.example',
      MEMBER_PAGE_STYLE: join(packageRoot(), 'console', 'tokens.css'),
    });
    const app = memberPageRoutes(settings);
    const page = await app.request('/');
    expect(page.headers.get('Content-Security-Policy')).toMatch(
      /frame-ancestors https:\/\/shop\.example https:\/\/www\.shop\.example$/,
    );
    expect(await page.text()).toContain('<link rel="stylesheet" href="/my/style.css" /></head>');
    expect(await (await app.request('/style.css')).text()).toContain('--accent');
    expect(() => memberPageSettings({ MEMBER_PAGE_STYLE: '/no/such.css' })).toThrow(/can't be read/);
  });
});

describeInBrowser('The page of a member', () => {
  let world: V1World;
  let browser: Browser;
  const open: Page[] = [];
  beforeAll(async () => {
    world = await openV1World({ messageChannels: ['email', 'inbox'] }, '2026-11-25T16:20:00Z');
    browser = await openBrowser();
    await fill(world);
  }, 60_000);
  afterEach(async () => {
    await Promise.all(open.splice(0).map((page) => page.context().close()));
  });
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  interface Look {
    readonly width?: number;
    readonly theme?: 'light' | 'dark';
    readonly language?: 'en' | 'zh-CN';
    readonly may?: object;
  }

  const tokenOf = async (memberId: string, may: object = { checkIn: true, edit: true }) =>
    (await world.post('/member-tokens', { memberId, ...may })).body.token as string;

  async function show(hash: string, { width = 390, theme = 'light', language = 'en' }: Look = {}) {
    const context = await browser.newContext({
      ...{ viewport: { width, height: 900 }, colorScheme: theme, locale: language, reducedMotion: 'reduce' },
    });
    const page = await context.newPage();
    open.push(page);
    const faults: string[] = [];
    const asked: { url: string; referer: string | undefined }[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('request', (request) => asked.push({ url: request.url(), referer: request.headers().referer }));
    await page.goto(`${world.url}/my${hash}`);
    await page.locator('h1').waitFor();
    await expect.poll(() => page.locator('[aria-busy="true"]').count(), { timeout: 10_000 }).toBe(0);
    return { page, faults, asked };
  }
  const openAs = async (memberId: string, look: Look = {}) => show(`#${await tokenOf(memberId, look.may)}`, look);

  it('shows the balance by the day on which it ends, and the sum closes', async () => {
    const { page, faults } = await openAs('anna');
    const [{ available = 0 } = {}] = await world.database.$queryRaw<{ available: number }[]>`
      SELECT sum(l.remaining)::int AS available FROM ledger.lot l JOIN member m ON m.id = l.member_id WHERE m.external_id = 'anna'`;
    const numbers = (texts: string[]) => texts.map((text) => Number(text.replaceAll(',', '')));
    const rows = numbers(await page.locator('.sums tbody td').allTextContents());
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.reduce((sum, each) => sum + each, 0)).toBe(available);
    expect(numbers(await page.locator('.sums tfoot td').allTextContents())).toEqual([available]);
    expect(numbers(await page.locator('#points ~ .figure b').allTextContents())).toEqual([available]);
    expect(faults).toEqual([]);
  });

  it('lets nobody else see the token: not in an address, a Referer or the history, and keeps it for the tab', async () => {
    const token = await tokenOf('anna');
    const { page, asked } = await show(`#${token}`);
    expect(page.url()).toBe(`${world.url}/my`);
    expect(asked.filter(({ url, referer }) => `${url} ${referer ?? ''}`.includes(token.slice(4, 40)))).toEqual([]);
    expect(await page.context().cookies()).toEqual([]);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Hello, Anna Berg' }).waitFor();
  });

  it('says that a link has ended, whatever it was', async () => {
    for (const hash of ['', '#mtk_wrong.token']) {
      const { page } = await show(hash);
      await page.getByRole('heading', { level: 1, name: 'This link has ended' }).waitFor();
      expect(await axeFindings(page)).toEqual([]);
    }
    const { page } = await openAs('anna');
    await page.route('**/v1/me**', (route) =>
      route.fulfill({ status: 401, contentType: 'application/json', body: '{}' }),
    );
    await page.getByRole('combobox').selectOption('zh-CN');
    await page.getByRole('heading', { level: 1, name: '此链接已失效' }).waitFor();
  });

  it('says so when the shop does not answer, and tries again', async () => {
    const { page } = await openAs('anna');
    await page.route('**/v1/me/coupons**', (route) => route.abort());
    await page.reload();
    await page.getByText('The shop did not answer. Nothing was changed.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.unroute('**/v1/me/coupons**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('There is no coupon for you now.').waitFor();
  });

  it('checks in by the keyboard, and says what it brought', async () => {
    const { page } = await openAs('anna');
    await page.getByRole('button', { name: 'Check in today' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('You have checked in today.').waitFor();
    await page.getByText(/That brought \d+ points\./).waitFor();
    expect(await page.getByRole('button', { name: 'Check in today' }).count()).toBe(0);
  });

  it('stores details with consent, and what was never answered stays unanswered', async () => {
    const { page } = await openAs('ivo');
    await page.getByLabel('Name').fill('Ivo Maric');
    await page.getByLabel('Put offers into my inbox on this page').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Hello, Ivo Maric' }).waitFor();
    const said = await world.database.consent.findMany({
      where: { channel: { in: ['email', 'inbox'] }, source: 'event' },
    });
    const { id } = await world.database.member.findFirstOrThrow({ where: { externalId: 'ivo' } });
    expect(said.filter(({ memberId }) => memberId === id)).toMatchObject([{ channel: 'inbox', granted: true }]);
  });

  it('reads the inbox: what is opened is read, what is new is counted', async () => {
    const { page } = await openAs('anna');
    await page.getByText('2 new messages').waitFor();
    const letter = page.locator('details', { hasText: 'The second' });
    await letter.getByText('The second').click();
    await letter.getByText('A line.').waitFor();
    expect(await letter.getByRole('link').getAttribute('href')).toBe('https://shop.example/a?b=1');
    await page.getByText('1 new message', { exact: true }).waitFor();
    const count = await world.database.inboxMessage.count({ where: { readAt: { not: null } } });
    expect(count).toBe(1);
  });

  it('lets a token that may look alone change nothing', async () => {
    const { page } = await openAs('ben', { may: {} });
    await page.getByText('Change your details in the shop.').waitFor();
    expect(await page.getByRole('button', { name: /Save|Check in/ }).count()).toBe(0);
  });

  it('holds to the rules in both languages, light and dark, on a phone and a desktop', async () => {
    // A page for all of it: a member has 60 calls a minute.
    const { page, faults } = await openAs('anna', { width: 1440 });
    for (const [width, theme, language] of [
      [1440, 'light', 'en'],
      [390, 'dark', 'en'],
      [360, 'light', 'en'],
      [360, 'dark', 'zh-CN'],
      [390, 'light', 'zh-CN'],
      [1440, 'dark', 'zh-CN'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: theme });
      await page.getByRole('combobox').selectOption(language);
      await page.locator(`html[lang="${language}"]`).waitFor();
      await expect.poll(() => page.locator('[aria-busy="true"]').count(), { timeout: 10_000 }).toBe(0);
      const look = `${width} ${theme} ${language}`;
      expect([look, await axeFindings(page), await sideways(page)]).toEqual([look, [], 0]);
      expect(await page.locator('h1').count()).toBe(1);
      await shoot(page, `my-${width}-${theme}-${language}`);
    }
    expect(faults).toEqual([]);
  });
});

/** Members with points of several days, a streak, and two messages in an inbox. */
async function fill(world: V1World): Promise<void> {
  const end = world.clock.now().toISOString();
  world.clock.at('2026-10-01T08:00:00Z');
  for (const [id, name] of [
    ['anna', 'Anna Berg'],
    ['ben', 'Ben Ode'],
    ['ivo', null],
  ] as const) {
    expect((await world.post('/members', { id, ...(name === null ? {} : { name }) })).status).toBe(201);
  }
  const campaign = readFileSync(join(packageRoot(), 'playbooks/check-in-streak/campaign.yaml'), 'utf8');
  const raw = `${campaign.replace(/^messages:.*$/m, '')}\n${templatesOf('check-in-streak')}`;
  const headers = { 'Content-Type': 'application/yaml' };
  expect((await world.call('PUT', '/campaigns/check-in-streak', { raw, headers })).status).toBe(200);
  expect((await world.post('/campaigns/check-in-streak/launch')).status).toBe(200);
  for (const [day, amountMinor] of [
    ['2026-10-20', 4_200],
    ['2026-11-02', 12_500],
    ['2026-11-20', 8_000],
  ] as const) {
    world.clock.at(`${day}T18:00:00Z`);
    const data = { orderId: `anna-${day}`, amountMinor, currency: 'GBP' };
    const event = { id: `order-${day}`, type: 'order.placed', memberId: 'anna', occurredAt: `${day}T18:00:00Z`, data };
    expect((await world.post('/events', event)).status).toBeLessThan(300);
  }
  world.clock.at('2026-11-24T10:00:00Z');
  const checkIn = { id: 'c1', type: 'checkin.done', memberId: 'anna', occurredAt: '2026-11-24T10:00:00Z', data: {} };
  expect((await world.post('/events', checkIn)).status).toBeLessThan(300);
  world.clock.at(end);
  const at = new Date('2026-11-24T10:00:00Z');
  const text = 'A line.\n\nTo the shop: https://shop.example/a?b=1.';
  const messages = ['The first', 'The second'].map((subject) => ({ subject, text, at }));
  await fillInbox(world.database, world.programmeId, 'anna', messages);
}
