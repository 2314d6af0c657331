import { nearestWord } from '../../../values/edit-distance.ts';
import type { Refusal } from './facts.ts';
import { decidedEventType } from './reviews.ts';

/** What the product understands when a shop sends it. */
export const knownEventTypes: readonly string[] = [
  ...['member.joined', 'member.updated', 'member.activated'],
  ...['order.placed', 'order.amended', 'order.returned', 'order.cancelled'],
  ...['checkin.done', 'checkin.repaired', 'share.opened'],
];

/** What the product tells of itself, by the same way; a shop may tell of it, too. */
const toldEventTypes: readonly string[] = ['member.unsubscribed', 'message.bounced', 'message.complained'];

/** The event by which the answer of a system comes back to the journey that asked it. */
export const answeredEventType = 'webhook.answered';

/** First words of event types that mean something to the product: what begins with one is not a shop's own by chance. */
const reservedWords: readonly string[] = [
  ...['member', 'order', 'points', 'checkin', 'share', 'coupon', 'referral', 'review', 'message', 'consent'],
  ...['campaign', 'segment', 'tier', 'ledger', 'programme'],
];

/** What shops call it that the product calls something else. */
const otherNames: Readonly<Record<string, string>> = {
  'order.created': 'order.placed',
  'order.paid': 'order.placed',
  'order.refunded': 'order.returned',
  'order.canceled': 'order.cancelled',
  'order.voided': 'order.cancelled',
  'order.edited': 'order.amended',
  'order.updated': 'order.amended',
  'member.created': 'member.joined',
  'member.registered': 'member.joined',
};

const distanceMax = 2;

/** Types of a shop's own that something asks for (`heard`), and those besides that the programme file names. */
export interface ListenedTypes {
  readonly heard: ReadonlySet<string>;
  readonly declared: ReadonlySet<string>;
}

/**
 * Why an event of this type is not taken: it is nearly one that the product knows, or begins like one, and would be kept and
 * bring nothing. What the programme or a campaign names is a shop's own type and taken. Undefined when it is taken.
 */
export function refuseNearMiss(type: string, { declared }: Pick<ListenedTypes, 'declared'>): Refusal | undefined {
  if (type === decidedEventType) {
    return refusal(
      `"${type}" is written by the decision itself`,
      'decide the case: perennial review approve, or reject',
    );
  }
  if (type === answeredEventType) {
    return refusal(
      `"${type}" is written when a system has answered a journey`,
      'answer the call, or name it something of your own',
    );
  }
  if (knownEventTypes.includes(type) || toldEventTypes.includes(type) || declared.has(type)) return undefined;
  const meant = otherNames[type] ?? nearestWord(type, [...knownEventTypes, ...declared], distanceMax);
  const [word = ''] = type.split('.', 1);
  if (meant === undefined && !reservedWords.includes(word)) return undefined;
  const own = 'or name it under "events" in the programme file if it is your own';
  if (meant !== undefined)
    return refusal(`"${type}" is no event there is`, `did you mean "${meant}"? Correct it, ${own}`);
  return refusal(
    `"${type}" is no event there is, and what begins with "${word}." is the product's`,
    `${correct(word)}, ${own}`,
  );
}

/**
 * Why a campaign can't wait for events of this type: none of them would ever be taken. Undefined when some may come; what the
 * programme declares is a shop's own.
 */
export function refuseUnheard(
  type: string,
  declared: ReadonlySet<string>,
): { readonly problem: string; readonly fix: string } | undefined {
  if (type === decidedEventType) return undefined;
  const refused = refuseNearMiss(type, { declared });
  return refused && { problem: `names an event that never comes: ${refused.message}`, fix: refused.fix ?? 'drop it' };
}

/** Those that begin the same, to choose from. */
function correct(word: string): string {
  const known = knownEventTypes.filter((type) => type.startsWith(`${word}.`));
  return known.length === 0 ? 'drop it' : `send ${known.join(' or ')}`;
}

/** True of a type that nothing in the product knows by itself. */
export function isOwnType(type: string): boolean {
  return !knownEventTypes.includes(type) && !toldEventTypes.includes(type);
}

function refusal(message: string, fix: string): Refusal {
  return { code: 'EVENT_INVALID', field: 'type', message, fix };
}
