import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runUploads } from '../../modules/imports/uploads/run.ts';
import { packageRoot } from '../../platform/package-root.ts';
import type { V1World } from '../support/v1-world.ts';
import { describeInBrowser } from './support/browser.ts';
import { fillShop } from './support/filled-shop.ts';
import { type Console, openConsole } from './support/open-console.ts';

/** What each page tells who hears it: roles, names and states in their order. */
const folder = join(packageRoot(), 'test', 'console', 'names');

const pages = {
  overview: '/',
  members: '/members',
  member: '/members/anna',
  campaigns: '/campaigns',
  segments: '/segments',
  messages: '/messages',
  reviews: '/reviews',
  coupons: '/coupons',
  programme: '/programme',
  imports: '/imports',
  import: '/imports/{import}',
  keys: '/keys',
  webhook: '/webhooks/{endpoint}',
  audit: '/audit',
  health: '/health',
} as const;

async function fill(world: V1World): Promise<void> {
  const made = await world.post('/webhook-endpoints', { url: 'https://shop.example/hooks', types: [] }, { once: 'w' });
  expect(made.status).toBe(201);
  await fillShop(world);
  const raw = 'order_id,customer_id,placed_at,amount,note\nx-1,anna,2026-11-20,12.50,\nx-2,,2026-11-21,3.00,gift\n';
  const headers = { 'Content-Type': 'text/csv' };
  await world.call('POST', '/imports?kind=orders&fileName=till.csv', { raw, headers, once: 'i' });
  const { database, databaseUrl, clock } = world;
  expect(await runUploads({ database, databaseUrl, clock })).toBe(1);
}

describeInBrowser('What a page tells who hears it', () => {
  let site: Console;
  let ids: Readonly<Record<string, string>>;
  beforeAll(async () => {
    site = await openConsole(fill);
    const first = async (path: string) =>
      ((await site.world.get(path)).body as { data: { id: string }[] }).data[0]?.id ?? '';
    ids = { endpoint: await first('/webhook-endpoints'), import: await first('/imports') };
  });
  afterAll(() => site.close());

  it.each(Object.entries(pages))('of %s is as it was', async (name, path) => {
    const { page } = await site.open(path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? ''));
    const heard = steady(await page.locator('#main').ariaSnapshot());
    await page.context().close();
    await expect(`${heard}\n`).toMatchFileSnapshot(join(folder, `${name}.txt`));
  });
});

/** The same on every run: drawn ids and the hours of real time are no part of what is held. */
const steady = (text: string): string =>
  text
    .replaceAll(/\b(key|prn|imp|whe|dlv|ntf|req|aud|adj|txn|lot)_[0-9a-z]+/g, '$1_…')
    .replaceAll(/\b\w{3} \d{1,2} \w{3} \d{4}( \d{2}:\d{2})?/g, '(a day)')
    .replaceAll(/\b\d{1,2} \w{3} \d{4}\b/g, '(a date)')
    // One more with each shop that a process has opened.
    .replaceAll(/api-\d+\b/g, 'api-(a number)')
    .replaceAll(/\b\d{2}:\d{2}\b/g, '(a time)')
    .replaceAll(/\b\d+(\.\d+)? ms\b/g, '(a while)')
    .replaceAll(/\b[A-Z0-9]{10}\b/g, '(a code)');
