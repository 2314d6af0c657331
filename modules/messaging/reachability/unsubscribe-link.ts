import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MessageClass } from '../../programme/rules-message-limits.ts';

/** Which mails a link stops: a marketing mail's all marketing, a service notice's those as well. */
export type UnsubscribeScope = 'marketing' | 'service';

export interface UnsubscribeLink {
  readonly programmeId: number;
  readonly memberId: string;
  readonly scope: UnsubscribeScope;
  /** The row of the mail that has the link; absent in mails from before 0.2. */
  readonly messageRowId?: string;
}

export interface UnsubscribeSettings {
  /** Where members reach this installation, such as https://club.shop.example */
  readonly publicUrl: string;
  readonly secret: string;
}

/** Half of a SHA-256 is more than anybody can guess, and keeps the link short. */
const signatureBytes = 16;

/** The link of a message; null for a transactional one, which is part of what the member asked for. */
export function unsubscribeUrl(
  { publicUrl, secret }: UnsubscribeSettings,
  { messageClass, ...mail }: Omit<UnsubscribeLink, 'scope'> & { readonly messageClass: MessageClass },
): string | null {
  if (messageClass === 'transactional') return null;
  const token = signUnsubscribe(secret, { ...mail, scope: messageClass });
  return `${publicUrl.replace(/\/$/, '')}/u/${token}`;
}

/** A token that names the member without telling who it is; it works for ever, as mails are kept for years. */
export function signUnsubscribe(
  secret: string,
  { programmeId, memberId, scope, messageRowId }: UnsubscribeLink,
): string {
  const mail = messageRowId === undefined ? '' : `.${messageRowId}`;
  const payload = `${programmeId}.${memberId}.${scope === 'service' ? 's' : 'm'}${mail}`;
  return `${payload}.${signature(secret, payload).toString('base64url')}`;
}

/** What a token says, or undefined when this installation has not signed it. */
export function readUnsubscribe(secret: string, token: string): UnsubscribeLink | undefined {
  const match = /^((\d{1,5})\.(\d{1,19})\.([ms])(?:\.(\d{1,19}))?)\.([A-Za-z0-9_-]{22})$/.exec(token);
  if (!match) return undefined;
  const [, payload = '', programmeId = '', memberId = '', scope, messageRowId, given = ''] = match;
  const expected = signature(secret, payload);
  const bytes = Buffer.from(given, 'base64url');
  // Compared in constant time: a comparison that stops at the first difference tells how much of a guess is right.
  if (bytes.length !== expected.length || !timingSafeEqual(bytes, expected)) return undefined;
  const mail = messageRowId === undefined ? {} : { messageRowId };
  return { programmeId: Number(programmeId), memberId, scope: scope === 's' ? 'service' : 'marketing', ...mail };
}

function signature(secret: string, payload: string): Buffer {
  return createHmac('sha256', secret).update(`unsubscribe:${payload}`).digest().subarray(0, signatureBytes);
}
