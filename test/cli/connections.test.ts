import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../support/database.ts';
import { runCli, runJson } from '../support/run-cli.ts';
import { openShop } from '../support/shop.ts';
import { fixture } from '../connect/shop-calls.ts';

const { url, database } = await freshDatabase();
await openShop(database);

interface Shown {
  readonly id: string;
  readonly path: string;
  readonly settings: object;
  readonly problems: readonly object[];
}
const secret = 'shpss_0123456789abcdef';
const create = (...more: string[]) =>
  runJson<Shown>(url, ['connection', 'create', '--kind', 'shopify', '--secret', secret, ...more]);

describe('perennial connection', () => {
  it('connects a shop, shows where its webhooks go and never its secret', async () => {
    const { id, path, settings } = await create('--set', 'guests=by_email', 'excludedProducts=MUG-1,GIFT');
    expect(path).toBe(`/v1/connect/shopify/${id}`);
    expect(settings).toMatchObject({ guests: 'by_email', amountOf: 'goods', excludedProducts: ['MUG-1', 'GIFT'] });
    const shown = await runCli(url, ['connection', 'show', id]);
    expect(shown.stdout).toContain(path);
    for (const words of [
      ['connection', 'show', id, '--json'],
      ['connection', 'list'],
      ['connection', 'list', '--json'],
    ]) {
      const { stdout } = await runCli(url, words);
      expect(stdout).toContain(id);
      expect(stdout).not.toContain(secret);
    }
    expect(JSON.stringify(await database.connectionSecret.findMany())).not.toContain(secret);
    const audit = await database.auditEvent.findMany({ where: { target: id } });
    expect(audit).toMatchObject([{ action: 'connection.create' }]);
    expect(JSON.stringify(audit[0]?.after)).not.toContain(secret);
  });

  it('sends what the shop would: one body, or its list of orders, taken once', async () => {
    const { id } = await create();
    const folder = await mkdtemp(join(tmpdir(), 'perennial-'));
    const path = join(folder, 'orders.json');
    const orders = [1, 2].map((number) => fixture('shopify/order-paid', { id: number }));
    await writeFile(path, JSON.stringify({ orders }));
    const sent = await runCli(url, ['connection', 'send', id, path]);
    expect(sent).toMatchObject({ code: 0 });
    expect(sent.stdout).toContain('order.placed shopify:order:1: accepted, 40 points');
    expect(sent.stdout).toContain('order.placed shopify:order:2: accepted, 40 points');
    await writeFile(path, JSON.stringify(orders[0]));
    expect((await runCli(url, ['connection', 'send', id, path, '--topic', 'orders/paid'])).stdout).toBe(
      '1. orders/paid: ignored, it was taken before, and nothing of it has changed\n',
    );
  });

  it('changes settings and the secret, and ends a connection', async () => {
    const { id } = await create('--name', 'the shop');
    const changed = await runJson<Shown>(url, ['connection', 'update', id, '--set', 'taxes=excluded', '--name', '']);
    expect(changed).toMatchObject({ name: null, settings: { taxes: 'excluded', guests: 'ignore' } });
    const before = await database.connectionSecret.findUnique({ where: { connectionId: id } });
    await runJson(url, ['connection', 'update', id, '--secret', 'shpss_another_secret']);
    expect(await database.connectionSecret.findUnique({ where: { connectionId: id } })).not.toEqual(before);
    expect(await runCli(url, ['connection', 'delete', id])).toMatchObject({ code: 2 });
    expect(await runCli(url, ['connection', 'delete', id, '--yes'])).toMatchObject({ code: 0 });
    expect(await runCli(url, ['connection', 'show', id])).toMatchObject({ code: 3 });
  });

  it.each([
    [['--set', 'guests=maybe'], '--set guests'],
    [['--set', 'guest=ignore'], '--set guest'],
    [['--set', 'guests'], '"guests" is not name=value'],
    [['--secret', 'short'], 'The secret has 5 characters'],
  ])('refuses %j and says what is wrong', async (more, said) => {
    const { code, stderr } = await runCli(url, [
      'connection',
      'create',
      '--kind',
      'shopify',
      '--secret',
      secret,
      ...more,
    ]);
    expect(code).not.toBe(0);
    expect(stderr).toContain(said);
  });
});
