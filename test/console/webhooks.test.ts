import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWebhookDispatch } from '../../modules/webhooks/dispatch.ts';
import { publishNotifications } from '../../modules/webhooks/publish.ts';
import type { V1World } from '../support/v1-world.ts';
import { type Receiver, startReceiver } from '../support/webhook-receiver.ts';
import { axeFindings, describeInBrowser } from './support/browser.ts';
import { sqlNumber } from './support/figures.ts';
import { fillShop } from './support/filled-shop.ts';
import { type Console, openConsole } from './support/open-console.ts';

const times = { timeoutMs: 2_000, leaseMs: 5_000, lookMs: 10, lingerMs: 50, pageMs: 3_000 };
/** Tries of a delivery before it is given up. */
const triesMax = 10;

/** A server of the shop's that takes everything but corrections, and has been told of a small shop. */
async function fillWithDeliveries(world: V1World, receiver: Receiver): Promise<void> {
  const { database } = world;
  const made = await world.post(
    '/webhook-endpoints',
    { url: receiver.url, types: [], name: 'Warehouse' },
    { once: 'w' },
  );
  expect(made.status).toBe(201);
  await fillShop(world);
  await publishNotifications(database);
  const dispatch = createWebhookDispatch({ database, reach: { allowsThisMachine: true }, times });
  for (let tries = 0; tries < triesMax; tries += 1) {
    await dispatch();
    await database.$executeRaw`UPDATE webhook_delivery SET next_at = clock_timestamp() WHERE status = 'waiting'`;
  }
  await world.post('/adjustments', { memberId: 'ben', points: 5, reason: 'Counted again' }, { once: 'waits' });
  await publishNotifications(database);
  await dispatch();
  // Far from its next try, it still waits when the page is looked at.
  await database.$executeRaw`UPDATE webhook_delivery SET next_at = now() + interval '2 hours' WHERE status = 'waiting'`;
}

describeInBrowser('Webhooks', () => {
  let site: Console;
  let receiver: Receiver;
  let isMended = false;
  let id: string;
  beforeAll(async () => {
    receiver = await startReceiver(({ body }) => ({
      status: !isMended && body.includes('"points.adjusted"') ? 503 : 204,
    }));
    site = await openConsole((world) => fillWithDeliveries(world, receiver));
    id = (await site.world.get('/webhook-endpoints')).body.data[0].id;
  });
  afterAll(async () => {
    await site.close();
    await receiver.stop();
  });
  const counted = (status: string) => site.world.database.webhookDelivery.count({ where: { status } });
  const send = () =>
    createWebhookDispatch({ database: site.world.database, reach: { allowsThisMachine: true }, times })();

  it('hold to the rules of every page', async () => {
    await site.holdToRules(`/webhooks/${id}`, 'webhook');
    const { page } = await site.open('/webhooks/whe_00000000');
    await page.getByRole('heading', { name: 'There is no such endpoint' }).waitFor();
  });

  it('are listed with what was given up and what waits, each leading to those deliveries', async () => {
    const { page, faults } = await site.open('/keys#webhooks');
    const row = page.locator('tbody tr', { hasText: 'Warehouse' });
    expect([await counted('dead'), await counted('waiting')]).toEqual([1, 1]);
    await row.getByRole('link', { name: '1 waits' }).waitFor();
    await row.getByRole('link', { name: '1 given up' }).click();
    const deliveries = page.getByRole('table', { name: 'Deliveries with their answers' });
    await deliveries.getByText('answered 503').locator('visible=true').first().waitFor();
    expect(await deliveries.locator('tbody tr').count()).toBe(1);
    expect(await deliveries.innerText()).toContain('given up');
    expect(page.url()).toMatch(/\?status=dead$/);
    await page.getByRole('link', { name: 'all', exact: true }).click();
    const shown = async () => (await deliveries.locator('tbody tr').count()) > 1;
    await expect.poll(shown).toBe(true);
    expect(await deliveries.locator('tbody tr').count()).toBe(await site.world.database.webhookDelivery.count());
    expect(faults).toEqual([]);
  });

  it('show a delivery with what was sent and when it is tried next, and try one that was given up anew', async () => {
    const { page } = await site.open(`/webhooks/${id}?status=dead`);
    await page.getByRole('link', { name: 'points.adjusted' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('"type": "points.adjusted"').waitFor();
    await dialog.getByText('It begins anew, with its tries from the first.').waitFor();
    expect(page.url()).toMatch(/\?status=dead#dlv_/);
    expect(await axeFindings(page)).toEqual([]);
    isMended = true;
    await dialog.getByRole('button', { name: 'Try it now' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('It is on its way.').waitFor();
    await send();
    expect(await counted('dead')).toBe(0);
    await page.getByText('No delivery stands so.').waitFor({ timeout: 7_000 });
  });

  it('send one that has arrived once more, and a span with its count said first', async () => {
    const before = receiver.received.length;
    const { page } = await site.open(`/webhooks/${id}?status=delivered`);
    await page.getByRole('link', { name: 'points.earned' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Send it once more' }).click();
    await page.getByText('It is on its way.').waitFor();
    await page.getByRole('link', { name: 'Send a span once more' }).click();
    await dialog.getByLabel('From', { exact: true }).fill('2026-10-01T00:00');
    await dialog.getByLabel('Until before').fill('2026-11-06T00:00');
    const n = await sqlNumber(
      site,
      "SELECT count(*) AS n FROM notification WHERE at >= '2026-09-30T23:00Z' AND at < '2026-11-06T00:00Z'",
    );
    const button = dialog.getByRole('button', { name: `Send ${n} notifications` });
    await button.waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await button.click();
    await page.getByText(`${n} notifications are on their way once more.`).waitFor();
    await send();
    expect(receiver.received.length).toBeGreaterThanOrEqual(before + n);
  });

  it('are added with a secret that is shown once, and changed to fewer types', async () => {
    const { page } = await site.open('/keys#new-endpoint');
    const dialog = page.getByRole('dialog');
    const add = dialog.getByRole('button', { name: 'Add an endpoint' });
    await add.click();
    await dialog.getByText('Write a whole URL').waitFor();
    await dialog.getByLabel('URL', { exact: true }).fill('https://10.0.0.1/hooks');
    await add.click();
    await dialog.getByText('This was not done.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByLabel('URL', { exact: true }).fill('https://shop.example/hooks');
    await add.click();
    expect(await dialog.getByLabel('Secret of the endpoint').inputValue()).toMatch(/^whsec_/);
    await dialog.getByRole('link', { name: 'what it is sent' }).click();
    await page.getByRole('heading', { name: 'shop.example' }).waitFor();
    await page.getByRole('link', { name: 'Change it' }).click();
    await dialog.getByText('Only some types').click();
    await dialog.getByLabel('tier.changed').check();
    await dialog.getByRole('button', { name: 'Change the endpoint' }).click();
    await page.getByText('The endpoint is changed.').waitFor();
    const row = await site.world.database.webhookEndpoint.findFirstOrThrow({
      where: { url: { contains: 'shop.example' } },
    });
    expect(row.types).toEqual(['tier.changed']);
  });

  it('are paused, resumed, given a new secret, and removed, with what follows said first', async () => {
    const made = await site.world.post(
      '/webhook-endpoints',
      { url: 'https://old.example/h', types: [] },
      { once: 'old' },
    );
    const { page } = await site.open(`/webhooks/${made.body.id}`);
    const dialog = page.getByRole('dialog');
    await page.getByRole('link', { name: 'Pause' }).click();
    await dialog.getByText('It gets nothing that happens from now on.').waitFor();
    await dialog.getByRole('button', { name: 'Pause the endpoint' }).click();
    await page.getByText('The endpoint is paused.').waitFor();
    await page.getByText('disabled by hand').first().waitFor();
    await page.getByRole('link', { name: 'Resume' }).click();
    await dialog.getByRole('button', { name: 'Resume the endpoint' }).click();
    await page.getByText('The endpoint is on again.').waitFor();
    await page.getByRole('link', { name: 'New secret' }).click();
    await dialog.getByText('Both secrets sign until').waitFor();
    await dialog.getByRole('button', { name: 'Change the secret' }).click();
    expect(await dialog.getByLabel('Secret of the endpoint').inputValue()).not.toBe(made.body.secret);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('link', { name: 'Remove it' }).click();
    await dialog.getByRole('button', { name: 'Remove the endpoint' }).click();
    await page.getByRole('heading', { name: 'Keys and webhooks' }).waitFor();
    expect((await site.world.get(`/webhook-endpoints/${made.body.id}`)).status).toBe(404);
  });
});
