import { PerennialError } from '../../../platform/errors.ts';
import { parseExactly } from '../../../values/exact-json.ts';
import { calledConnection, type Connection, noteCall, noteProblem } from '../rows.ts';
import type { MailKind, MailSettings } from '../settings.ts';
import { isSame } from '../sign.ts';
import { isFromMailgun, mailgunReports } from './mailgun.ts';
import { mailjetReports } from './mailjet.ts';
import { postmarkReports } from './postmark.ts';
import { isFromSendgrid, sendgridReports } from './sendgrid.ts';
import { isSignedBySns, isSnsAddress, readEnvelope, sesReports } from './ses.ts';
import { askSns, certificateAt } from './sns-client.ts';
import { type ReportDeps, takeMatched, takeReport } from './take-reports.ts';
import type { MailTold } from './told-reports.ts';

/** A call as it came in. */
export interface MailCall {
  readonly kind: MailKind;
  readonly connectionId: string;
  readonly headers: { get(name: string): string | null };
  readonly body: Uint8Array;
}

/** What was made of a call. */
export interface MailAnswer {
  readonly reports: readonly { readonly id: string; readonly status: string; readonly suppressed: boolean }[];
  /** Why nothing was. */
  readonly ignored: string | null;
}

export type MailDeps = ReportDeps & {
  /** How SNS is asked; over HTTPS when absent. */
  readonly askSns?: (address: string) => Promise<string>;
};

/**
 * Takes a call of a mail provider: checks that it is the provider's, and takes its bounces and complaints, each once by its id. Throws
 * SIGNATURE_INVALID, CONNECTION_NOT_FOUND, REPORT_INVALID.
 */
export async function receiveMailCall(deps: MailDeps, call: MailCall): Promise<MailAnswer> {
  const { connection, secret } = await calledConnection(deps.database, call.kind, call.connectionId);
  const body = parse(call.body);
  await checkSigned(deps, call, body, connection, secret);
  await noteCall(deps.database, connection, deps.clock.now());
  const told = await toldBy(deps, call.kind, body);
  if ('invalid' in told) return refuse(deps, connection, told.invalid);
  const reports: MailAnswer['reports'][number][] = [];
  for (const report of told.reports) {
    const { id, status, suppressed } = await takeReport(deps, connection.programmeId, report);
    reports.push({ id, status, suppressed: suppressed !== null });
  }
  await takeMatched(deps, connection.programmeId);
  return { reports, ignored: told.ignored };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return parseExactly(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

async function checkSigned(
  deps: MailDeps,
  call: MailCall,
  body: unknown,
  { settings }: Connection,
  secret: string | null,
): Promise<void> {
  const isTheirs = {
    mailgun: () => secret !== null && isFromMailgun(secret, body),
    sendgrid: () => secret !== null && isFromSendgrid(secret, call.body, sendgridSignature(call)),
    postmark: () => secret !== null && hasPassword(call, secret),
    mailjet: () => secret !== null && hasPassword(call, secret),
    ses: () => isFromSes(deps, body, settings as MailSettings),
  }[call.kind];
  if (await isTheirs()) return;
  throw new PerennialError('SIGNATURE_INVALID', `The call is not signed as ${call.kind} signs for this connection.`, {
    field: call.kind === 'postmark' || call.kind === 'mailjet' ? 'Authorization' : 'body',
    fix: 'Give the connection the key or password that the provider shows; docs/guides/messages.md says where.',
  });
}

const sendgridSignature = ({ headers }: MailCall) => ({
  timestamp: headers.get('X-Twilio-Email-Event-Webhook-Timestamp') ?? '',
  signature: headers.get('X-Twilio-Email-Event-Webhook-Signature') ?? '',
});

/** Providers that sign nothing send a name and a password, which stand in the address they are given. */
function hasPassword({ headers }: MailCall, secret: string): boolean {
  const [, given = ''] = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(headers.get('Authorization') ?? '') ?? [];
  const password = Buffer.from(given, 'base64').toString('utf8').split(':').slice(1).join(':');
  return isSame(Buffer.from(secret), Buffer.from(password));
}

/** A message of the connection's own topic, signed by a certificate that SNS itself gives. */
async function isFromSes(deps: MailDeps, body: unknown, { topicArn }: MailSettings): Promise<boolean> {
  const envelope = readEnvelope(body);
  if (envelope === undefined || envelope.TopicArn !== topicArn || !isSnsAddress(envelope.SigningCertURL)) return false;
  const certificate = await certificateAt(envelope.SigningCertURL, deps.askSns);
  // Certificates go by real time, whatever the programme's clock shows.
  return isSignedBySns(envelope, certificate, new Date());
}

async function toldBy(deps: MailDeps, kind: MailKind, body: unknown): Promise<MailTold> {
  if (kind === 'ses') return toldBySes(deps, body);
  return { mailgun: mailgunReports, sendgrid: sendgridReports, postmark: postmarkReports, mailjet: mailjetReports }[
    kind
  ](body);
}

/** A topic that asks whether it is wanted is answered, once its signature is checked; only SNS is asked. */
async function toldBySes(deps: MailDeps, body: unknown): Promise<MailTold> {
  const envelope = readEnvelope(body);
  if (envelope === undefined) return { invalid: 'body' };
  if (envelope.Type === 'Notification') return sesReports(envelope.Message);
  if (envelope.Type === 'UnsubscribeConfirmation') return { reports: [], ignored: 'the topic sends no more' };
  const address = envelope.SubscribeURL ?? '';
  if (!isSnsAddress(address)) return { invalid: 'SubscribeURL' };
  await (deps.askSns ?? askSns)(address);
  return { reports: [], ignored: 'the subscription is confirmed' };
}

async function refuse({ database, clock }: MailDeps, connection: Connection, field: string): Promise<never> {
  const told = { code: 'REPORT_INVALID', field, message: 'is not as the provider documents it' } as const;
  const fix = 'send what the provider sends, as docs/guides/messages.md says';
  await noteProblem(database, connection, { at: clock.now().toISOString(), topic: connection.kind, ...told, fix });
  throw new PerennialError(told.code, `${field} ${told.message}.`, { field, fix });
}
