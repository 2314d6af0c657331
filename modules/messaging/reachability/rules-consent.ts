import type { ErrorCode } from '../../../platform/errors.ts';
import { isEmail } from '../../../values/contact.ts';
import type { Channel, MessageClass } from '../../programme/rules-message-limits.ts';

/** What is known of a member on one channel when a message wants to go there. */
export interface Addressee {
  /** The member's status: ACTIVE, or why not. */
  readonly status: string;
  readonly address: string | null;
  /** Consent to marketing; null when the member was never asked. */
  readonly marketing: boolean | null;
  /** False when the member has stopped service notices. */
  readonly service: boolean | null;
  /** Why the address is suppressed; null when it is not. */
  readonly suppressed: string | null;
}

export const sendObjections = [
  'MEMBER_NOT_ACTIVE',
  'ADDRESS_MISSING',
  'ADDRESS_INVALID',
  'ADDRESS_SUPPRESSED',
  'CONSENT_MISSING',
  'OPTED_OUT',
] as const satisfies readonly ErrorCode[];

export interface Objection {
  readonly code: (typeof sendObjections)[number];
  readonly reason: string;
}

/**
 * Why this member may not be sent a message of this class by a channel; undefined when nothing speaks against it.
 * Marketing needs consent; a service notice goes unless the member has stopped them; a suppressed address gets nothing. An inbox
 * is there for every member: it has no address that could be missing, wrong or suppressed.
 */
export function consentObjection(
  messageClass: MessageClass,
  to: Addressee,
  channel: Channel = 'email',
): Objection | undefined {
  if (to.status !== 'ACTIVE') {
    return { code: 'MEMBER_NOT_ACTIVE', reason: `the member is ${to.status.toLowerCase()}` };
  }
  const objection = channel === 'email' ? addressObjection(to) : undefined;
  return objection ?? unwanted(messageClass, to, channel);
}

function addressObjection(to: Addressee): Objection | undefined {
  if (to.address === null || to.address.trim() === '') return { code: 'ADDRESS_MISSING', reason: 'no e-mail address' };
  // One mailbox and nothing else: no list, no display name, no line break that would start another header.
  if (!isEmail(to.address)) return { code: 'ADDRESS_INVALID', reason: 'the e-mail address is not valid' };
  if (to.suppressed !== null) {
    return { code: 'ADDRESS_SUPPRESSED', reason: `the e-mail address is suppressed: ${to.suppressed}` };
  }
  return undefined;
}

const unwantedWords = {
  email: {
    refused: 'the member has refused marketing by e-mail',
    unasked: 'no consent to marketing by e-mail',
  },
  inbox: {
    refused: 'the member has refused marketing in the inbox',
    unasked: 'no consent to marketing in the inbox',
  },
} as const satisfies Record<Channel, object>;

/** A notice in the inbox disturbs nobody: it is read by who opens the page, and always lies there. */
function unwanted(messageClass: MessageClass, to: Addressee, channel: Channel): Objection | undefined {
  const { refused, unasked } = unwantedWords[channel];
  if (messageClass === 'marketing' && to.marketing !== true) {
    return to.marketing === false
      ? { code: 'OPTED_OUT', reason: refused }
      : { code: 'CONSENT_MISSING', reason: unasked };
  }
  if (channel === 'email' && messageClass === 'service' && to.service === false) {
    return { code: 'OPTED_OUT', reason: 'the member has stopped service notices by e-mail' };
  }
  return undefined;
}
