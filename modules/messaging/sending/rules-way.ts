import type { Channel, MessageClass } from '../../programme/rules-message-limits.ts';
import { type Addressee, consentObjection, type Objection } from '../reachability/rules-consent.ts';

/** A member as both channels know one: by mail, and what was said of the inbox where messages may go there. */
export interface Reachable extends Addressee {
  readonly inbox?: Pick<Addressee, 'marketing' | 'service'>;
}

/** How a message goes. */
export interface Way<Step> {
  readonly step: Step;
  readonly channel: Channel;
  /** Not as it was asked for first. */
  readonly isLesser: boolean;
  /** Why it may not go in any way by any channel: what speaks against the first one. */
  readonly objection?: Objection;
}

/** The first way in which consent lets a message go, by the first channel that may; the first of all when none does. */
export function wayFor<Step extends { readonly class: MessageClass }>(
  ways: readonly [Step, ...Step[]],
  to: Reachable,
  channelsOf: (step: Step) => readonly [Channel, ...Channel[]],
): Way<Step> {
  for (const [place, step] of ways.entries()) {
    const channel = channelsOf(step).find((each) => objectionBy(each, step, to) === undefined);
    if (channel !== undefined) return { step, channel, isLesser: place > 0 };
  }
  const [step] = ways;
  const [channel] = channelsOf(step);
  const objection = objectionBy(channel, step, to);
  return { step, channel, isLesser: false, ...(objection === undefined ? {} : { objection }) };
}

function objectionBy(
  channel: Channel,
  { class: messageClass }: { readonly class: MessageClass },
  to: Reachable,
): Objection | undefined {
  if (channel === 'email') return consentObjection(messageClass, to);
  const { marketing = null, service = null } = to.inbox ?? {};
  const there = { status: to.status, address: null, suppressed: null, marketing, service };
  return consentObjection(messageClass, there, channel);
}
