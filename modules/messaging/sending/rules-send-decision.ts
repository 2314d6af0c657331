import { daysLater } from '../../../values/calendar.ts';
import { type Channel, deferralDaysDefault, type MessageClass } from '../../programme/rules-message-limits.ts';
import { keepsQuietHours, opensAt, quietHoursReason } from '../../programme/rules-quiet-hours.ts';
import type { QuietHours } from '../../programme/rules.ts';
import { type Addressee, consentObjection } from '../reachability/rules-consent.ts';
import type { Hold } from './rules-caps.ts';
import { conditionReason, type FailedCondition } from './rules-condition.ts';
import { blame, type Refusal } from './rules-refusal.ts';
import { counted } from '../../../values/plural.ts';
import { cutText } from '../../../values/cut-text.ts';

/** How a message ends when it does not leave, or after it has. */
export type MessageEnd = 'sent' | 'bounced' | 'suppressed' | 'skipped' | 'dropped' | 'failed' | 'unknown';

/** What happens to a message that is due: it goes, waits for a better hour, or ends with a reason. */
export type SendDecision =
  | { readonly kind: 'go' }
  | { readonly kind: 'wait'; readonly until: number; readonly reason: string }
  | { readonly kind: 'end'; readonly status: MessageEnd; readonly reason: string };

export interface DueFacts {
  readonly class: MessageClass;
  /** E-mail when absent. */
  readonly channel?: Channel;
  readonly addressee: Addressee;
  readonly zone: string;
  readonly quietHours: QuietHours | null;
  readonly deadlineAt: number | null;
  readonly reservedAt: number;
  /** How long after it was asked for a message without a deadline may be put off by a cap. */
  readonly deferralDays?: number;
  readonly campaignStatus: string | null;
  readonly enrolmentStatus: string | null;
  /** What has made its condition untrue. */
  readonly untrue?: FailedCondition | null;
}

/** Enrolments that ended like this want nothing said any more. One that is done may have said its last word in this message. */
const silencing: Readonly<Record<string, string>> = {
  cancelled: 'the enrolment was cancelled before it could leave',
  exited: 'the member left the campaign before it could leave',
};

/**
 * What happens to a message that is due now, by everything that is known at this moment; `hold` is what the caps say, once
 * they were asked. What a cap puts off leaves at the first hour at which both the cap and the night allow it.
 */
export function decideSend(facts: DueFacts, now: number, hold?: Hold): SendDecision {
  if (facts.campaignStatus === 'ended') {
    return { kind: 'end', status: 'dropped', reason: 'the campaign was ended before it could leave' };
  }
  const silenced = facts.class === 'transactional' ? undefined : silencing[facts.enrolmentStatus ?? ''];
  if (silenced !== undefined) return { kind: 'end', status: 'dropped', reason: silenced };
  const objection = consentObjection(facts.class, facts.addressee, facts.channel);
  if (objection !== undefined) return { kind: 'end', status: 'suppressed', reason: objection.reason };
  if (facts.untrue) return { kind: 'end', status: 'skipped', reason: conditionReason(facts.untrue) };
  const mayLeave = Math.max(now, hold?.until ?? now);
  const leaves = keepsQuietHours(facts.class) ? opensAt(facts.quietHours, facts.zone, mayLeave) : mayLeave;
  if (leaves > lastInstant(facts, hold)) {
    const reason = hold ? `${hold.reason}, and its deadline passed` : 'too late: its deadline had passed';
    return { kind: 'end', status: 'dropped', reason };
  }
  return leaves > now ? { kind: 'wait', until: leaves, reason: hold?.reason ?? quietHoursReason } : { kind: 'go' };
}

/** A night is over in hours; what caps put off could go on for ever, so without a deadline of its own it gets one. */
function lastInstant(
  { deadlineAt, reservedAt, zone, deferralDays = deferralDaysDefault }: DueFacts,
  hold?: Hold,
): number {
  if (deadlineAt !== null) return deadlineAt;
  return hold ? daysLater(reservedAt, deferralDays, zone) : Infinity;
}

/** What a mail server made of a message; see `SendResult` of the transport. */
export type Delivery =
  | { readonly kind: 'accepted' }
  | ({ readonly kind: 'refused' } & Refusal)
  | { readonly kind: 'impossible'; readonly problem: string }
  | { readonly kind: 'unreachable'; readonly problem: string }
  | { readonly kind: 'shut-out'; readonly problem: string }
  | { readonly kind: 'interrupted'; readonly problem: string }
  | { readonly kind: 'unknown'; readonly problem: string };

export type AfterDelivery =
  /** `suspect`: unless the server says so to everybody. */
  | {
      readonly kind: 'end';
      readonly status: MessageEnd;
      readonly reason: string | null;
      readonly suppress?: string;
      readonly suspect?: Refusal;
    }
  /** Try again after `delayMs`. */
  | { readonly kind: 'again'; readonly delayMs: number; readonly reason: string }
  /** The server takes no mail from this account: nobody's attempt, and all wait. */
  | { readonly kind: 'hold'; readonly problem: string }
  /** The server is not there, or lets nobody in: the message keeps its place and its count of attempts. */
  | { readonly kind: 'release' };

const minuteMs = 60_000;
/** Servers put mail off for minutes (greylisting) or hours (a full mailbox). All tries together take 31 hours. */
const retryDelaysMs = [1, 5, 15, 60, 180, 360, 480, 720].map((minutes) => minutes * minuteMs);
export const attemptsMax = retryDelaysMs.length + 1;

/**
 * What becomes of a message after an attempt. A 4xx is tried again, a 5xx is a bounce, unless it is about our account. When nobody knows whether it
 * arrived, marketing is not repeated (a lost advertisement is better than two) and the other classes are: the mail carries the
 * same Message-ID, so a mail program can tell.
 */
export function afterDelivery(delivery: Delivery, messageClass: MessageClass, attempts: number): AfterDelivery {
  switch (delivery.kind) {
    case 'accepted':
      return { kind: 'end', status: 'sent', reason: null };
    case 'impossible':
      return { kind: 'end', status: 'failed', reason: delivery.problem };
    case 'unreachable':
    case 'shut-out':
      return { kind: 'release' };
    case 'interrupted':
      // It is there but hangs up at this mail: an attempt, or one bad mail would be tried for ever.
      return again(attempts, delivery.problem);
    case 'unknown':
      return messageClass === 'marketing'
        ? { kind: 'end', status: 'unknown', reason: `nobody knows whether it arrived: ${delivery.problem}` }
        : again(attempts, delivery.problem);
    case 'refused':
      return afterRefusal(delivery, attempts);
    default:
      return delivery satisfies never;
  }
}

function afterRefusal(refusal: Refusal, attempts: number): AfterDelivery {
  const reply = oneLine(refusal.response);
  const blamed = blame(refusal);
  if (blamed === 'account') return { kind: 'hold', problem: reply };
  // 503 is a quarrel about the order of commands, not about this mail.
  if (refusal.code < 500 || refusal.code === 503) return again(attempts, reply);
  return {
    kind: 'end',
    status: 'bounced',
    reason: reply,
    ...(blamed === 'address' ? { suppress: `bounced: ${reply}` } : {}),
    ...(blamed === 'mail' ? {} : { suspect: refusal }),
  };
}

/** Why a message waits that the mail server did not refuse for its own sake. */
export function heldReason(problem: string): string {
  return `the mail server takes no mail from this account: ${problem}`;
}

function again(attempts: number, problem: string): AfterDelivery {
  const delayMs = retryDelaysMs[attempts - 1];
  if (delayMs === undefined)
    return {
      kind: 'end',
      status: 'failed',
      reason: `given up after ${counted(attempts, 'attempt', 'attempts')}: ${problem}`,
    };
  return { kind: 'again', delayMs, reason: `attempt ${attempts}: ${problem}` };
}

const replyCharactersMax = 300;

function oneLine(response: string): string {
  return cutText(response.replace(/\s+/g, ' ').trim(), replyCharactersMax);
}
