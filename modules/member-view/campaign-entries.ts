import { currentCode } from '../../platform/errors.ts';
import { asStored } from '../../values/phrase.ts';
import { couponNotGiven } from '../coupons/wording.ts';
import { endingTitle, enrolmentDetails, stepData, stepTitle } from '../enrolments/wording.ts';
import { grantTitle, txnDetails, txnTitle } from '../ledger/wording.ts';
import { messageDetails, messageStepTitle, messageTitle } from '../messaging/wording.ts';
import { reviewCase } from '../reviews/wording.ts';
import { couponDraft } from './coupon-entries.ts';
import type { CouponMoveRow } from './rows-coupon-moves.ts';
import type { EnrolmentRow, MessageRow, StepRow, TimelineRows, TxnRow } from './rows.ts';
import { type Cause, type TimelineDraft, ranks } from './timeline-entry.ts';
import type { MemberPhrase } from './wording.ts';

/** What campaigns did: entries and ends, steps with the points and messages they brought; `all` adds what stories asked for. */
export function campaignDrafts(rows: TimelineRows, all: boolean): TimelineDraft[] {
  const enrolments = new Map(rows.enrolments.map((enrolment) => [enrolment.id, enrolment]));
  const txns = new Map(rows.txns.map((txn) => [txn.key, txn]));
  const messageKeys = new Set(rows.messages.map((message) => message.key));
  const campaignOf = (id: bigint | null) => (id === null ? undefined : enrolments.get(id)?.campaign);
  const causeOf = causesOf(rows);
  const drafts = rows.enrolments.flatMap((enrolment) => enrolmentDrafts(enrolment, causeOf(enrolment.id)));
  for (const step of rows.steps) {
    const campaign = campaignOf(step.enrolmentId);
    const txn = txns.get(`step:${step.key}`);
    const cause = causeOf(step.enrolmentId, step.key);
    if (txn) drafts.push({ ...grantDraft(step, txn, campaign), cause });
    else if (!messageKeys.has(step.key) && !tellsItself(step) && (all || !isOwnNote(step)))
      drafts.push({ ...stepDraft(step, campaign), cause });
  }
  for (const move of rows.couponMoves ?? [])
    drafts.push(couponDraft(move, campaignOf(move.enrolmentId), couponCause(move, rows, causeOf)));
  for (const message of rows.messages) {
    const cause = causeOf(message.enrolmentId, message.key);
    drafts.push({ ...messageDraft(message, campaignOf(message.enrolmentId)), cause });
  }
  return drafts;
}

type CauseOf = (enrolmentId: bigint | null, stepKey?: string) => Cause;

/** What the effects of campaigns come from: the step, its enrolment, and the event that brought the member in. */
function causesOf({ enrolments, events, steps }: TimelineRows): CauseOf {
  const eventIds = new Map(events.map(({ eventId, id }) => [eventId, id]));
  const causes = new Map(enrolments.map(({ id, causeEventId }) => [id, eventIds.get(causeEventId ?? '')]));
  const stepIds = new Map(steps.map(({ key, id }) => [key, id]));
  return (enrolment, stepKey = '') => {
    if (enrolment === null) return {};
    const [event, step] = [causes.get(enrolment), stepIds.get(stepKey)];
    return { enrolment, ...(event === undefined ? {} : { event }), ...(step === undefined ? {} : { step }) };
  };
}

/** A coupon is given by a step, and used on an order. */
function couponCause(
  { kind, key, enrolmentId, orderId }: CouponMoveRow,
  { events }: TimelineRows,
  causeOf: CauseOf,
): Cause {
  if (kind === 'ISSUE') return causeOf(enrolmentId, key.replace(/^step:/, ''));
  const order = events.find(({ type, data }) => type === 'order.placed' && data.orderId === orderId);
  return kind === 'REDEEM' && order ? { event: order.id } : {};
}

/** A coupon that was issued or taken back is told by its moves. */
const tellsItself = ({ kind, outcome }: StepRow) =>
  (kind === 'coupon' || kind === 'clawback') && outcome.kind === 'applied';

/** What a story asked or noted for itself: nothing that happened to the member. */
const isOwnNote = ({ kind, outcome }: StepRow) => kind === 'ask' || (kind === 'referral' && outcome.kind === 'applied');

function enrolmentDrafts(enrolment: EnrolmentRow, cause: Cause): TimelineDraft[] {
  const { campaign, campaignName, enrolledAt, endedAt, status, reason } = enrolment;
  const common = { kind: 'campaign', points: 0, pending: 0, campaign, cause } as const;
  const refs = { enrolmentId: String(enrolment.id) };
  const entered: TimelineDraft = {
    ...common,
    at: enrolledAt,
    rank: ranks.entered,
    code: 'entered',
    title: { key: 'campaign.entered', params: { name: campaignName } },
    details: enrolmentDetails(enrolment),
    refs,
  };
  if (endedAt === null) return [entered];
  const ended: TimelineDraft = {
    ...common,
    at: endedAt,
    rank: ranks.ended,
    code: `ended.${status}`,
    title: endingTitle(status, campaignName),
    details: reason === null ? [] : [asStored(reason)],
    refs,
  };
  return [entered, ended];
}

/** Points that a step set aside, took or gave back are told as any others. */
const stakes = new Set(['HOLD', 'SPEND', 'CAPTURE', 'RELEASE']);

function grantDraft(step: StepRow, txn: TxnRow, campaign: string | undefined): TimelineDraft {
  return {
    at: txn.effectiveAt,
    rank: ranks.effect,
    kind: 'points',
    code: txn.kind,
    title: stakes.has(txn.kind) ? txnTitle(txn) : grantTitle(txn),
    details: txnDetails(txn),
    points: txn.available,
    pending: txn.pending,
    ...(campaign === undefined ? {} : { campaign }),
    refs: { stepKey: step.key, txnId: String(txn.id) },
  };
}

/** A step that left no posting and no message: refused, skipped, or a fact that was asked for. */
function stepDraft(step: StepRow, campaign: string | undefined): TimelineDraft {
  const { kind, code, reason, data } = step.outcome;
  const details: MemberPhrase[] = typeof reason === 'string' ? [asStored(reason)] : [];
  if (step.kind === 'ask' && typeof data === 'object') details.push(stepData(data));
  if (step.kind === 'review' && typeof data === 'object') details.push(reviewCase(data));
  return {
    at: step.storyAt,
    rank: ranks.effect,
    kind: 'step',
    code: typeof kind === 'string' ? kind : 'unknown',
    title: titleOf(step),
    details,
    points: 0,
    pending: 0,
    ...(campaign === undefined ? {} : { campaign }),
    refs: { stepKey: step.key, ...(typeof code === 'string' ? { refusal: currentCode(code) ?? code } : {}) },
  };
}

function titleOf({ kind, name, outcome }: StepRow): MemberPhrase {
  const applied = outcome.kind === 'applied';
  if (kind === 'coupon') return couponNotGiven(name);
  if (kind === 'review') return { key: 'review.opened', params: {} };
  return stepTitle(kind, name, applied) ?? messageStepTitle(name, applied);
}

function messageDraft(message: MessageRow, campaign: string | undefined): TimelineDraft {
  return {
    at: message.sentAt ?? message.reservedAt,
    rank: ranks.effect,
    kind: 'message',
    code: message.status,
    title: messageTitle(message),
    details: messageDetails(message),
    points: 0,
    pending: 0,
    ...(campaign === undefined ? {} : { campaign }),
    refs: { messageId: String(message.id), template: message.template },
  };
}
