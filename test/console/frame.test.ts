import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../platform/package-root.ts';
import { axeFindings, describeInBrowser, settled, shoot } from './support/browser.ts';
import { type Console, openConsole } from './support/open-console.ts';
import { openV1World, type V1World } from '../support/v1-world.ts';

const built = join(packageRoot(), 'dist', 'console');

describe('/console', () => {
  let world: V1World;
  beforeAll(async () => {
    world = await openV1World();
  });
  afterAll(() => world.close());
  const get = (path: string, init?: RequestInit) => fetch(`${world.url}${path}`, { redirect: 'manual', ...init });

  it('answers every address with its page, by a policy that lets nothing in', async () => {
    for (const path of ['/console', '/console/', '/console/members/anna', '/console/no/such/page']) {
      const answer = await get(path);
      expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(answer.headers.get('Cache-Control')).toBe('no-cache');
      const policy = answer.headers.get('Content-Security-Policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      const text = await answer.text();
      expect(text).not.toMatch(/<script(?![^>]*src=)|<style|style=|https?:\/\//);
    }
  });

  it('keeps files that are named by what is in them for a year, and says when one is gone', async () => {
    const [script = ''] = readdirSync(join(built, 'assets')).filter((name) => name.endsWith('.js'));
    const answer = await get(`/console/assets/${script}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
    for (const path of ['/console/assets/gone.js', '/console/gone.css', '/console/assets/..%2f..%2fpackage.json']) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
    expect((await get('/console/members', { method: 'POST' })).status).toBe(404);
  });

  it('loads less than 250 kB of JavaScript first, packed', () => {
    const page = readFileSync(join(built, 'index.html'), 'utf8');
    const first = [...page.matchAll(/(?:src|href)="\/console\/(assets\/[^"]+\.js)"/g)].map(([, path = '']) => path);
    expect(first.length).toBeGreaterThan(0);
    const bytes = first.map((path) => gzipSync(readFileSync(join(built, path))).length);
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(250_000);
  });

  it('names a colour, a size or a duration in tokens.css alone', () => {
    const folder = join(packageRoot(), 'console', 'style');
    const odd = readdirSync(folder).flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .filter(
          (line) => !line.includes('@media') && /#[0-9a-f]{3,8}\b|\brgba?\(|\bhsl|\d(px|ms)\b|\d\.?\d*s[ ;]/.test(line),
        )
        .map((line) => `${name}: ${line.trim()}`),
    );
    expect(odd).toEqual([]);
  });
});

describeInBrowser('The frame of the console', () => {
  let site: Console;
  beforeAll(async () => {
    site = await openConsole();
  });
  afterAll(() => site.close());

  it('asks who is not signed in for a key, and shows what was asked for once it has one', async () => {
    const { page, faults } = await site.openAsNobody('/no/such/page');
    expect(await page.title()).toBe('Sign in · Perennial');
    expect(await axeFindings(page)).toEqual([]);
    await shoot(page, 'sign-in-1440-light');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Paste a key.').waitFor();
    await page.getByLabel('Key').fill('prn_wrong');
    await page.keyboard.press('Enter');
    await page.getByText('This is no key, or it was revoked or has ended.').waitFor();
    expect(await page.getByLabel('Key').getAttribute('aria-invalid')).toBe('true');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByLabel('Key').fill(site.world.key);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    expect(page.url()).toMatch(/\/console\/no\/such\/page$/);
    expect(faults).toEqual([]);
    await page.reload();
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  });

  it('signs out for good', async () => {
    const { page } = await site.open('/');
    await page.getByRole('button', { name: 'Sign out' }).first().click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('has a way past the navigation, one heading, named landmarks and a clock with its zone', async () => {
    const { page } = await site.open('/');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    expect(await page.locator('h1').count()).toBe(1);
    expect(
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link').first().getAttribute('aria-current'),
    ).toBe('page');
    await page.getByRole('search').waitFor();
    expect(await page.locator('.clock').innerText()).toBe('Wed 25 Nov 2026 16:20 London');
  });

  it('keeps the language and the theme that a person chose', async () => {
    const { page } = await site.open('/', { theme: 'light' });
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    await page.getByText('Language and theme').first().click();
    await page.getByLabel('Theme').first().selectOption('dark');
    await expect.poll(background).not.toBe(light);
    const dark = await background();
    await page.getByLabel('Language').first().selectOption('zh-CN');
    await page.getByRole('navigation', { name: '主导航' }).waitFor();
    await page.reload();
    await settled(page);
    expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
    expect(await page.getByRole('navigation', { name: '主导航' }).getByRole('link').first().innerText()).toBe('概览');
    expect(await background()).toBe(dark);
    expect(await page.locator('.clock').innerText()).toBe('2026年11月25日（周三） 16:20 London');
  });

  it('folds the navigation into a menu below 900 pixels', async () => {
    const { page } = await site.open('/', { width: 390 });
    expect(await page.getByRole('navigation', { name: 'Main', exact: true }).count()).toBe(0);
    await page.getByLabel('Menu').click();
    await page
      .getByRole('navigation', { name: 'Main, small screen' })
      .getByRole('link', { name: 'Overview' })
      .waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('navigation', { name: 'Main, small screen' }).count()).toBe(0);
  });

  it('holds to the rules of every page', async () => {
    await site.holdToRules('/no/such/page', 'not-found');
  });
});
