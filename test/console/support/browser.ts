import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { packageRoot } from '../../../platform/package-root.ts';

/** Chromium of the distribution, or of CHROMIUM. The shell is the same browser without windows, and takes two thirds of the time. */
const program = [
  process.env.CHROMIUM,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path): path is string => path !== undefined && existsSync(path));
/** Pictures of each page: CI keeps them. */
export const shotsFolder = process.env.CONSOLE_SHOTS ?? join(packageRoot(), '.perennial', 'shots');

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Tests in a real browser; they say so where there is none. */
export function describeInBrowser(name: string, tests: () => void): void {
  describe.skipIf(program === undefined)(
    `${name} (left out without the Debian package chromium-headless-shell)`,
    tests,
  );
}

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: program ?? '', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** What a page told of faults: errors of scripts, refused by the policy, requests that failed. */
export function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  // What is not there is an answer of the API, of a file it is a fault.
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    const isAnswer = pathname.startsWith('/v1/') ? response.status() === 404 : pathname === '/console/session';
    if (response.status() >= 400 && !isAnswer) faults.push(`${response.status()} ${pathname}`);
  });
  return faults;
}

/** What axe finds, of any level: rule, place, and what is wrong. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary}`),
  );
}

/** How far a page can be scrolled sideways, in pixels. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(shotsFolder, { recursive: true });
  await page.screenshot({ path: join(shotsFolder, `${name}.png`), fullPage: true });
}

/** Waits until nothing on the page is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await expect.poll(() => page.locator('[aria-busy="true"]').count(), { timeout: 15_000 }).toBe(0);
}
