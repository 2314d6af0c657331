import { counted } from '../../../values/plural.ts';
import type { MessageEnd } from './rules-send-decision.ts';

/** What a provider made of a text. */
export type ChannelAnswer =
  | { readonly kind: 'accepted'; readonly providerId: string | null }
  /** Never: for the text's sake, because nobody is at the address, or because its reader wants no more. */
  | { readonly kind: 'refused'; readonly reason: string; readonly because: 'text' | 'address' | 'opted_out' }
  /** Later, as it says, or no answer in time: whether it has the text does not matter. */
  | { readonly kind: 'busy'; readonly problem: string; readonly retryAfterMs?: number }
  /** Nobody is there, or nobody is connected: no text of the channel leaves, and that is nobody's attempt. */
  | { readonly kind: 'unreachable'; readonly problem: string }
  /** It takes nothing from us. */
  | { readonly kind: 'shut-out'; readonly problem: string }
  /** It was not to leave any more when its turn came. */
  | { readonly kind: 'withheld' };

export type AfterText =
  | {
      readonly kind: 'end';
      readonly status: MessageEnd;
      readonly reason: string | null;
      readonly providerId?: string | null;
      /** Why nothing may go to the address any more. */
      readonly suppress?: string;
      /** Its reader wants no more. */
      readonly optedOut?: true;
    }
  | { readonly kind: 'again'; readonly delayMs: number; readonly reason: string }
  /** It takes nothing from us: nobody's attempt, and all wait. */
  | { readonly kind: 'hold'; readonly problem: string }
  | { readonly kind: 'release'; readonly problem: string };

const second = 1_000;
const minute = 60 * second;
/** A provider that is busy is so for moments; all tries together take a day. */
export const textWaitsMs: readonly number[] = [5, 30]
  .map((seconds) => seconds * second)
  .concat([2, 10, 30, 120, 360, 840].map((minutes) => minutes * minute));
export const textAttemptsMax = textWaitsMs.length + 1;
/** A provider that asks for more patience is not asked before, but for no longer than this. */
const retryAfterMsMax = 60 * minute;

/** What becomes of a text after its attempt number `attempts`; what would be tried again after its deadline is not. */
export function afterText(
  answer: Exclude<ChannelAnswer, { kind: 'withheld' }>,
  {
    attempts,
    now,
    deadlineAt,
  }: { readonly attempts: number; readonly now: number; readonly deadlineAt: number | null },
): AfterText {
  switch (answer.kind) {
    case 'accepted':
      return { kind: 'end', status: 'sent', reason: null, providerId: answer.providerId };
    case 'refused':
      return refusedText(answer);
    case 'busy':
      return busyText(answer, { attempts, now, deadlineAt });
    case 'unreachable':
      return { kind: 'release', problem: answer.problem };
    case 'shut-out':
      return { kind: 'hold', problem: answer.problem };
    default:
      return answer satisfies never;
  }
}

function refusedText({ reason, because }: Extract<ChannelAnswer, { kind: 'refused' }>): AfterText {
  if (because === 'address') return { kind: 'end', status: 'bounced', reason, suppress: `bounced: ${reason}` };
  if (because === 'opted_out') return { kind: 'end', status: 'suppressed', reason: optedOutReason, optedOut: true };
  return { kind: 'end', status: 'failed', reason: `the provider refused it: ${reason}` };
}

const optedOutReason = 'its reader wants no more of them, as the provider says';

function busyText(
  { problem, retryAfterMs = 0 }: Extract<ChannelAnswer, { kind: 'busy' }>,
  {
    attempts,
    now,
    deadlineAt,
  }: { readonly attempts: number; readonly now: number; readonly deadlineAt: number | null },
): AfterText {
  const waitMs = textWaitsMs[attempts - 1];
  if (waitMs === undefined) {
    const given = `given up after ${counted(attempts, 'attempt', 'attempts')}: ${problem}`;
    return { kind: 'end', status: 'failed', reason: given };
  }
  const delayMs = Math.max(waitMs, Math.min(retryAfterMs, retryAfterMsMax));
  if (deadlineAt !== null && now + delayMs > deadlineAt) {
    return { kind: 'end', status: 'dropped', reason: `too late for another attempt: ${problem}` };
  }
  return { kind: 'again', delayMs, reason: `attempt ${attempts}: ${problem}` };
}

/** Why a text waits that its provider did not refuse for its own sake. */
export const heldTextReason = (problem: string): string => `the provider takes nothing from us: ${problem}`;
