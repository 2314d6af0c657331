import { PerennialError } from '../../platform/errors.ts';
import { parseExactly } from '../../values/exact-json.ts';
import type { IntakeDeps } from '../intake/ingest.ts';
import type { ShopAnswer } from './answers.ts';
import { receiveShopCall } from './receive.ts';
import { calledConnection, findConnection } from './rows.ts';
import { isShopKind, type ShopKind } from './settings.ts';
import { signBody } from './sign.ts';

/** What an order is told by that comes from no webhook. */
const orderTopic: Readonly<Record<ShopKind, string>> = { shopify: 'orders/updated', woocommerce: 'order.updated' };

/** A body that was sent, and what was made of it. */
export interface SentCall extends ShopAnswer {
  /** Its place in the list. */
  readonly place: number;
  readonly topic: string;
}

/**
 * Sends a connection what its shop would: one body, or a list of orders as the shop's API gives it (`{"orders": [...]}` or an array),
 * each signed and taken like a webhook. What was taken before is not taken twice.
 */
export async function* sendToConnection(
  deps: IntakeDeps,
  programmeId: number,
  id: string,
  { text, topic }: { readonly text: string; readonly topic?: string },
): AsyncGenerator<SentCall> {
  const { kind } = await findConnection(deps.database, programmeId, id);
  if (!isShopKind(kind)) {
    throw new PerennialError('USAGE', `Connection ${id} is of no shop.`, {
      field: 'connection',
      fix: 'Have the mail provider send a test of its own.',
    });
  }
  const { secret } = await calledConnection(deps.database, kind, id);
  const list = listIn(text);
  const bodies = list === undefined ? [text] : list.map((order) => JSON.stringify(order));
  for (const [place, body] of bodies.entries()) {
    const bytes = Buffer.from(body);
    const told = topic ?? orderTopic[kind];
    const call = { kind, connectionId: id, topic: told, signature: signBody(secret ?? '', bytes), body: bytes };
    yield { place: place + 1, topic: told, ...(await receiveShopCall(deps, call)) };
  }
}

function listIn(text: string): readonly unknown[] | undefined {
  let body: unknown;
  try {
    body = parseExactly(text);
  } catch {
    throw new PerennialError('FILE_INVALID', "The file can't be read as JSON.", {
      field: 'file',
      fix: 'Give one body as the shop sends it, or a list of orders.',
    });
  }
  if (Array.isArray(body)) return body as unknown[];
  const { orders } = (body ?? {}) as { orders?: unknown };
  return Array.isArray(orders) ? orders : undefined;
}
