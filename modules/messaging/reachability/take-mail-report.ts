import { z } from 'zod';
import { afterReport, type MailReport, softBounceDays } from './rules-mail-report.ts';
import { type Database, type Db, inTransaction } from '../../../platform/database.ts';
import { readRow, readRows } from '../../../platform/rows.ts';
import { normalAddress } from '../../../values/contact.ts';

/** A report as it came in: it names the mail, the address, or both. */
export interface GivenReport extends MailReport {
  /** The provider's id of the event: the same id is the same report. */
  readonly id: string;
  readonly address?: string;
  /** The Message-ID of the mail, with its angle brackets. */
  readonly messageId?: string;
}

/** What became of a report; the same for a repeated one. */
export interface TakenReport {
  readonly id: string;
  readonly duplicate: boolean;
  readonly address: string | null;
  /** Why nothing goes to the address any more; null when mails go on. */
  readonly suppressed: string | null;
  /** The shop's ids of the members it is about, when mails to them end. */
  readonly members: readonly string[];
}

/** Members that share an address, at most. */
const sharersMax = 20;
const channel = 'email';

/** Takes a report once: suppresses the address where the rules say so, withdraws consent, and marks the mail as bounced. */
export async function takeMailReport(
  database: Database,
  programmeId: number,
  report: GivenReport,
  now: Date,
): Promise<TakenReport> {
  return await inTransaction(database, async (tx) => {
    const { messageRowId, address } = await findMail(tx, programmeId, report);
    const inserted = await tx.$executeRaw`
      INSERT INTO mail_report (programme_id, report_id, type, hard, address, message_id, detail, at, received_at)
      VALUES (${programmeId}::smallint, ${report.id}, ${report.type}, ${report.hard}, ${address}, ${messageRowId}::bigint,
        ${report.detail}, ${new Date(report.at)}::timestamptz, ${now}::timestamptz)
      ON CONFLICT DO NOTHING`;
    if (inserted === 0) return { ...(await readReport(tx, programmeId, report.id)), duplicate: true };
    if (report.type === 'bounce' && messageRowId !== null) await markBounced(tx, messageRowId, report.detail);
    if (address === null) return { id: report.id, duplicate: false, address, suppressed: null, members: [] };

    const after = afterReport(report, await softBouncesOf(tx, programmeId, address, report));
    const suppressed = after.suppress ?? null;
    const members = suppressed === null ? [] : await membersOf(tx, programmeId, address);
    if (suppressed !== null) {
      await tx.$executeRaw`
        INSERT INTO suppression (programme_id, channel, address, reason, since)
        VALUES (${programmeId}::smallint, ${channel}, ${address}, ${suppressed}, ${now}::timestamptz) ON CONFLICT DO NOTHING`;
      await tx.$executeRaw`
        UPDATE mail_report SET suppressed = ${suppressed} WHERE programme_id = ${programmeId}::smallint AND report_id = ${report.id}`;
    }
    if (after.withdraws) await withdrawMarketing(tx, programmeId, address, now);
    return { id: report.id, duplicate: false, address, suppressed, members };
  });
}

const mailRow = z.object({ id: z.string(), address: z.string().nullable() });

async function findMail(tx: Db, programmeId: number, { address, messageId }: GivenReport) {
  const normal = (address && normalAddress(address)) || null;
  if (messageId === undefined) return { messageRowId: null, address: normal };
  const row = await readRow(
    mailRow,
    tx.$queryRaw`
      SELECT m.id::text, lower(btrim(p.email)) AS address
      FROM message m LEFT JOIN member_profile p ON p.member_id = m.member_id
      WHERE m.message_id = ${messageId} AND m.programme_id = ${programmeId}::smallint`,
  );
  // The member may have moved to another address since: what the provider names is what it wrote to.
  return { messageRowId: row?.id ?? null, address: normal ?? (row?.address || null) };
}

async function readReport(tx: Db, programmeId: number, id: string): Promise<Omit<TakenReport, 'duplicate'>> {
  const { address, suppressed } = await tx.mailReport.findUniqueOrThrow({
    where: { programmeId_reportId: { programmeId, reportId: id } },
  });
  const members = address === null || suppressed === null ? [] : await membersOf(tx, programmeId, address);
  return { id, address, suppressed, members };
}

/** A mail that came back neither arrived nor counts under a cap. */
async function markBounced(tx: Db, messageRowId: string, detail: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE message SET status = 'bounced', reason = ${detail || 'the mail provider says that it came back'}
    WHERE id = ${messageRowId}::bigint AND status IN ('sent', 'unknown')`;
}

const bounceRow = z.object({ at: z.date() });

async function softBouncesOf(tx: Db, programmeId: number, address: string, report: GivenReport): Promise<number[]> {
  const rows = await readRows(
    bounceRow,
    tx.$queryRaw`
      SELECT at FROM mail_report
      WHERE programme_id = ${programmeId}::smallint AND address = ${address} AND type = 'bounce' AND NOT hard
        AND report_id <> ${report.id} AND at > ${new Date(report.at - softBounceDays * 86_400_000)}::timestamptz
      ORDER BY at DESC LIMIT 100`,
  );
  return rows.map(({ at }) => at.getTime());
}

const memberRow = z.object({ member: z.string() });

async function membersOf(tx: Db, programmeId: number, address: string): Promise<string[]> {
  const rows = await readRows(
    memberRow,
    tx.$queryRaw`
      SELECT m.external_id AS member FROM member_profile p JOIN member m ON m.id = p.member_id
      WHERE lower(btrim(p.email)) = ${address} AND m.programme_id = ${programmeId}::smallint ORDER BY m.id LIMIT ${sharersMax}`,
  );
  return rows.map(({ member }) => member);
}

/** Who was never asked about marketing is written down as having refused it: a complaint says so. */
async function withdrawMarketing(tx: Db, programmeId: number, address: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO consent (programme_id, member_id, channel, granted, source, changed_at)
    SELECT m.programme_id, m.id, ${channel}, false, 'complaint', ${now}::timestamptz
    FROM member_profile p JOIN member m ON m.id = p.member_id
    WHERE lower(btrim(p.email)) = ${address} AND m.programme_id = ${programmeId}::smallint
    ON CONFLICT (programme_id, member_id, channel) DO UPDATE
    SET granted = false, source = excluded.source, changed_at = excluded.changed_at WHERE consent.granted`;
  await tx.$executeRaw`
    INSERT INTO withdrawal (programme_id, channel, address, source, since)
    VALUES (${programmeId}::smallint, ${channel}, ${address}, 'complaint', ${now}::timestamptz)
    ON CONFLICT (address, channel, programme_id) DO UPDATE
    SET since = greatest(withdrawal.since, excluded.since), source = excluded.source`;
}
