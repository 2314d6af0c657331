import type { Database } from '../../platform/database.ts';
import type { JsonObject } from '../../values/json.ts';
import { createConnection } from '../../modules/connect/create.ts';
import { receiveShopCall } from '../../modules/connect/receive.ts';
import type { SettingsInput, ShopKind } from '../../modules/connect/settings.ts';
import { signBody } from '../../modules/connect/sign.ts';
import { clock, now, openShop } from '../support/shop.ts';
import { fixture } from './shop-calls.ts';

export const secret = 'shpss_0123456789abcdef';

/** A programme with a connected shop, and what a test lets the shop send. */
export async function connectShop(
  database: Database,
  { kind = 'shopify', settings = {} }: { kind?: ShopKind; settings?: SettingsInput } = {},
) {
  const shop = await openShop(database);
  const connection = await createConnection(database, shop.programmeId, { kind, secret, settings, actor: 'test' }, now);
  const deps = { database, clock };
  const sendText = (topic: string, text: string, signature: string | undefined = signBody(secret, Buffer.from(text))) =>
    receiveShopCall(deps, { kind, connectionId: connection.id, topic, signature, body: Buffer.from(text) });
  const send = (topic: string, body: unknown) => sendText(topic, JSON.stringify(body));
  /** What a shop's call came to, event by event. */
  const outcome = async (topic: string, body: unknown) => {
    const { events, ignored } = await send(topic, body);
    return (
      ignored ??
      events.map(({ id, answer }) => `${id} ${answer.kind} ${'points' in answer ? String(answer.points) : ''}`.trim())
    );
  };
  const points = async (member: string) => {
    const row = await database.member.findUnique({
      where: { programmeId_externalId: { programmeId: shop.programmeId, externalId: member } },
    });
    return row === null ? undefined : (await shop.balance(member)).available;
  };
  return { ...shop, connection, deps, send, sendText, outcome, points };
}

export const anna = '8658316394796';
export const orderId = '6200407294252';

export const paid = (changes: JsonObject = {}) => fixture('shopify/order-paid', changes);
export const refunded = (changes: JsonObject = {}) => fixture('shopify/refund-with-lines', changes);
export const moneyBack = (changes: JsonObject = {}) => fixture('shopify/refund-of-money', changes);
