import { verify, X509Certificate } from 'node:crypto';
import * as z from 'zod';
import { optionalText } from '../payload-fields.ts';
import { type MailTold, reportOf, toldOf } from './told-reports.ts';
import { cutText } from '../../../values/cut-text.ts';

/** What SNS sends: a message of a topic, or the question whether the topic is wanted. */
const envelopeSchema = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Subject: z.string().nullish(),
  Timestamp: z.string(),
  Token: z.string().nullish(),
  SubscribeURL: z.string().nullish(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.string(),
});
export type SnsEnvelope = z.output<typeof envelopeSchema>;

const recipient = z.object({ emailAddress: z.string(), status: optionalText, diagnosticCode: optionalText });
const messageSchema = z.object({
  notificationType: optionalText,
  eventType: optionalText,
  mail: z
    .object({ commonHeaders: z.object({ messageId: optionalText }).nullish().catch(null) })
    .nullish()
    .catch(null),
  bounce: z
    .object({
      bounceType: z.string(),
      bounceSubType: optionalText,
      bouncedRecipients: z.array(recipient).max(100),
      timestamp: z.string(),
      feedbackId: z.string(),
    })
    .nullish(),
  complaint: z
    .object({
      complainedRecipients: z.array(z.object({ emailAddress: z.string() })).max(100),
      complaintFeedbackType: optionalText,
      timestamp: z.string(),
      feedbackId: z.string(),
    })
    .nullish(),
});

export function readEnvelope(body: unknown): SnsEnvelope | undefined {
  const read = envelopeSchema.safeParse(body);
  return read.success ? read.data : undefined;
}

/** True of an address of SNS itself: nothing else that a call names is ever asked. */
export function isSnsAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username, password } = new URL(address);
  const isPlain = protocol === 'https:' && port === '' && username === '' && password === '';
  return isPlain && /^sns\.[a-z]{2}(-[a-z]+)+-\d\.amazonaws\.com(\.cn)?$/.test(hostname);
}

/** True of an envelope that the certificate's owner has signed. */
export function isSignedBySns(envelope: SnsEnvelope, certificate: string, now: Date): boolean {
  try {
    const { publicKey, subject, validFrom, validTo } = new X509Certificate(certificate);
    const isOfSns = /(^|\n)CN=sns\.amazonaws\.com(\.cn)?(\n|$)/.test(subject);
    const isValid = new Date(validFrom) <= now && now <= new Date(validTo);
    const digest = envelope.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
    const signature = Buffer.from(envelope.Signature, 'base64');
    return isOfSns && isValid && verify(digest, Buffer.from(signedText(envelope)), publicKey, signature);
  } catch {
    // No certificate, or no signature.
    return false;
  }
}

/** What is signed: some fields, in the order of their names, each behind its name. */
export function signedText(envelope: SnsEnvelope): string {
  const names =
    envelope.Type === 'Notification'
      ? (['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const)
      : (['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const);
  return names.flatMap((name) => (envelope[name] == null ? [] : [`${name}\n${envelope[name]}\n`])).join('');
}

/** Bounces and complaints, one for each recipient. */
export function sesReports(text: string): MailTold {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { reports: [], ignored: 'it is a message of the topic itself' };
  }
  const read = messageSchema.safeParse(body);
  if (!read.success) return { invalid: `Message.${read.error.issues[0]?.path.join('.') ?? ''}` };
  const { mail, bounce, complaint, notificationType, eventType } = read.data;
  const messageId = mail?.commonHeaders?.messageId;
  const at = Date.parse((bounce ?? complaint)?.timestamp ?? '');
  if ((bounce ?? complaint) != null && Number.isNaN(at)) return { invalid: 'Message.timestamp' };
  const bounces = (bounce?.bouncedRecipients ?? []).map(({ emailAddress, status, diagnosticCode }) =>
    reportOf({
      ...{ id: `ses:${bounce?.feedbackId ?? ''}:${emailAddress}`, type: 'bounce', at, messageId },
      ...{ address: emailAddress, detail: [status, diagnosticCode ?? bounce?.bounceSubType] },
      hard: bounce?.bounceType === 'Undetermined' ? undefined : bounce?.bounceType === 'Permanent',
    }),
  );
  const complaints = (complaint?.complainedRecipients ?? []).map(({ emailAddress }) =>
    reportOf({
      ...{ id: `ses:${complaint?.feedbackId ?? ''}:${emailAddress}`, type: 'complaint', at, messageId },
      ...{ address: emailAddress, detail: [complaint?.complaintFeedbackType] },
    }),
  );
  const kind = notificationType ?? eventType ?? 'this message';
  return toldOf([...bounces, ...complaints], `nothing follows from "${cutText(kind, 40)}"`);
}
