import type { ErrorCode } from '../../../platform/errors.ts';
import type { Channel, MessageClass } from '../../programme/rules-message-limits.ts';
import { isAddressOf } from './rules-address.ts';

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
  'CHANNEL_NOT_CONNECTED',
  'SHORT_TEXT_MISSING',
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
  const objection = channel === 'inbox' ? undefined : addressObjection(to, channel);
  return objection ?? unwanted(messageClass, to, channel);
}

const addressWords = {
  email: { none: 'no e-mail address', wrong: 'the e-mail address is not valid', noun: 'e-mail address' },
  sms: { none: 'no phone number', wrong: 'the phone number is not valid', noun: 'phone number' },
  wechat: { none: 'no WeChat OpenID', wrong: 'the WeChat OpenID is not valid', noun: 'WeChat OpenID' },
  push: { none: 'no push token', wrong: 'the push token is not valid', noun: 'push token' },
} as const satisfies Record<Exclude<Channel, 'inbox'>, object>;

function addressObjection(to: Addressee, channel: Exclude<Channel, 'inbox'>): Objection | undefined {
  const { none, wrong, noun } = addressWords[channel];
  if (to.address === null || to.address.trim() === '') return { code: 'ADDRESS_MISSING', reason: none };
  // One mailbox and nothing else: no list, no display name, no line break that would start another header.
  if (!isAddressOf(channel, to.address)) return { code: 'ADDRESS_INVALID', reason: wrong };
  if (to.suppressed !== null) {
    return { code: 'ADDRESS_SUPPRESSED', reason: `the ${noun} is suppressed: ${to.suppressed}` };
  }
  return undefined;
}

const unwantedWords = {
  email: {
    refused: 'the member has refused marketing by e-mail',
    unasked: 'no consent to marketing by e-mail',
    stopped: 'the member has stopped service notices by e-mail',
  },
  inbox: {
    refused: 'the member has refused marketing in the inbox',
    unasked: 'no consent to marketing in the inbox',
    stopped: undefined,
  },
  sms: {
    refused: 'the member has refused marketing by SMS',
    unasked: 'no consent to marketing by SMS',
    stopped: 'the member has stopped service notices by SMS',
  },
  wechat: {
    refused: 'the member has refused marketing by WeChat',
    unasked: 'no consent to marketing by WeChat',
    stopped: 'the member has stopped service notices by WeChat',
  },
  push: {
    refused: 'the member has refused marketing by push',
    unasked: 'no consent to marketing by push',
    stopped: 'the member has stopped service notices by push',
  },
} as const satisfies Record<Channel, object>;

/** A notice in the inbox disturbs nobody: it is read by who opens the page, and always lies there. */
function unwanted(messageClass: MessageClass, to: Addressee, channel: Channel): Objection | undefined {
  const { refused, unasked, stopped } = unwantedWords[channel];
  if (messageClass === 'marketing' && to.marketing !== true) {
    return to.marketing === false
      ? { code: 'OPTED_OUT', reason: refused }
      : { code: 'CONSENT_MISSING', reason: unasked };
  }
  if (stopped !== undefined && messageClass === 'service' && to.service === false) {
    return { code: 'OPTED_OUT', reason: stopped };
  }
  return undefined;
}
