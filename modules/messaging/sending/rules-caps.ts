import { daysLater } from '../../../values/calendar.ts';
import type { MessageCap } from '../../programme/rules-message-limits.ts';
import { counted, inDays } from '../../../values/plural.ts';

/** Whoever waits for another message of the member to leave looks again after this. */
export const lookAgainMs = 60_000;

/** What keeps a message from leaving for a while: until when, and why in words a marketer reads. */
export interface Hold {
  readonly until: number;
  readonly reason: string;
}

/** One member's messages of one class and channel, beside the one that wants to leave. */
export interface Slots {
  /** When those left that have arrived, or may have. */
  readonly takenAt: readonly number[];
  /** On their way at this moment: they take a slot, unless they come back. */
  readonly underway: number;
  /** Due, and first in line: of a campaign with a lower priority number, or due for longer. */
  readonly ahead: number;
}

/**
 * What holds a message back at `now` by the caps of its class and channel; undefined when it may leave. A slot comes free
 * at the same local time `perDays` days later, where the member lives. When the last free slot goes to another message, this
 * one looks again soon: that other one may come to nothing.
 */
export function heldByCaps(caps: readonly MessageCap[], slots: Slots, zone: string, now: number): Hold | undefined {
  const held = caps.map((cap) => heldBy(cap, slots.takenAt, zone, now)).filter((hold) => hold !== undefined);
  if (held.length > 0) return held.reduce((latest, hold) => (hold.until > latest.until ? hold : latest));
  const others = Array.from({ length: slots.underway + slots.ahead }, () => now);
  const supposed = [...slots.takenAt, ...others];
  return caps.some((cap) => heldBy(cap, supposed, zone, now) !== undefined)
    ? { until: now + lookAgainMs, reason: 'gives way to another message that goes first' }
    : undefined;
}

function heldBy(cap: MessageCap, takenAt: readonly number[], zone: string, now: number): Hold | undefined {
  const freeAt = takenAt
    .map((at) => daysLater(at, cap.perDays, zone))
    .filter((at) => at > now)
    .sort((a, b) => a - b);
  const until = freeAt[freeAt.length - cap.max];
  return until === undefined ? undefined : { until, reason: describeFull(cap) };
}

const nouns = {
  email: 'mail',
  inbox: 'inbox message',
  sms: 'SMS message',
  wechat: 'WeChat message',
  push: 'push message',
} as const satisfies Record<MessageCap['channel'], string>;

/** "2 marketing mails in 7 days already" */
function describeFull({ class: messageClass, channel, max, perDays }: MessageCap): string {
  const noun = nouns[channel];
  return `${counted(max, `${messageClass} ${noun}`, `${messageClass} ${noun}s`)} in ${inDays(perDays)} already`;
}

/** Who goes first when several messages want the same slot: the lower priority number, then who has waited for longer. */
export function bySendOrder(a: SendOrder, b: SendOrder): number {
  return (
    a.priority - b.priority || a.notBefore.getTime() - b.notBefore.getTime() || Number(BigInt(a.id) - BigInt(b.id))
  );
}

export interface SendOrder {
  readonly id: string;
  readonly priority: number;
  readonly notBefore: Date;
}
