import type { Channel, MessageClass } from '../../programme/rules-message-limits.ts';
import { type Addressee, consentObjection, type Objection } from '../reachability/rules-consent.ts';

/** What is known of a member on a channel other than e-mail. */
export type ReachedThere = Omit<Addressee, 'status'>;

/** A member as all channels know one: by mail, and by those that messages may go by beside. */
export interface Reachable extends Addressee {
  readonly others?: Readonly<Partial<Record<Exclude<Channel, 'email'>, ReachedThere>>>;
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

/** What keeps every message of a step from a channel, whoever it is to: nobody sends there, or it has no text for it. */
export type Unable<Step> = (channel: Channel, step: Step) => Objection | undefined;

/** The first way in which consent lets a message go, by the first channel that may; the first of all when none does. */
export function wayFor<Step extends { readonly class: MessageClass }>(
  ways: readonly [Step, ...Step[]],
  to: Reachable,
  channelsOf: (step: Step) => readonly [Channel, ...Channel[]],
  unable: Unable<Step> = () => undefined,
): Way<Step> {
  const objectionTo = (channel: Channel, step: Step) => objectionBy(channel, step, to) ?? unable(channel, step);
  for (const [place, step] of ways.entries()) {
    const channel = channelsOf(step).find((each) => objectionTo(each, step) === undefined);
    if (channel !== undefined) return { step, channel, isLesser: place > 0 };
  }
  const [step] = ways;
  const [channel] = channelsOf(step);
  const objection = objectionTo(channel, step);
  return { step, channel, isLesser: false, ...(objection === undefined ? {} : { objection }) };
}

function objectionBy(
  channel: Channel,
  { class: messageClass }: { readonly class: MessageClass },
  to: Reachable,
): Objection | undefined {
  if (channel === 'email') return consentObjection(messageClass, to);
  const { address = null, marketing = null, service = null, suppressed = null } = to.others?.[channel] ?? {};
  return consentObjection(messageClass, { status: to.status, address, suppressed, marketing, service }, channel);
}
