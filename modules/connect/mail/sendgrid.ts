import { createPublicKey, verify } from 'node:crypto';
import * as z from 'zod';
import { optionalText } from '../payload-fields.ts';
import { type MailTold, reportOf, toldOf } from './told-reports.ts';

const eventSchema = z.object({
  event: z.string(),
  email: optionalText,
  timestamp: z.number(),
  'smtp-id': optionalText,
  sg_event_id: z.string().min(1),
  status: optionalText,
  reason: optionalText,
  type: optionalText,
});
const schema = z.array(eventSchema).max(1_000);
type Event = z.output<typeof eventSchema>;

/** True of a call that SendGrid has signed: ECDSA over its timestamp and the raw body, by the key that its settings show. */
export function isFromSendgrid(
  publicKey: string,
  body: Uint8Array,
  given: { timestamp: string; signature: string },
): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    const signed = Buffer.concat([Buffer.from(given.timestamp), body]);
    return verify('sha256', signed, key, Buffer.from(given.signature, 'base64'));
  } catch {
    // No key, or no signature.
    return false;
  }
}

/** Bounces, complaints, and what SendGrid dropped because of an earlier one of either. */
export function sendgridReports(body: unknown): MailTold {
  const read = schema.safeParse(body);
  if (!read.success) return { invalid: read.error.issues[0]?.path.join('.') || 'body' };
  const reports = read.data.flatMap((event) => {
    const meaning = meaningOf(event);
    if (meaning === null) return [];
    const { sg_event_id: id, timestamp, status, reason, email, 'smtp-id': messageId } = event;
    const given = { id: `sendgrid:${id}`, at: timestamp * 1_000, detail: [status, reason], address: email, messageId };
    return [reportOf({ ...given, ...meaning })];
  });
  return toldOf(reports, 'nothing follows from these events');
}

function meaningOf({ event, type, reason }: Event): { type: 'bounce' | 'complaint'; hard?: boolean } | null {
  if (event === 'spamreport') return { type: 'complaint' };
  // Blocked: the server would not have this mail, which says nothing against the address.
  if (event === 'bounce') return type === 'blocked' ? { type: 'bounce', hard: false } : { type: 'bounce' };
  if (event !== 'dropped') return null;
  if (reason === 'Bounced Address') return { type: 'bounce', hard: true };
  return reason === 'Spam Reporting Address' ? { type: 'complaint' } : null;
}
