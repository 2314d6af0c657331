import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, shoot, shotsFolder } from './support/browser.ts';
import { liveCampaigns } from './support/living-campaigns.ts';
import { type Console, openConsole } from './support/open-console.ts';

/** `npm run console:beside -- <folder>`: drawings of pages, `overview.html`; without a folder there is nothing to do. */
const drawings = process.env.CONSOLE_DRAWINGS;

const pages = {
  overview: '/',
  member: '/members/ada',
  campaigns: '/campaigns',
  campaign: '/campaigns/onboarding-gift',
  message: '/campaigns/onboarding-gift/messages/welcome',
  programme: '/programme',
} as const;

describe.skipIf(drawings === undefined)('Pages beside their drawings', () => {
  let site: Console;
  let browser: Browser;
  beforeAll(async () => {
    site = await openConsole(liveCampaigns);
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  const drawn = Object.entries(pages).filter(([name]) => existsSync(join(resolve(drawings ?? ''), `${name}.html`)));
  it.each(drawn.flatMap(([name, path]) => [1440, 390].map((width) => [name, width, path] as const)))(
    '%s at %i pixels',
    async (name, width, path) => {
      const { page } = await site.open(path, { width });
      await shoot(page, `beside-page-${name}-${width}`);
      await page.context().close();
      const drawing = await browser.newPage({ viewport: { width, height: 900 } });
      await drawing.goto(pathToFileURL(join(resolve(drawings ?? ''), `${name}.html`)).href);
      await shoot(drawing, `beside-drawing-${name}-${width}`);
      await drawing.setViewportSize({ width: width * 2 + 24, height: 900 });
      await drawing.setContent(
        `<style>body{display:flex;gap:24px;margin:0;align-items:flex-start;background:#888}img{width:${width}px}</style>` +
          ['drawing', 'page'].map((side) => `<img src="${pictureOf(`beside-${side}-${name}-${width}`)}">`).join(''),
      );
      await shoot(drawing, `beside-${name}-${width}`);
      await drawing.close();
      expect(existsSync(join(shotsFolder, `beside-${name}-${width}.png`))).toBe(true);
    },
  );
});

const pictureOf = (name: string): string =>
  `data:image/png;base64,${readFileSync(join(shotsFolder, `${name}.png`)).toString('base64')}`;
