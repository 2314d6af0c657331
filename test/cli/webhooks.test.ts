import { beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase } from '../support/database.ts';
import { runCli } from '../support/run-cli.ts';
import { openShopWithAnna } from '../support/shop.ts';

let url: string;
let sold: () => Promise<unknown>;
beforeAll(async () => {
  const fresh = await freshDatabase();
  url = fresh.url;
  const shop = await openShopWithAnna(fresh.database);
  let orders = 0;
  sold = () => shop.send(shop.order(`o${++orders}`, 1_000));
});

const cli = async (...words: string[]) => {
  const { code, stdout, stderr } = await runCli(url, ['webhook', ...words, '--json'], {
    WEBHOOKS_TO_THIS_MACHINE: 'on',
  });
  return { code, stderr, answer: JSON.parse(stdout === '' ? '{}' : stdout) as Record<string, never> };
};

describe('perennial webhook', () => {
  it('makes an endpoint, shows what goes there and what happened, and takes it away', async () => {
    const made = await cli('create', 'http://localhost:9/hooks', '--types', 'points.earned', '--name', 'shop');
    expect(made).toMatchObject({ code: 0, answer: { status: 'enabled', types: ['points.earned'], name: 'shop' } });
    const { id, secret } = made.answer as unknown as { id: string; secret: string };
    await sold();
    const told = await cli('tail', '--types', 'points.earned', '--member', 'anna');
    expect(told.answer).toMatchObject({ data: [{ type: 'points.earned', data: { memberId: 'anna' } }] });
    const [{ id: notification }] = (told.answer as unknown as { data: [{ id: string }] }).data;
    expect((await cli('show', notification)).answer).toMatchObject({ id: notification });
    const waiting = await cli('deliveries', '--endpoint', id, '--status', 'waiting');
    expect(waiting.answer).toMatchObject({ data: [{ notificationId: notification, attempts: 0 }] });
    const [{ id: delivery }] = (waiting.answer as unknown as { data: [{ id: string }] }).data;
    expect((await cli('retry', delivery)).answer).toMatchObject({ id: delivery, status: 'waiting' });
    expect((await cli('replay', id, '--from', '2026-01-01')).answer).toEqual({ endpointId: id, notifications: 1 });
    expect((await cli('rotate', id)).answer).not.toMatchObject({ secret });
    expect((await cli('update', id, '--disable', '--all')).answer).toMatchObject({ status: 'disabled', types: [] });
    expect((await cli('remove', id)).answer).toEqual({ id, removed: true });
    expect((await cli('list')).answer).toEqual({ data: [], nextCursor: null });
  });

  it('refuses what it can not send to, with the fix', async () => {
    const refused = await runCli(url, ['webhook', 'create', 'http://localhost:9/hooks']);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('https://');
  });
});
