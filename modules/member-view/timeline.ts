import { type DisplayFormat, points } from '../../values/wording.ts';
import { couponDraft } from './coupon-entries.ts';
import type { EnrolmentRow, EventRow, MessageRow, StepRow, TimelineRows, TxnRow } from './rows.ts';
import type { TimelineDraft, TimelineEntry } from './timeline-entry.ts';
import { endingTitle, eventDetails, eventTitle, messageDetails, messageTitle, txnDetails, txnTitle } from './words.ts';

/** At one instant: what happened, then what it set off, then what it ended. */
const ranks = { event: 0, entered: 1, effect: 2, ended: 3 } as const;

export interface TimelineOptions {
  readonly manner: DisplayFormat;
  /** What the member can spend now: balances are counted back from it. */
  readonly available: number;
  readonly limit: number;
  /** Shows the facts that stories asked for, too. */
  readonly all?: boolean;
  /** Why orders brought their points, by event row. */
  readonly explanations?: ReadonlyMap<bigint, string>;
}

/** The latest entries, oldest first; `earlier` says whether there were more. */
export function buildTimeline(
  rows: TimelineRows,
  options: TimelineOptions,
): { entries: TimelineEntry[]; earlier: boolean } {
  // Rows come newest first; at one instant, what was stored first happened first.
  const oldestFirst: TimelineRows = {
    events: rows.events.toReversed(),
    txns: rows.txns.toReversed(),
    enrolments: rows.enrolments.toReversed(),
    steps: rows.steps.toReversed(),
    messages: rows.messages.toReversed(),
    couponMoves: rows.couponMoves?.toReversed() ?? [],
  };
  const drafts = [...eventDrafts(oldestFirst, options), ...storyDrafts(oldestFirst, options)].sort(
    (a, b) => a.at.getTime() - b.at.getTime() || a.rank - b.rank,
  );
  const latest = drafts.slice(-options.limit);
  let balance = options.available;
  const entries = latest.reverse().map(({ rank: _, ...draft }) => {
    const entry = { ...draft, balance };
    balance -= draft.points;
    return entry;
  });
  const full = [rows.events, rows.steps, rows.messages].some((list) => list.length >= options.limit);
  return { entries: entries.reverse(), earlier: drafts.length > options.limit || full };
}

/** Events with the postings they caused, and postings nothing else explains. */
function eventDrafts(
  { events, txns, steps }: TimelineRows,
  { manner, explanations }: TimelineOptions,
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
  return [
    ...events.map((event) => eventDraft(event, caused.get(event.id) ?? [], manner, explanations?.get(event.id))),
    ...alone.map((txn) => txnDraft(txn, manner)),
  ];
}

/** Ledger keys and sources an event answers for. */
function ownersOf(events: readonly EventRow[]): Map<string, bigint> {
  const owners = new Map<string, bigint>();
  for (const { id, eventId, type, data } of events) {
    owners.set(`event:${eventId}`, id);
    owners.set(`clawback:event:${eventId}`, id);
    if (type === 'order.placed' && typeof data.orderId === 'string') owners.set(`earn:order:${data.orderId}`, id);
  }
  return owners;
}

function eventDraft(
  event: EventRow,
  txns: readonly TxnRow[],
  manner: DisplayFormat,
  explanation?: string,
): TimelineDraft {
  return {
    at: event.occurredAt,
    rank: ranks.event,
    kind: 'event',
    code: event.type,
    title: eventTitle(event, manner),
    details: [...eventDetails(event, manner, explanation), ...txns.flatMap((txn) => txnDetails(txn, manner))],
    points: sum(txns, 'available'),
    pending: sum(txns, 'pending'),
    refs: { eventId: event.eventId, ...txnRefs(txns) },
  };
}

function txnDraft(txn: TxnRow, manner: DisplayFormat): TimelineDraft {
  return {
    at: txn.effectiveAt,
    rank: ranks.effect,
    kind: 'points',
    code: txn.kind,
    title: txnTitle(txn, manner),
    details: [...causeOf(txn), ...txnDetails(txn, manner)],
    points: txn.available,
    pending: txn.pending,
    refs: { txnId: String(txn.id), source: `${txn.sourceType}:${txn.sourceId}` },
  };
}

/** What points were spent or given for; that a sweep took them says nothing the title does not. */
function causeOf({ reason, sourceType, sourceId }: TxnRow): string[] {
  if (reason !== null) return [reason];
  return sourceType === 'sweep' ? [] : [`${sourceType} ${sourceId}`];
}

/** What campaigns did: entries and ends, steps with the points and messages they brought. */
function storyDrafts(rows: TimelineRows, { manner, all = false }: TimelineOptions): TimelineDraft[] {
  const enrolments = new Map(rows.enrolments.map((enrolment) => [enrolment.id, enrolment]));
  const txns = new Map(rows.txns.map((txn) => [txn.key, txn]));
  const messageKeys = new Set(rows.messages.map((message) => message.key));
  const drafts = rows.enrolments.flatMap(enrolmentDrafts);
  for (const step of rows.steps) {
    const enrolment = enrolments.get(step.enrolmentId);
    const txn = txns.get(`step:${step.key}`);
    if (txn) drafts.push(grantDraft(step, txn, enrolment, manner));
    else if (!messageKeys.has(step.key) && !tellsItself(step) && (step.kind !== 'ask' || all))
      drafts.push(stepDraft(step, enrolment));
  }
  for (const move of rows.couponMoves ?? []) {
    const campaign = move.enrolmentId === null ? undefined : enrolments.get(move.enrolmentId)?.campaign;
    drafts.push({ ...couponDraft(move, campaign, manner), rank: ranks.effect });
  }
  for (const message of rows.messages) {
    drafts.push(messageDraft(message, message.enrolmentId ? enrolments.get(message.enrolmentId) : undefined, manner));
  }
  return drafts;
}

/** A coupon that was issued is told by its moves. */
const tellsItself = ({ kind, outcome }: StepRow) => kind === 'coupon' && outcome.kind === 'applied';

function enrolmentDrafts(enrolment: EnrolmentRow): TimelineDraft[] {
  const common = { kind: 'campaign', points: 0, pending: 0, campaign: enrolment.campaign } as const;
  const refs = { enrolmentId: String(enrolment.id) };
  const again = enrolment.occurrence > 1 ? [`for the ${ordinal(enrolment.occurrence)} time`] : [];
  const heldOut = enrolment.shadow ? ['held out: nothing is given and nothing is sent, to measure what it adds'] : [];
  const entered: TimelineDraft = {
    ...common,
    at: enrolment.enrolledAt,
    rank: ranks.entered,
    code: 'entered',
    title: `Entered campaign “${enrolment.campaignName}”`,
    details: [...again, ...heldOut],
    refs,
  };
  if (enrolment.endedAt === null) return [entered];
  const ended: TimelineDraft = {
    ...common,
    at: enrolment.endedAt,
    rank: ranks.ended,
    code: `ended.${enrolment.status}`,
    title: endingTitle(enrolment.status, enrolment.campaignName),
    details: enrolment.reason === null ? [] : [enrolment.reason],
    refs,
  };
  return [entered, ended];
}

function grantDraft(
  step: StepRow,
  txn: TxnRow,
  enrolment: EnrolmentRow | undefined,
  manner: DisplayFormat,
): TimelineDraft {
  return {
    at: txn.effectiveAt,
    rank: ranks.effect,
    kind: 'points',
    code: txn.kind,
    title: `${points(txn.amount, manner)} granted${txn.reason === null ? '' : `: ${txn.reason}`}`,
    details: txnDetails(txn, manner),
    points: txn.available,
    pending: txn.pending,
    ...(enrolment ? { campaign: enrolment.campaign } : {}),
    refs: { stepKey: step.key, txnId: String(txn.id) },
  };
}

/** A step that left no posting and no message: refused, skipped, or a fact that was asked for. */
function stepDraft(step: StepRow, enrolment: EnrolmentRow | undefined): TimelineDraft {
  const { kind, code, reason, data } = step.outcome;
  const details = typeof reason === 'string' ? [reason] : [];
  if (step.kind === 'ask' && typeof data === 'object') details.push(JSON.stringify(data));
  if (step.kind === 'review' && typeof data === 'object') details.push(caseOf(data));
  return {
    at: step.storyAt,
    rank: ranks.effect,
    kind: 'step',
    code: typeof kind === 'string' ? kind : 'unknown',
    title: stepTitle(step),
    details,
    points: 0,
    pending: 0,
    ...(enrolment ? { campaign: enrolment.campaign } : {}),
    refs: { stepKey: step.key, ...(typeof code === 'string' ? { refusal: code } : {}) },
  };
}

function caseOf(data: StepRow['outcome'][string]): string {
  const caseId = typeof data === 'object' && data !== null && 'caseId' in data ? data.caseId : undefined;
  return typeof caseId === 'string' ? `case ${caseId}: \`perennial review show ${caseId}\`` : 'no case';
}

function messageDraft(message: MessageRow, enrolment: EnrolmentRow | undefined, manner: DisplayFormat): TimelineDraft {
  return {
    at: message.sentAt ?? message.reservedAt,
    rank: ranks.effect,
    kind: 'message',
    code: message.status,
    title: messageTitle(message),
    details: messageDetails(message, manner),
    points: 0,
    pending: 0,
    ...(enrolment ? { campaign: enrolment.campaign } : {}),
    refs: { messageId: String(message.id), template: message.template },
  };
}

function stepTitle({ kind, name, outcome }: StepRow): string {
  if (kind === 'ask') return `Asked: ${name}`;
  if (kind === 'grant') return `${outcome.kind === 'applied' ? 'Points granted' : 'Points not granted'}: ${name}`;
  if (kind === 'coupon') return `Coupon not given: ${name}`;
  if (kind === 'review') return 'Held for review';
  return `${outcome.kind === 'applied' ? 'E-mail' : 'E-mail not sent'}: ${name}`;
}

function txnRefs(txns: readonly TxnRow[]): Record<string, string> {
  return txns.length === 0 ? {} : { txnId: txns.map((txn) => String(txn.id)).join(',') };
}

function sum(txns: readonly TxnRow[], account: 'available' | 'pending'): number {
  return txns.reduce((total, txn) => total + txn[account], 0);
}

function ordinal(count: number): string {
  const suffix = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' };
  return `${count}${suffix[new Intl.PluralRules('en', { type: 'ordinal' }).select(count)]}`;
}
