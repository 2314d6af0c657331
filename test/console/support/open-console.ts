import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { openV1World, type V1World } from '../../support/v1-world.ts';
import { axeFindings, faultsOf, openBrowser, settled, shoot, sideways } from './browser.ts';
import { fillShop } from './filled-shop.ts';

export interface Look {
  readonly width?: number;
  readonly theme?: 'light' | 'dark';
  readonly language?: 'en' | 'zh-CN';
  /** Another key than the one that may do everything. */
  readonly key?: string;
}

/** A page of the console, with the faults it told of. */
export interface Opened {
  readonly page: Page;
  readonly faults: readonly string[];
}

/** The API with a shop that lives, and a browser. */
export interface Console {
  readonly world: V1World;
  /** Opens an address below /console as somebody who is signed in. */
  open(path: string, look?: Look): Promise<Opened>;
  /** The same for who is not. */
  openAsNobody(path: string, look?: Look): Promise<Opened>;
  /**
   * Holds a page to what holds for every page: axe finds nothing at 1440 and 390 pixels, light and dark, nothing scrolls sideways at
   * 360, it tells of no fault, and pictures are taken in both languages. `name` is that of the pictures.
   */
  holdToRules(path: string, name: string): Promise<void>;
  close(): Promise<void>;
}

const height = 900;

export async function openConsole(fill: (world: V1World) => Promise<void> = fillShop): Promise<Console> {
  const world = await openV1World({}, '2026-11-25T16:20:00Z');
  await fill(world);
  const browser = await openBrowser();
  const contexts: BrowserContext[] = [];

  const openWith = async (cookie: string | undefined, path: string, look: Look): Promise<Opened> => {
    const context = await newContext(browser, look);
    contexts.push(context);
    if (cookie !== undefined) {
      const [name = '', value = ''] = cookie.split('=');
      await context.addCookies([{ name, value, url: world.url, httpOnly: true, sameSite: 'Strict' }]);
    }
    const page = await context.newPage();
    const faults = faultsOf(page);
    await page.goto(`${world.url}/console${path}`);
    await settled(page);
    return { page, faults };
  };
  const open: Console['open'] = async (path, look = {}) =>
    openWith(await signInBy(world.url, look.key ?? world.key), path, look);

  return {
    ...{ world, open },
    openAsNobody: (path, look = {}) => openWith(undefined, path, look),
    holdToRules: async (path, name) => {
      for (const width of [1440, 390]) {
        for (const theme of ['light', 'dark'] as const) {
          const { page, faults } = await open(path, { width, theme });
          await shoot(page, `${name}-${width}-${theme}`);
          expect([`${width} ${theme}`, await axeFindings(page)]).toEqual([`${width} ${theme}`, []]);
          expect(faults).toEqual([]);
          expect(await page.locator('h1').count()).toBe(1);
          await page.context().close();
        }
      }
      for (const language of ['en', 'zh-CN'] as const) {
        const { page } = await open(path, { width: 360, language });
        expect([language, await sideways(page)]).toEqual([language, 0]);
        await page.setViewportSize({ width: 1440, height });
        if (language === 'zh-CN') await shoot(page, `${name}-1440-zh-CN`);
        await page.context().close();
      }
    },
    close: async () => {
      await browser.close();
      await world.close();
    },
  };
}

async function newContext(browser: Browser, { width = 1440, theme = 'light', language = 'en' }: Look) {
  return browser.newContext({
    ...{ viewport: { width, height }, colorScheme: theme, locale: language, reducedMotion: 'reduce' as const },
    timezoneId: 'America/New_York',
  });
}

/** The cookie that a key is exchanged for, as `name=value`. */
export async function signInBy(url: string, key: string): Promise<string> {
  const answer = await fetch(`${url}/console/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Perennial-Console': '1' },
    body: JSON.stringify({ key }),
  });
  expect(answer.status).toBe(201);
  return answer.headers.get('Set-Cookie')?.split(';')[0] ?? '';
}
