import { type Database, inTransaction } from '../../platform/database.ts';
import { isDataFault, sqlStateOf } from '../../platform/database-faults.ts';
import { PerennialError } from '../../platform/errors.ts';
import { parseExactly } from '../../values/exact-json.ts';
import { databaseRefusalOf } from '../intake/database-refusal.ts';
import { type IntakeDeps, isLockConflict } from '../intake/ingest.ts';
import type { ShopAnswer } from './answers.ts';
import { openPrivacyCase } from './privacy.ts';
import type { Told, ToldRefusal } from './rules-told.ts';
import { calledConnection, noteCall, noteProblem } from './rows.ts';
import type { ShopKind } from './settings.ts';
import { type ShopConnection, shopConnectionOf } from './shop-connection.ts';
import { translateShopify } from './shopify/translate.ts';
import { isSigned } from './sign.ts';
import { takeCustomer } from './take-customer.ts';
import { noteOrderProblem, type OrderCall, orderIdOf, takeOrder } from './take-order.ts';
import { translateWooCommerce } from './woocommerce/translate.ts';

/** A call as it came in. */
export interface ShopCall {
  readonly kind: ShopKind;
  readonly connectionId: string;
  /** What it is about; empty when it does not say. */
  readonly topic: string;
  readonly signature: string | undefined;
  /** The bytes as they came: what was parsed and written again is signed by nobody. */
  readonly body: Uint8Array;
}

/** Tries of a call that another transaction got in the way of. */
const attemptsMax = 6;
const pingForm = /^webhook_id=\d{1,20}$/;

/**
 * Takes a call of a connected shop: checks its signature, translates it and takes in what follows from it, each event once however
 * often and in whatever order calls come. Throws SIGNATURE_INVALID, CONNECTION_NOT_FOUND, REQUEST_INVALID; what can't be taken is
 * noted where a person sees it and answered, so that the shop does not give up on the connection.
 */
export async function receiveShopCall(deps: IntakeDeps, call: ShopCall): Promise<ShopAnswer> {
  const called = await calledConnection(deps.database, call.kind, call.connectionId);
  const { secret } = called;
  const connection = shopConnectionOf(called.connection);
  const text = Buffer.from(call.body).toString('utf8');
  // WooCommerce asks so whether anybody is there when a webhook is saved, and signs nothing.
  if (call.kind === 'woocommerce' && call.topic === '' && pingForm.test(text)) {
    return { events: [], ignored: 'a ping: the connection is there' };
  }
  if (secret === null || !isSigned(secret, call.body, call.signature)) throw unsigned(call.kind);
  const now = deps.clock.now();
  await noteCall(deps.database, connection, now);
  const told = translate(connection, call, text);
  if (told.kind === 'refused' && told.code === 'REQUEST_INVALID') return refuse(deps, connection, call, told, now);
  return follow(deps, connection, told, call);
}

function translate({ settings }: ShopConnection, { kind, topic }: ShopCall, text: string): Told {
  let body: unknown;
  try {
    body = parseExactly(text);
  } catch {
    const fix = 'send one JSON value in UTF-8';
    return { kind: 'refused', code: 'REQUEST_INVALID', field: 'body', message: "can't be read as JSON", fix };
  }
  return kind === 'shopify' ? translateShopify(topic, body, settings) : translateWooCommerce(topic, body, settings);
}

async function refuse(
  { database }: IntakeDeps,
  connection: ShopConnection,
  { topic }: ShopCall,
  { code, field, message, fix }: ToldRefusal,
  now: Date,
): Promise<never> {
  await noteProblem(database, connection, { at: now.toISOString(), topic, code, field, message, fix });
  throw new PerennialError(code, `${field} ${message}.`, { field, fix });
}

async function follow(deps: IntakeDeps, connection: ShopConnection, told: Told, call: ShopCall): Promise<ShopAnswer> {
  switch (told.kind) {
    case 'ignored':
      return { events: [], ignored: told.reason };
    case 'privacy':
      return openPrivacyCase(deps, connection, told.request);
    case 'customer':
      return retried(deps.database, (tx) => takeCustomer(tx, deps, connection, told));
    case 'refused':
      return refusedOrder(deps, connection, told, call);
    case 'order':
    case 'refund':
    case 'deleted':
      return takenOrder(deps, connection, told);
  }
}

/** An order whose amounts are none: nothing of it is taken, and a person sees it. */
async function refusedOrder(
  deps: IntakeDeps,
  connection: ShopConnection,
  { kind: _, orderId, ...refusal }: ToldRefusal & { readonly kind: 'refused' },
  call: ShopCall,
): Promise<ShopAnswer> {
  if (orderId === undefined) return refuse(deps, connection, call, refusal, deps.clock.now());
  return retried(deps.database, (tx) => noteOrderProblem(tx, deps, connection, { orderId, refusal }));
}

async function takenOrder(deps: IntakeDeps, connection: ShopConnection, told: OrderCall): Promise<ShopAnswer> {
  try {
    return await retried(deps.database, (tx) => takeOrder(tx, deps, connection, told));
  } catch (error) {
    // Without a state of PostgreSQL it is not the data, but this code or the connection: the shop shall try again.
    if (sqlStateOf(error) === undefined || !isDataFault(error) || isLockConflict(error)) throw error;
    const message = databaseRefusalOf(error);
    const refusal = { code: 'LEDGER_REFUSED', field: 'data', message, fix: 'correct what it names' } as const;
    return retried(deps.database, (tx) =>
      noteOrderProblem(tx, deps, connection, { orderId: orderIdOf(told), told, refusal }),
    );
  }
}

type Tx = Parameters<Parameters<typeof inTransaction>[1]>[0];

async function retried<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(database, work);
    } catch (error) {
      if (!isLockConflict(error) || attempt === attemptsMax) throw error;
    }
  }
}

const headers = { shopify: 'X-Shopify-Hmac-Sha256', woocommerce: 'X-WC-Webhook-Signature' } as const;

const unsigned = (kind: ShopKind) =>
  new PerennialError('SIGNATURE_INVALID', `${headers[kind]} does not fit the body.`, {
    field: headers[kind],
    fix: 'Send the raw body, and give the connection the secret that the shop signs with.',
  });
