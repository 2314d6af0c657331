import { z } from 'zod';
import { type Database, type Db, inTransaction } from '../../../platform/database.ts';
import { PerennialError } from '../../../platform/errors.ts';
import { readRow, readRows } from '../../../platform/rows.ts';
import { cutText } from '../../../values/cut-text.ts';
import { isTextChannel } from '../../programme/rules-message-limits.ts';
import { addressColumn } from './rows-address.ts';
import { withdrawBy } from './withdraw-by.ts';

export const textReportTypes = ['delivered', 'failed', 'opted_out', 'complaint'] as const;

/** What a provider tells of a text that it had taken. */
export interface GivenTextReport {
  /** Of the provider's call: a report counts once. */
  readonly id: string;
  readonly connectionId: string;
  readonly type: (typeof textReportTypes)[number];
  /** What the text was called when it was handed over. */
  readonly messageId: string;
  /** When it happened, in milliseconds. */
  readonly at: number;
  /** Of `failed`: nobody is there, and nothing else is to be tried. */
  readonly isAddressDead: boolean;
  readonly reason: string;
  readonly providerId?: string;
}

export interface TakenTextReport {
  readonly status: 'taken' | 'duplicate';
  readonly channel: string;
  readonly template: string;
  readonly campaign: string | null;
  /** Why nothing goes to the address any more; null when the report changed nothing of that. */
  readonly suppressed: string | null;
  /** The shop's ids of the members whom it concerns. */
  readonly members: readonly string[];
}

const reasonCharactersMax = 300;
/** Members that share an address and are told of, at most. */
const sharersMax = 20;

const textRow = z.object({
  id: z.string(),
  channel: z.string(),
  template: z.string(),
  campaign: z.string().nullable(),
  member: z.string(),
  address: z.string().nullable(),
});
type TextRow = z.output<typeof textRow>;

/** Takes a report once, in whatever order reports come; one that comes twice gives what it gave first. Throws MESSAGE_NOT_FOUND. */
export async function takeTextReport(
  database: Database,
  programmeId: number,
  given: GivenTextReport,
  now: Date,
): Promise<TakenTextReport> {
  // A provider's clock may be ahead of the programme's.
  const at = new Date(Math.min(given.at, now.getTime()));
  return inTransaction(database, async (tx) => {
    const text = await findText(tx, programmeId, given.messageId);
    const told = { channel: text.channel, template: text.template, campaign: text.campaign };
    if (!(await keepReport(tx, { programmeId, text, given, at, now }))) {
      const stored = await tx.channelReport.findUniqueOrThrow({
        where: { programmeId_reportId: { programmeId, reportId: given.id } },
      });
      const members = await concerned(tx, programmeId, { ...text, address: stored.address });
      return { ...told, status: 'duplicate', suppressed: stored.suppressed, members };
    }
    const suppressed = await follow(tx, { programmeId, text, given, at });
    return { ...told, status: 'taken', suppressed, members: await concerned(tx, programmeId, text) };
  });
}

async function findText(tx: Db, programmeId: number, messageId: string): Promise<TextRow> {
  const text = await readRow(
    textRow,
    tx.$queryRaw`
      SELECT m.id::text, m.channel, m.template, c.code AS campaign, mb.external_id AS member, channel_address(p, m.channel) AS address
      FROM message m JOIN member mb ON mb.id = m.member_id LEFT JOIN member_profile p ON p.member_id = m.member_id
      LEFT JOIN campaign c ON c.id = m.campaign_id
      WHERE m.message_id = ${messageId} AND m.programme_id = ${programmeId}::smallint`,
  );
  if (text !== undefined && isTextChannel(text.channel)) return text;
  throw new PerennialError('MESSAGE_NOT_FOUND', `No text "${messageId}" was handed over.`, {
    field: 'id',
    fix: 'Give the id that the text had when it was posted.',
  });
}

interface Report {
  readonly programmeId: number;
  readonly text: TextRow;
  readonly given: GivenTextReport;
  readonly at: Date;
}

async function keepReport(
  tx: Db,
  { programmeId, text, given, at, now }: Report & { readonly now: Date },
): Promise<boolean> {
  const { id, connectionId, type, reason } = given;
  const kept = await tx.$executeRaw`
    INSERT INTO channel_report (programme_id, report_id, connection_id, channel, type, message_id, address, reason, at, received_at)
    VALUES (${programmeId}::smallint, ${id}, ${connectionId}, ${text.channel}, ${type}, ${text.id}::text::bigint, ${text.address},
      ${oneLine(reason)}, ${at}::timestamptz, ${now}::timestamptz)
    ON CONFLICT DO NOTHING`;
  return kept > 0;
}

/** What a report changes: the message, the address, the member's word. */
async function follow(tx: Db, report: Report): Promise<string | null> {
  const { text, given, at } = report;
  if (given.type === 'delivered') {
    await markDelivered(tx, text.id, given, at);
    return null;
  }
  if (given.type === 'failed') await markFailed(tx, text.id, oneLine(given.reason));
  else {
    const source = given.type === 'complaint' ? 'complaint' : 'provider';
    await withdrawBy(tx, { messageRowId: text.id, address: text.address, source, at });
  }
  const reason = suppressionOf(given);
  if (reason === null || text.address === null) return null;
  const suppressed = await tx.$executeRaw`
    INSERT INTO suppression (programme_id, channel, address, reason, since)
    VALUES (${report.programmeId}::smallint, ${text.channel}, ${text.address}, ${reason}, ${at}::timestamptz) ON CONFLICT DO NOTHING`;
  if (suppressed === 0) return null;
  await tx.$executeRaw`
    UPDATE channel_report SET suppressed = ${reason} WHERE programme_id = ${report.programmeId}::smallint AND report_id = ${given.id}`;
  return reason;
}

function suppressionOf({ type, isAddressDead, reason }: GivenTextReport): string | null {
  const said = oneLine(reason);
  if (type === 'complaint') return said === '' ? 'complained' : `complained: ${said}`;
  if (type !== 'failed' || !isAddressDead) return null;
  return said === '' ? 'bounced' : `bounced: ${said}`;
}

/** What came has come, whatever its sender, or an earlier report, made of it. */
async function markDelivered(tx: Db, id: string, { providerId }: GivenTextReport, at: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE message SET delivered_at = least(delivered_at, ${at}::timestamptz), provider_id = coalesce(${providerId ?? null}::text, provider_id),
      status = CASE WHEN status = 'sending' THEN status ELSE 'sent' END,
      sent_at = CASE WHEN status = 'sending' THEN sent_at ELSE coalesce(sent_at, left_at, ${at}::timestamptz) END,
      reason = CASE WHEN status = 'sending' THEN reason END
    WHERE id = ${id}::text::bigint AND attempts > 0 AND (lease_owner IS NULL OR status = 'sending')`;
}

/** Who notes that it was taken finds it bounced, when the provider has told of it before. */
async function markFailed(tx: Db, id: string, detail: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE message SET status = 'bounced', reason = ${detail || 'its provider says that it did not come'},
      lease_owner = NULL, lease_until = NULL
    WHERE id = ${id}::text::bigint AND delivered_at IS NULL AND attempts > 0 AND status IN ('sent', 'unknown', 'sending', 'reserved', 'failed')`;
}

const memberRow = z.object({ member: z.string() });

/** The members whom a report concerns: who has the address, and whose text it was. */
async function concerned(tx: Db, programmeId: number, { channel, member, address }: TextRow): Promise<string[]> {
  if (address === null) return [member];
  const rows = await readRows(
    memberRow,
    tx.$queryRaw`
      SELECT m.external_id AS member FROM member_profile p JOIN member m ON m.id = p.member_id
      WHERE ${addressColumn(channel)} = ${address} AND m.programme_id = ${programmeId}::smallint ORDER BY m.id LIMIT ${sharersMax}`,
  );
  return rows.map((row) => row.member);
}

const oneLine = (text: string): string => cutText(text.replace(/\s+/g, ' ').trim(), reasonCharactersMax);
