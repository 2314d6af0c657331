import { hash } from 'node:crypto';
import type { DecisionContext } from '../intake/rules/context.ts';
import type { Fact } from '../intake/rules/facts.ts';
import { keptMinorOf } from '../intake/rules/kept-points.ts';
import type { OrderRow } from './row.ts';

/** What a row tells, as far as it can be said without knowing the orders that are there. */
export type RowFact = Fact | OpenFact;

/**
 * A refund under a number that may be its own or its order's; what came back of an order in all, of which a part may be booked;
 * or a cancelled order, which counts only if it is there.
 */
interface OpenFact {
  readonly open: 'refund' | 'in-all' | 'cancelled';
  readonly number: string;
  readonly memberId: string;
  readonly at: Date;
  readonly amountMinor: number;
}

/** What an open fact comes to: a fact, nothing new, or nothing at all. */
export type Settled = Fact | 'duplicate' | 'ignored';

/** The facts of a row, in the order in which they happened. */
export function factsOf(row: OrderRow, { orderIsHere = false }: { orderIsHere?: boolean } = {}): RowFact[] {
  const { kind, number, memberId, at, amountMinor, returnOf, refunded, refundedAt, leftOut, cancelled } = row;
  if (kind === 'return') {
    if (returnOf !== '' && returnOf !== number)
      return [returnFact({ ...row, id: `return:${number}`, orderId: returnOf })];
    return orderIsHere || returnOf !== '' ? [refundOf(row)] : [{ open: 'refund', number, memberId, at, amountMinor }];
  }
  if (leftOut !== '') return cancelled ? [{ open: 'cancelled', number, memberId, at: refundedAt, amountMinor }] : [];
  const order = orderFact(row);
  // It was paid before it was cancelled.
  if (cancelled) return [order, { open: 'cancelled', number, memberId, at: refundedAt, amountMinor }];
  const back = refunded === 'whole' ? amountMinor : refunded;
  return back === 0 ? [order] : [order, { open: 'in-all', number, memberId, at: refundedAt, amountMinor: back }];
}

export const isOpen = (fact: RowFact): fact is OpenFact => 'open' in fact;

/** Everything that may have to be known to decide on these facts. */
export function knowable(facts: readonly RowFact[]): Fact[] {
  return facts.flatMap((fact) => (isOpen(fact) ? candidates(fact) : [fact]));
}

function candidates(fact: OpenFact): Fact[] {
  if (fact.open === 'refund') return [refundOf(fact), ownReturn(fact)];
  if (fact.open === 'cancelled') return [cancellationOf(fact)];
  return [returnInAll(fact, fact.amountMinor, fact.amountMinor)];
}

/** What an open fact is, now that its order is known or known not to be there. */
export function settle({ orders, events, members }: DecisionContext, fact: OpenFact): Settled {
  const order = orders.get(fact.number);
  const isTheirs = order !== undefined && order.memberId === members.get(fact.memberId)?.id;
  if (fact.open === 'refund') {
    const own = ownReturn(fact);
    // Taken before its order was there.
    if (events.get(own.id)?.contentHash === own.contentHash) return 'duplicate';
    return isTheirs ? refundOf(fact) : own;
  }
  if (fact.open === 'cancelled') {
    if (!isTheirs) return 'ignored';
    // What has come back whole before it was heard of as cancelled has nothing left to cancel.
    const isOver = order.cancelledAt !== null || (order.amountMinor > 0 && keptMinorOf(order) === 0);
    return isOver ? 'duplicate' : cancellationOf(fact);
  }
  if (!isTheirs) return returnInAll(fact, fact.amountMinor, fact.amountMinor);
  const leftMinor = fact.amountMinor - order.returnedMinor;
  return leftMinor <= 0 ? 'duplicate' : returnInAll(fact, leftMinor, fact.amountMinor);
}

type Told = Pick<OrderRow, 'number' | 'memberId' | 'at' | 'amountMinor'>;

/** A refund under its order's number: several may come, so its time and amount are part of its id. */
function refundOf(told: Told): Fact {
  const id = `return:${told.number}:${told.at.toISOString()}:${told.amountMinor}`;
  return returnFact({ ...told, id: shortId(id), orderId: told.number });
}

const ownReturn = (told: Told): Fact => returnFact({ ...told, id: `return:${told.number}`, orderId: '' });

function cancellationOf({ number: orderId, memberId, at }: Told): Fact {
  const type = 'order.cancelled';
  const contentHash = hashOf(at, `{"orderId":${JSON.stringify(orderId)}}`, memberId, type);
  return { id: `cancelled:${orderId}`, type, memberId, at, orderId, contentHash };
}

function returnInAll(told: Told, amountMinor: number, inAllMinor: number): Fact {
  const id = shortId(`return:${told.number}:in-all:${inAllMinor}`);
  return returnFact({ ...told, id, orderId: told.number, amountMinor });
}

/** Ids of events have at most 120 characters, and an order's number may take 100 of them. */
function shortId(id: string): string {
  return id.length <= 120 ? id : `return:${hash('sha256', id, 'hex')}`;
}

/** The ids of imported events come from the file's numbers, so that a file imported twice is imported once. */
function orderFact({ number: orderId, memberId, at, amountMinor }: Told): Fact {
  const data = `{"amountMinor":${amountMinor},"orderId":${JSON.stringify(orderId)}}`;
  return {
    id: `order:${orderId}`,
    type: 'order.placed',
    memberId,
    at,
    orderId,
    amountMinor,
    contentHash: hashOf(at, data, memberId, 'order.placed'),
  };
}

function returnFact({ id, memberId, at, amountMinor, orderId }: Told & { id: string; orderId: string }): Fact {
  const named = orderId === '' ? '' : `,"orderId":${JSON.stringify(orderId)}`;
  return {
    id,
    type: 'order.returned',
    memberId,
    at,
    amountMinor,
    ...(orderId === '' ? {} : { orderId }),
    contentHash: hashOf(at, `{"amountMinor":${amountMinor}${named}}`, memberId, 'order.returned'),
  };
}

/** The hash readEvent gives the same content; its canonical text is written out here because this runs for every row. */
function hashOf(at: Date, data: string, memberId: string, type: string): string {
  const text = `{"at":"${at.toISOString()}","data":${data},"memberId":${JSON.stringify(memberId)},"type":"${type}"}`;
  return hash('sha256', text, 'hex');
}
