import { describe, expect, it } from 'vitest';
import { createConnection } from '../../modules/connect/create.ts';
import type { JsonObject } from '../../values/json.ts';
import { freshDatabase } from '../support/database.ts';
import { connectShop } from './connected-shop.ts';
import { fixture } from './shop-calls.ts';

const { database } = await freshDatabase();
const woo = () => connectShop(database, { kind: 'woocommerce' });
const order = (changes: JsonObject = {}) => fixture('woocommerce/order-processing', changes);

describe('A call of WooCommerce', () => {
  it('brings an order, and makes its customer a member', async () => {
    const { outcome, points } = await woo();
    expect(await outcome('order.created', order())).toEqual([
      'woo:customer:118 accepted',
      'woo:order:4750 accepted 36',
    ]);
    expect(await points('118')).toBe(36);
  });

  it('that asks whether anybody is there is answered without a signature, and does nothing', async () => {
    const { sendText } = await woo();
    expect(await sendText('', 'webhook_id=12', '')).toEqual({ events: [], ignored: 'a ping: the connection is there' });
    await expect(sendText('', 'webhook_id=12&x=1', '')).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
    await expect(sendText('order.created', 'webhook_id=12', '')).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
  });

  it('that is signed with another secret is refused', async () => {
    const { sendText } = await woo();
    await expect(sendText('order.created', JSON.stringify(order()), 'c2lnbmVk')).rejects.toMatchObject({
      ...{ code: 'SIGNATURE_INVALID', field: 'X-WC-Webhook-Signature' },
    });
  });

  it('takes off what went back, several refunds as one would', async () => {
    const { outcome, points, send } = await woo();
    await send('order.created', order());
    // 10.20 of 40.80 are a quarter; of the goods of 36.00 that is 9.00.
    expect(await outcome('order.updated', fixture('woocommerce/order-refunded-in-part'))).toEqual([
      'woo:refund:4801 accepted -9',
    ]);
    const refunds = [
      { id: 4801, total: '-10.20' },
      { id: 4802, total: '-0.55' },
      { id: 4803, total: '-0.55' },
      { id: 4804, total: '-29.50' },
    ];
    await send('order.updated', order({ refunds, status: 'refunded', date_modified_gmt: '2026-05-13T09:00:00' }));
    expect(await points('118')).toBe(0);
    const { id } = await database.member.findFirstOrThrow({ where: { externalId: '118' }, orderBy: { id: 'desc' } });
    expect(await database.salesOrder.findFirst({ where: { memberId: id } })).toMatchObject({
      ...{ amountMinor: 3_600n, returnedMinor: 3_600n },
    });
  });

  it('of an order that waits for its payment brings it when that comes', async () => {
    const { outcome } = await woo();
    const pending = order({ status: 'pending', date_paid_gmt: null });
    expect(await outcome('order.created', pending)).toBe('it is not paid: pending');
    const failed = order({ status: 'failed', date_paid_gmt: null, date_modified_gmt: '2026-05-05T09:59:00' });
    expect(await outcome('order.updated', failed)).toBe('it is not paid: failed');
    expect(await outcome('order.updated', order())).toEqual([
      'woo:customer:118 accepted',
      'woo:order:4750 accepted 36',
    ]);
    // Late news of the first try.
    expect(await outcome('order.updated', failed)).toBe('it was taken before, and nothing of it has changed');
  });

  it('comes from one shop a programme', async () => {
    const { programmeId } = await woo();
    const second = { kind: 'woocommerce', secret: 'another secret of a shop', actor: 'test' } as const;
    await expect(createConnection(database, programmeId, second, new Date())).rejects.toMatchObject({
      ...{ code: 'CONNECTION_EXISTS', field: 'kind' },
    });
  });
});
