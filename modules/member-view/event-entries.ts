import { checkInTitle } from '../check-ins/wording.ts';
import { checkoutDetails } from '../checkout/wording.ts';
import { couponWithOrder } from '../coupons/wording.ts';
import { answerNote, changedFields, eventData, eventTitle, removedDetails, returnedOf } from '../intake/wording.ts';
import { txnCause, txnDetails, txnTitle } from '../ledger/wording.ts';
import { consentDetails, messageEventDetails, messageEventTitle } from '../messaging/wording.ts';
import { tierReached } from '../programme/wording.ts';
import { reviewDetails, reviewTitle } from '../reviews/wording.ts';
import type { EventRow, TimelineRows, TxnRow } from './rows.ts';
import { type TimelineDraft, ranks } from './timeline-entry.ts';
import type { MemberPhrase } from './wording.ts';

/** Why orders brought their points, by event row. */
export type Explanations = ReadonlyMap<bigint, MemberPhrase>;

/** Events with the postings they caused, and postings nothing else explains. */
export function eventDrafts(
  { events, txns, steps }: Pick<TimelineRows, 'events' | 'txns' | 'steps'>,
  explanations?: Explanations,
): TimelineDraft[] {
  const owners = ownersOf(events);
  const stepKeys = new Set(steps.map((step) => `step:${step.key}`));
  const caused = new Map<bigint, TxnRow[]>();
  const alone: TxnRow[] = [];
  for (const txn of txns) {
    const owner = owners.get(txn.key) ?? owners.get(`${txn.sourceType}:${txn.sourceId}`);
    if (owner !== undefined && !stepKeys.has(txn.key)) caused.set(owner, [...(caused.get(owner) ?? []), txn]);
    else if (!stepKeys.has(txn.key)) alone.push(txn);
  }
  const joining = events.find((event) => titleOf(event).key === 'member.joined');
  return [
    ...events.map((event) =>
      eventDraft(onceJoined(event, joining), caused.get(event.id) ?? [], explanations?.get(event.id)),
    ),
    ...alone.map(txnDraft),
  ];
}

/** Nobody joins twice: what tells of it again, in a shop's history or in that of a release that marked nobody as new, is news. */
function onceJoined(event: EventRow, joining: EventRow | undefined): EventRow {
  const isSecond = event.type === 'member.joined' && joining !== undefined && joining.id !== event.id;
  return isSecond ? { ...event, type: 'member.updated' } : event;
}

/** Ledger keys and sources an event answers for. */
function ownersOf(events: readonly EventRow[]): Map<string, bigint> {
  const owners = new Map<string, bigint>();
  for (const { id, eventId, type, data } of events) {
    owners.set(`event:${eventId}`, id);
    owners.set(`clawback:event:${eventId}`, id);
    // What an amendment added has the order for its source.
    owners.set(`earn:event:${eventId}`, id);
    if (type === 'order.placed' && typeof data.orderId === 'string') owners.set(`earn:order:${data.orderId}`, id);
  }
  return owners;
}

function eventDraft(event: EventRow, txns: readonly TxnRow[], explanation?: MemberPhrase): TimelineDraft {
  const title = titleOf(event);
  return {
    at: event.occurredAt,
    rank: ranks.event,
    cause: { event: event.id },
    kind: 'event',
    code: event.type,
    title,
    details: [
      ...(explanation === undefined ? [] : [explanation]),
      ...(title.key === 'event.other' ? eventData(event.data) : []),
      ...detailsOf(event),
      ...txns.flatMap(txnDetails),
    ],
    points: sum(txns, 'available'),
    pending: sum(txns, 'pending'),
    refs: { eventId: event.eventId, ...txnRefs(txns) },
  };
}

/** Each module knows the events that are its own; what is left is the shop's. */
export function titleOf({ type, data, result }: Pick<EventRow, 'type' | 'data'> & Partial<EventRow>): MemberPhrase {
  return (
    checkInTitle(type, data) ??
    messageEventTitle(type, data) ??
    reviewTitle(type, data) ??
    eventTitle(type, data, result)
  );
}

function detailsOf({ type, data, result }: EventRow): MemberPhrase[] {
  return [
    ...changedFields(type, data),
    ...consentDetails(data.consent),
    ...returnedOf(result),
    ...tierReached(result.tier),
    ...messageEventDetails(type, data),
    ...reviewDetails(type, data),
    ...couponWithOrder(result.couponName),
    ...checkoutDetails(result),
    ...answerNote(result),
    ...removedDetails(data),
  ];
}

function txnDraft(txn: TxnRow): TimelineDraft {
  return {
    at: txn.effectiveAt,
    rank: ranks.effect,
    kind: 'points',
    code: txn.kind,
    title: txnTitle(txn),
    details: [...txnCause(txn), ...txnDetails(txn)],
    points: txn.available,
    pending: txn.pending,
    refs: { txnId: String(txn.id), source: `${txn.sourceType}:${txn.sourceId}` },
  };
}

function txnRefs(txns: readonly TxnRow[]): Record<string, string> {
  return txns.length === 0 ? {} : { txnId: txns.map((txn) => String(txn.id)).join(',') };
}

function sum(txns: readonly TxnRow[], account: 'available' | 'pending'): number {
  return txns.reduce((total, txn) => total + txn[account], 0);
}
