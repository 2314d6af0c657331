import * as z from 'zod';
import { Webhook } from 'standardwebhooks';
import { PerennialError } from '../../../platform/errors.ts';
import { ingestEvents } from '../../intake/ingest.ts';
import { textReportEvents } from '../../messaging/reachability/report-events.ts';
import {
  type GivenTextReport,
  takeTextReport,
  type TakenTextReport,
  textReportTypes,
} from '../../messaging/reachability/take-text-report.ts';
import type { ReportDeps } from '../mail/take-reports.ts';
import { noteCall, noteProblem } from '../rows.ts';
import { calledProvider, type Provider } from './rows.ts';

/** A call as it came in. */
export interface ChannelCall {
  readonly connectionId: string;
  readonly headers: { get(name: string): string | null };
  readonly body: Uint8Array;
}

/** What was made of a report. */
export interface ChannelCallAnswer {
  /** The id of the call. */
  readonly id: string;
  readonly status: TakenTextReport['status'];
  /** Nothing goes to the address any more. */
  readonly suppressed: boolean;
}

const reportSchema = z.object({
  type: z.enum(textReportTypes.map((type) => `message.${type}` as const)),
  id: z.string().min(1).max(100),
  at: z.iso.datetime({ offset: true }).optional(),
  code: z.string().max(60).optional(),
  reason: z.string().max(1_000).optional(),
  /** What the provider calls the message. */
  providerId: z.string().max(200).optional(),
});

const reportIdForm = /^[!-~]{1,200}$/;

/**
 * Takes what a provider tells of a text: checks that it is the connection's, and takes it once by the id of the call. Throws
 * SIGNATURE_INVALID, CONNECTION_NOT_FOUND, REPORT_INVALID, MESSAGE_NOT_FOUND.
 */
export async function receiveChannelCall(deps: ReportDeps, call: ChannelCall): Promise<ChannelCallAnswer> {
  const provider = await calledProvider(deps.database, call.connectionId);
  const body = Buffer.from(call.body).toString('utf8');
  const reportId = checkSigned(provider, call, body);
  await noteCall(deps.database, provider.connection, deps.clock.now());
  const told = await readReport(deps, provider, body);
  const now = deps.clock.now();
  const { programmeId, id: connectionId } = provider.connection;
  const given: GivenTextReport = { ...told, id: reportId, connectionId };
  const taken = await takeTextReport(deps.database, programmeId, given, now);
  const events = textReportEvents(given, taken, now);
  const answers = events.length === 0 ? [] : await ingestEvents(deps, programmeId, events);
  for (const one of answers) {
    if (one.kind === 'refused') deps.logger.warn({ answer: one }, 'a report of a text was not told to campaigns');
  }
  return { id: reportId, status: taken.status, suppressed: taken.suppressed !== null };
}

/** By real time, whatever the programme's clock shows: Standard Webhooks takes nothing that is older than five minutes. */
function checkSigned({ secret }: Provider, { headers }: ChannelCall, body: string): string {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
  const signed = Object.fromEntries(names.map((name) => [name, headers.get(name) ?? '']));
  const id = signed['webhook-id'] ?? '';
  try {
    if (secret !== '' && reportIdForm.test(id)) {
      new Webhook(secret).verify(body, signed);
      return id;
    }
  } catch {
    // What is wrong with a signature helps nobody but who forges one.
  }
  throw new PerennialError('SIGNATURE_INVALID', 'The call is not signed as Standard Webhooks asks.', {
    field: 'webhook-signature',
    fix: "Sign the raw body with the connection's secret, now; docs/guides/texts.md shows how.",
  });
}

async function readReport(deps: ReportDeps, { connection }: Provider, body: string) {
  const read = reportSchema.safeParse(jsonOf(body));
  if (read.success) {
    const { type, id: messageId, at, code, reason, providerId } = read.data;
    return {
      type: type.slice('message.'.length) as GivenTextReport['type'],
      messageId,
      at: at === undefined ? deps.clock.now().getTime() : Date.parse(at),
      isAddressDead: code === 'address_invalid',
      reason: reason ?? '',
      ...(providerId === undefined ? {} : { providerId }),
    };
  }
  const field = read.error.issues[0]?.path.join('.') || 'body';
  const told = { code: 'REPORT_INVALID', field, message: 'is not as docs/guides/texts.md says' } as const;
  const fix = 'send one report as JSON, in the form of the guide';
  await noteProblem(deps.database, connection, { at: deps.clock.now().toISOString(), topic: 'report', ...told, fix });
  throw new PerennialError(told.code, `${field} ${told.message}.`, { field, fix });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
