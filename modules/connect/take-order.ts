import type { Db } from '../../platform/database.ts';
import { knownCoupons } from '../coupons/known.ts';
import type { EventAnswer, IntakeDeps } from '../intake/answers.ts';
import { ingestIn } from '../intake/ingest.ts';
import { memberIdOf, memberIdsByEmail } from '../members/find.ts';
import type { ShopAnswer, TakenEvent, Warning } from './answers.ts';
import { joinedEvent } from './customer-events.ts';
import { prefixOf } from './prefix.ts';
import {
  isReinstated,
  type OwedEvent,
  owedEvent,
  unknownOrder,
  type ShopOrder,
  refundsMax,
  withOrder,
  withoutOrder,
  withRefund,
} from './rules-order.ts';
import { settle } from './rules-settle.ts';
import type { Buyer, Told } from './rules-told.ts';
import { keepShopOrder, lockShopOrder, type OrderProblem } from './rows-orders.ts';
import type { ShopConnection } from './shop-connection.ts';

export type OrderCall = Extract<Told, { kind: 'order' | 'refund' | 'deleted' }>;
type Deps = Omit<IntakeDeps, 'database'>;

/** Each refund owes one event, perhaps a correction, and the order a few. */
const eventsMax = 2 * refundsMax + 20;

/** Takes what a call says of an order: what is new of it becomes events, in the transaction of `tx`. */
export async function takeOrder(tx: Db, deps: Deps, connection: ShopConnection, told: OrderCall): Promise<ShopAnswer> {
  const { programmeId, kind } = connection;
  const place = { programmeId, kind, orderId: orderIdOf(told) };
  const before = await lockShopOrder(tx, place);
  const now = deps.clock.now();
  const known = await heard(tx, connection, before, told, now);
  if (typeof known === 'string') return { events: [], ignored: known };
  const joined = told.kind === 'order' ? await join(tx, deps, connection, known, told.buyer) : [];
  const { order, events, problem } = await takeOwed(tx, deps, connection, known);
  await keepShopOrder(tx, place, { order, problem, now });
  const taken = [...joined, ...events];
  return { events: taken, ignored: taken.length > 0 ? null : whyNothing(order, told) };
}

export const orderIdOf = (told: OrderCall): string => (told.kind === 'order' ? told.order.orderId : told.orderId);

/** Keeps why nothing could be taken of an order, and what its call says where that was understood. */
export async function noteOrderProblem(
  tx: Db,
  deps: Deps,
  connection: ShopConnection,
  { orderId, told, refusal }: { readonly orderId: string; readonly told?: OrderCall; readonly refusal: Warning },
): Promise<ShopAnswer> {
  const { programmeId, kind } = connection;
  const place = { programmeId, kind, orderId };
  const before = await lockShopOrder(tx, place);
  const now = deps.clock.now();
  const known = told && (await heard(tx, connection, before, told, now));
  const order = known === undefined || typeof known === 'string' ? (before ?? unknownOrder(orderId)) : known;
  const problem = { eventId: `${prefixOf(kind)}:order:${orderId}`, ...refusal };
  await keepShopOrder(tx, place, { order, problem, now });
  return { events: [], ignored: `it can't be taken: ${refusal.field} ${refusal.message}` };
}

/** The order with what the call says of it, or why it is of no use. */
async function heard(
  tx: Db,
  connection: ShopConnection,
  before: ShopOrder | undefined,
  told: OrderCall,
  now: Date,
): Promise<ShopOrder | string> {
  if (told.kind === 'refund') return withRefund(before, told.orderId, told.refund, now.getTime());
  if (told.kind === 'deleted') {
    const at = Math.max(now.getTime(), before?.counted?.asOf ?? 0);
    return withoutOrder(before, at) ?? 'an order that was never taken was deleted';
  }
  const { order, buyer } = told;
  const saysNothing = order.waits !== null && order.cancelledAt === null;
  if (before === undefined && saysNothing) return order.waits ?? '';
  const memberId = await memberOf(tx, connection, buyer);
  if (memberId === undefined) return 'a guest bought, whom no member is known by';
  // Most codes of a shop are its own discounts.
  const coupons = await knownCoupons(tx, connection.programmeId, order.coupons);
  return withOrder(before, memberId, { ...order, coupons });
}

/** The shop's id of the member; a guest's is found by their address, when one member has it. */
async function memberOf(tx: Db, { programmeId }: ShopConnection, buyer: Buyer): Promise<string | undefined> {
  if (buyer.kind === 'customer') return buyer.customer.id;
  const [member, another] = buyer.email === null ? [] : await memberIdsByEmail(tx, programmeId, buyer.email);
  return another === undefined ? member : undefined;
}

/** Makes a customer known who is no member yet, before the order that would wait for them. */
async function join(
  tx: Db,
  deps: Deps,
  { programmeId, kind, settings }: ShopConnection,
  order: ShopOrder,
  buyer: Buyer,
): Promise<TakenEvent[]> {
  const owed = owedEvent(order, prefixOf(kind));
  if (buyer.kind === 'guest' || settings.customers === 'wait' || owed?.event.type !== 'order.placed') return [];
  if ((await memberIdOf(tx, programmeId, buyer.customer.id)) !== undefined) return [];
  const event = joinedEvent(kind, buyer.customer, Date.parse(owed.event.occurredAt));
  const [answer] = await ingestIn(tx, deps, programmeId, [event]);
  return answer === undefined ? [] : [takenEvent(event, answer)];
}

interface TakenOrder {
  readonly order: ShopOrder;
  readonly events: readonly TakenEvent[];
  readonly problem: OrderProblem | null;
}

/** Takes what the order owes, one event after the other, until it owes nothing or one can't be taken. */
async function takeOwed(
  tx: Db,
  deps: Deps,
  { programmeId, kind }: ShopConnection,
  known: ShopOrder,
): Promise<TakenOrder> {
  const events: TakenEvent[] = [];
  let order = known;
  let warnings: Warning[] = [];
  for (let count = 0; count < eventsMax; count += 1) {
    const owed = owedEvent(order, prefixOf(kind));
    if (owed === undefined) break;
    const [answer] = await ingestIn(tx, deps, programmeId, [owed.event]);
    if (answer === undefined) throw new Error(`event ${owed.event.id} was not answered`);
    const { order: next, isStuck, left } = settle(owed, order, answer);
    order = next;
    if (isStuck) {
      return { order, events: [...events, takenEvent(owed.event, answer)], problem: problemOf(owed, answer) };
    }
    if (answer.kind !== 'refused') {
      events.push(takenEvent(owed.event, answer, warnings));
      warnings = [];
    } else if (left !== 'silent') {
      const { code, field, message, fix } = answer;
      warnings.push({ code, field, message, fix });
    }
  }
  return { order, events, problem: isReinstated(order) ? reinstated(order, prefixOf(kind)) : null };
}

function takenEvent(
  { id, type, memberId, occurredAt }: OwedEvent['event'] | ReturnType<typeof joinedEvent>,
  answer: EventAnswer,
  warnings: readonly Warning[] = [],
): TakenEvent {
  return { id, type, memberId, occurredAt, answer, warnings };
}

function problemOf({ event }: OwedEvent, answer: EventAnswer): OrderProblem | null {
  if (answer.kind !== 'refused') return null;
  const { code, field, message, fix } = answer;
  return { eventId: event.id, code, field, message, fix };
}

const reinstated = ({ orderId }: ShopOrder, prefix: string): OrderProblem => ({
  ...{ eventId: `${prefix}:order:${orderId}`, code: 'ORDER_CONFLICT', field: 'status' },
  message: 'counts again after it was cancelled, and its points were taken back',
  fix: 'correct the points by hand, or place it under a number of its own',
});

function whyNothing(order: ShopOrder, told: OrderCall): string {
  if (order.memberId === null) return 'its order has not come yet: it is kept until then';
  if (told.kind === 'order' && !order.taken.placed && told.order.waits !== null) return told.order.waits;
  if (!order.taken.placed) return 'the order does not count';
  return 'it was taken before, and nothing of it has changed';
}
